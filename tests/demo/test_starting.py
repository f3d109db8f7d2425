"""Starting, stopping, starting again; several processes; resetting."""

import re
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from demo import program

from .running import HOME, Running, run, states

EDIT = {
    "title": "Mentors of the spring",
    "home": None,
    "roster": [place for place in program.ROSTER if place["username"] != "mei"],
    "assignment": "balanced",
    "begins": "press",
    "reply_hours": program.REPLY_HOURS,
    "plan": program.PLAN,
}
"""What the editor sends when the author gives the block another title and takes Mei off the roster."""
AUTHORED = "SELECT state FROM workbench_xblockstate WHERE scope = 'usage' AND scope_id = ? AND user_id IS NULL"


def authored(database: Path) -> str:
    with closing(sqlite3.connect(database)) as file:
        return "".join(state for (state,) in file.execute(AUTHORED, [HOME]))


def told(database: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Return what each record tells: who did what in which words, whenever it was."""
    return {
        person: [(entry["i"], entry["k"], entry.get("x", "")) for entry in record["log"]]
        for person, record in states(database, "record").items()
    }


def test_the_first_start_tells_that_it_works_and_where_the_demo_is(first_start: Running) -> None:
    assert re.search(r"\d+ acts \.+ done", first_start.said)
    assert f"The demo is at http://localhost:{first_start.port}/" in first_start.said


def test_a_second_start_makes_nothing_anew_and_keeps_what_people_and_the_author_did(start) -> None:
    demo = start().ready()
    assert demo.act("karim", "join")[0] == 200
    assert demo.act("dana", "submit_studio_edits", **EDIT)[0] == 200
    assert demo.end() == 0

    again = start().ready()
    assert "acts" not in again.said
    assert states(start.database, "record")["karim"]["log"][-1]["k"] == "assigned"
    assert "Mentors of the spring" in authored(start.database)
    assert '"mei"' not in authored(start.database)
    assert again.get("/unit/3.2/?student=karim")[0] == 200


def test_ctrl_c_ends_it_without_a_complaint(start) -> None:
    demo = start().ready()
    assert demo.end() == 0
    assert "Traceback" not in demo.said


def test_a_taken_port_is_said_and_another_named(first_start: Running) -> None:
    answer = run("-m", "demo", database=first_start.database, port=first_start.port)
    assert answer.returncode == 1
    assert f"Port {first_start.port} is taken" in answer.stderr
    assert re.search(r"PORT=\d+ make demo", answer.stderr)


def test_several_processes_serve_it_as_well_as_one(start) -> None:
    demos = [start() for _ in range(4)]
    one, other, third, _ = [demo.ready() for demo in demos]

    # A new person's page, opened by all of them at once: the workbench makes rows when it reads.
    strangers = [f"stranger{number}" for number in range(6)]
    with ThreadPoolExecutor(len(demos)) as pool:
        for stranger in strangers:
            answers = list(pool.map(lambda demo, path=f"/unit/3.2/?student={stranger}": demo.get(path)[0], demos))
            assert answers == [200] * len(demos)
    with closing(sqlite3.connect(start.database)) as file:
        doubled = "SELECT 1 FROM workbench_xblockstate GROUP BY scope, scope_id, user_id, scenario, tag HAVING count(*) > 1"
        assert file.execute(doubled).fetchall() == []

    # What is done in one is there in the other.
    assert one.act("leila", "send", text="Written in the first process.")[0] == 200
    assert other.act("amara", "send", learner="leila", text="Answered in the second.")[0] == 200
    assert "Written in the first process." in other.get("/unit/3.4/?student=leila")[1]
    assert "Answered in the second." in one.get("/unit/3.2/?student=leila")[1]

    # So is what an author changed in a third: Mei mentors no longer.
    assert third.act("dana", "submit_studio_edits", **EDIT)[0] == 200
    for demo in (one, other):
        status, refusal = demo.act("dana", "assign", learner="hana", mentor="mei")
        assert (status, '"not-a-mentor"' in refusal) == (409, True)
    assert one.act("dana", "assign", learner="hana", mentor="amara")[0] == 200


def test_a_course_half_made_is_made_again_by_one_of_those_who_start_and_is_the_same(
    first_start: Running, start, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh" / "demo.sqlite3"
    start(fresh).until("acts ..").end(signal.SIGKILL)
    assert not fresh.exists()
    fresh.touch()

    both = [start(fresh), start(fresh)]
    assert sorted("acts" in demo.ready().said for demo in both) == [False, True]
    assert told(fresh) == told(first_start.database)
    assert states(fresh, "ledger").keys() == states(first_start.database, "ledger").keys()


def test_a_reset_takes_everything_away(database: Path) -> None:
    answer = run("-m", "demo", "reset", database=database)
    assert (answer.returncode, "from the beginning" in answer.stdout) == (0, True)
    assert list(database.parent.glob("demo.sqlite3*")) == []
    assert run("-m", "demo", "reset", database=database).returncode == 0


def test_django_has_nothing_to_say_against_it(database: Path) -> None:
    answer = run("demo/manage.py", "check", "--fail-level", "WARNING", database=database)
    assert answer.returncode == 0, answer.stderr
