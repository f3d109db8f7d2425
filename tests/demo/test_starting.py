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
    told_so_far = re.findall(r"(\d+) of (\d+) acts", first_start.said)
    assert len(told_so_far) > 3
    assert told_so_far[-1][0] == told_so_far[-1][1]
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
    assert f"Port {first_start.port} is in use" in answer.stderr
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
    start(fresh).until(" acts\n").end(signal.SIGKILL)
    assert not fresh.exists()
    fresh.touch()

    both = [start(fresh), start(fresh)]
    assert sorted("acts" in demo.ready().said for demo in both) == [False, True]
    assert told(fresh) == told(first_start.database)
    assert states(fresh, "ledger").keys() == states(first_start.database, "ledger").keys()


def test_a_reset_starts_over_whatever_is_in_the_file(first_start: Running, tmp_path: Path) -> None:
    broken = tmp_path / "demo.sqlite3"
    broken.write_text("This is no database. " * 100)
    answer = run("-m", "demo", "reset", database=broken)
    assert (answer.returncode, "starts over" in answer.stdout) == (0, True), answer.stderr
    assert told(broken) == told(first_start.database)
    assert {path.name for path in tmp_path.glob("demo.sqlite3*")} <= {"demo.sqlite3", "demo.sqlite3.lock"}


def test_a_demo_that_runs_goes_on_with_the_new_course_after_a_reset(first_start: Running, start) -> None:
    demos = [start(), start()]
    for demo in demos:
        assert demo.ready().act("karim", "join")[0] == 200
    assert demos[0].act("dana", "submit_studio_edits", **EDIT)[0] == 200
    assert "karim" in told(start.database)

    with ThreadPoolExecutor(3) as pool:
        reset = pool.submit(run, "-m", "demo", "reset", database=start.database)
        answers = [pool.submit(demo.get, path) for demo in demos for path in ("/", "/unit/3.2/?student=leila")]
        while not reset.done():
            answers.append(pool.submit(demos[0].get, "/unit/3.2/?student=leila"))
            answers[-1].result()
    assert reset.result().returncode == 0, reset.result().stderr
    assert {answer.result()[0] for answer in answers} == {200}

    assert told(start.database) == told(first_start.database)
    assert '"mei"' in authored(start.database)
    for demo in demos:
        assert demo.get("/")[0] == demo.get("/unit/3.2/?student=karim")[0] == 200
    assert demos[1].act("karim", "join")[0] == 200
    assert "Traceback" not in "".join(demo.said for demo in demos)


def test_django_has_nothing_to_say_against_it(database: Path) -> None:
    answer = run("demo/manage.py", "check", "--fail-level", "WARNING", database=database)
    assert answer.returncode == 0, answer.stderr
