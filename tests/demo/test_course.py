"""What a stranger finds in the demo on a first start."""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from .running import Running, states

LEARNERS = {
    "Leila Haddad": ["is waiting for an answer", "changes requested", "3 of 8 approved"],
    "Sam Kimani": ["is waiting for an answer", "asked for a different date", "2 of 7 approved"],
    "Jonas Weber": ["handed in, waiting for review", "the mentor proposed a goal", "3 of 7 approved"],
    "Priya Nair": ["something new to read", "proposed a plan", "4 of 7 approved"],
    "Mateus Silva": ["handed in, waiting for review", "changes to the plan were suggested", "4 of 7 approved"],
    "Inês Duarte": ["the team changed the mentor", "back from a pause", "3 of 7 approved"],
    "Tomás Reyes": ["every milestone approved"],
    "Olu Adeyemi": ["just joined, not greeted yet"],
    "Hana Kovářová": ["is waiting for a mentor"],
    "Noor Aziz": ["left, can still come back", "report to read"],
    "Yuki Mori": ["ended"],
    "Karim Belkacem": ["has not joined yet"],
}
PEOPLE = [
    *("leila", "sam", "jonas", "priya", "mateus", "ines", "tomas", "olu", "hana", "noor", "yuki", "karim"),
    *("amara", "ben", "mei", "dana", "robin"),
]
SPOKEN = ("message", "question", "answer")


def test_the_door_says_in_a_few_words_where_everybody_stands(first_start: Running) -> None:
    status, page = first_start.get("/?lang=en")
    cards = dict(re.findall(r"<b><bdi>(.+?)</bdi></b>(.*?)</a>", unescape(page), re.DOTALL))
    assert status == 200
    assert {name: [state for state in said if state not in cards[name]] for name, said in LEARNERS.items()} == {
        name: [] for name in LEARNERS
    }


def test_the_door_leads_into_every_way_of_looking(first_start: Running) -> None:
    page = first_start.get("/")[1]
    ways = [unescape(way) for way in re.findall(r'<li><a href="([^"]+)"', page)]
    assert len(ways) == 5 + len(PEOPLE)
    assert {first_start.get(way.partition("#")[0])[0] for way in ways} == {200}


@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_everybody_can_walk_into_every_unit(first_start: Running, language: str) -> None:
    units = set(re.findall(r'href="(/unit/[\d.]+/)', first_start.get("/unit/3.2/?student=leila")[1]))
    assert len(units) == 6
    paths = [f"{unit}?student={person}&lang={language}" for unit in units for person in PEOPLE]
    with ThreadPoolExecutor(2) as pool:
        answers = dict(zip(paths, pool.map(first_start.get, paths), strict=True))
    wrong = [path for path, (status, page) in answers.items() if status != 200 or "data-mn-block" not in page]
    assert wrong == []
    assert all(f'<html lang="{language}"' in page for _, page in answers.values())
    assert "Traceback" not in first_start.said


@pytest.mark.parametrize("path", ["/unit/9.9/", "/unit/3.2/?student=%3Cscript%3E", "/studio/9.9/", "/beside/?left=%22"])
def test_what_is_not_there_is_not_found(first_start: Running, path: str) -> None:
    assert first_start.get(path)[0] == 404


def test_a_unit_has_the_address_that_the_workbench_gives_it(first_start: Running) -> None:
    status, page = first_start.get("/scenario/demo.3.4/?student=sam")
    assert status == 200
    assert "3.4 Draw it" in page and '"student": "sam"' in page
    assert first_start.get("/scenario/demo.9.9/?student=sam")[0] == 404


def test_a_lesson_is_completed_by_who_has_opened_it_once_and_by_nobody_the_course_does_not_know(first_start: Running) -> None:
    def read() -> list[tuple[str, str]]:
        with closing(sqlite3.connect(first_start.database)) as file:
            return file.execute("SELECT person, changed FROM demo_completion WHERE usage LIKE '41-%html_demo%'").fetchall()

    for _ in range(2):
        for person in ("karim", "somebody"):
            first_start.get(f"/unit/4.1/?student={person}")
    found = read()
    assert [person for person, _ in found].count("karim") == 1
    assert "somebody" not in dict(found)
    first_start.get("/unit/4.1/?student=karim")
    assert read() == found


def test_what_the_stories_tell_of_units_was_completed_when_they_were_opened(first_start: Running) -> None:
    with closing(sqlite3.connect(first_start.database)) as file:
        found = file.execute("SELECT person, usage, changed FROM demo_completion WHERE usage LIKE '%html_demo%'").fetchall()
        blocks = file.execute("SELECT person FROM demo_completion WHERE usage LIKE '34-%mentorship%' AND completion = 1").fetchall()
    told = [(person, usage.split("-")[0], datetime.fromisoformat(f"{changed}+00:00")) for person, usage, changed in found]
    when = {(person, unit): at for person, unit, at in told if at < datetime.now(UTC) - timedelta(hours=1)}
    assert min(when.values()) < datetime.now(UTC) - timedelta(days=300)
    assert timedelta(days=70) < datetime.now(UTC) - when["tomas", "43"] < timedelta(days=100)
    assert {person for person, unit in when if unit == "42"} == {"mateus"}
    assert {person for (person,) in blocks} == {"tomas", "yuki", "priya", "mateus"}


def test_studio_shows_the_author_their_block_and_its_editor(first_start: Running) -> None:
    for path in ("/studio/3.2/", "/studio/3.2/edit/", "/studio/3.4/"):
        status, page = first_start.get(path)
        assert (status, "studio-block" in page) == (200, True)


def test_two_people_stand_side_by_side(first_start: Running) -> None:
    page = unescape(first_start.get("/beside/?left=sam&right=ben")[1])
    assert re.findall(r'<iframe title="[^"]+" src="([^"]+)"', page) == [
        f"/unit/3.2/?student={person}&framed=1#mentor" for person in ("sam", "ben")
    ]


def test_the_course_has_a_year_in_it_and_a_conversation_worth_scrolling(first_start: Running) -> None:
    logs = [record["log"] for record in states(first_start.database, "record").values()]
    begins = min(datetime.fromisoformat(log[0]["t"]) for log in logs)
    assert timedelta(days=300) < datetime.now(UTC) - begins < timedelta(days=400)
    assert max(sum(entry["k"] in SPOKEN for entry in log) for log in logs) >= 60


def test_nothing_in_a_record_happened_at_another_time_than_told(first_start: Running) -> None:
    """A record moves what comes out of order to the time of what stands before it: here nothing had to be moved."""
    for person, record in states(first_start.database, "record").items():
        times = [entry["t"] for entry in record["log"] if entry["k"] in SPOKEN]
        assert times == sorted(set(times)), person
        assert all(datetime.fromisoformat(entry["t"]) < datetime.now(UTC) for entry in record["log"])


def test_mentors_mentor_on_working_days(first_start: Running) -> None:
    for record in states(first_start.database, "record").values():
        at_work = [datetime.fromisoformat(entry["t"]) for entry in record["log"] if entry["o"] == "mentor"]
        assert all(moment.weekday() < 5 for moment in at_work)


def test_questions_come_from_several_units(first_start: Running) -> None:
    records = states(first_start.database, "record").values()
    asked = {entry.get("w", "") for record in records for entry in record["log"] if entry["k"] == "question"}
    assert {where.split("-")[0] for where in asked} >= {"", "12", "34", "41"}
