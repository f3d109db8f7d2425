"""What the block asks of the database, on the double, whose services cost what the platform's cost.

Counted is what the block itself asks once the platform has entered it: its user service's two queries, names and
enrolments in one, its own rows. The platform's own session user, role and prefetch of the unit are not; they are
there without us. The opening and closing of a transaction are counted.
"""

import json

import pytest
from common.djangoapps.student.models import CourseEnrollment
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lms.djangoapps.courseware.models import StudentModule

from mentorship_xblock.domain.mentorship import append_entry, sending, transitions
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.record.record import Record
from mentorship_xblock.domain.stored_state import StoredState, states_with_line_reindexed

MENTEES = 60
COMPLETING = 7
"""What is asked for each block of which something new is completed: what is stored of it, and what the service asks itself."""
UNITS = 2
"""Which units people have completed: once for the learner acted on, once for the others on a mentor's page."""
GOALS, STEPS = 6, 40
BUDGET = {
    # what is done: who does it, and how many queries it may take
    "home view": ("leila", 4),
    "panel-block view": ("leila", 6),
    "plan opened": ("leila", 6),
    "plan opened in a panel block": ("leila", 6),
    "plan opened on the desk": ("amara", 8),
    "desk view": ("amara", 8),
    "desk of fifty": ("amara", 8),
    "grid of fifty": ("amara", 8),
    "opened on the desk": ("amara", 8),
    "overview": ("dana", 7),
    "overview view": ("dana", 7),
    "ask": ("leila", 15),
    "ask from a panel block": ("leila", 15),
    "send, mentor": ("amara", 15 + UNITS),
    "seen": ("leila", 15),
    "begin": ("leila", 15),
    "propose": ("leila", 15),
    "ask for time": ("leila", 15),
    "redate": ("amara", 15 + UNITS),
    "submit": ("leila", 15),
    "approve": ("amara", 15 + UNITS + COMPLETING),
}
WORK = {
    "home view": lambda world, who: world.view(who),
    "panel-block view": lambda world, who: world.view(who, world.panel),
    "plan opened": lambda world, who: world.read(who, "panel", plan="open"),
    "plan opened in a panel block": lambda world, who: world.read(who, "panel", block=world.panel, plan="open"),
    "plan opened on the desk": lambda world, who: world.read(who, "open", learner="leila", plan="open"),
    "begin": lambda world, who: world.act(who, "begin", milestone=f"m{begun(world) + 21}"),
    "propose": lambda world, who: world.act(who, "propose", goal=f"g{proposed(world)}"),
    "ask for time": lambda world, who: world.act(who, "ask_time", milestone="m12", day="2026-04-01", text="Shifts."),
    "redate": lambda world, who: world.act(who, "redate", learner="leila", milestone="m12", day="2026-04-01"),
    "desk view": lambda world, who: world.view(who),
    "desk of fifty": lambda world, who: world.read(who, "desk"),
    "grid of fifty": lambda world, who: world.read(who, "grid"),
    "opened on the desk": lambda world, who: world.read(who, "open", learner="leila"),
    "overview": lambda world, who: world.read(who, "overview"),
    "overview view": lambda world, who: world.view(who),
    "ask": lambda world, who: world.act(who, "ask", text="How many?"),
    "ask from a panel block": lambda world, who: world.act(who, "ask", block=world.panel, text="How many?"),
    "send, mentor": lambda world, who: world.act(who, "send", learner="leila", text="This many."),
    "submit": lambda world, who: world.act(who, "submit", milestone=f"m{handed_in(world) + 1}", text="Here it is."),
    "approve": lambda world, who: world.act(who, "approve", learner="leila", milestone=f"m{handed_in(world)}", version=1),
    "seen": lambda world, who: world.act(who, "seen", upto=len(world.record(who)["log"]) - 1),
}


def done(world, kind):
    """Return how often leila has done this."""
    return sum(entry["k"] == kind and entry["o"] == "learner" for entry in world.record("leila")["log"])


def handed_in(world):
    """Return how many milestones leila has handed in."""
    return done(world, "submitted")


def begun(world):
    """Return how many she has begun."""
    return done(world, "started")


def proposed(world):
    """Return how many goals she has proposed."""
    return done(world, "proposed")


def store(world, documents):
    """Store many documents at once."""
    StudentModule.objects.bulk_create(
        StudentModule(
            student_id=int(person), course_id=world.course.key, module_state_key=world.home, module_type="mentorship",
            state=json.dumps({"record": document.record.as_stored_json(), "ledger": document.ledger.as_stored_json()}),
        )
        for person, document in documents.items()
    )  # fmt: skip


@pytest.fixture
def full(world):
    """amara has sixty learners, leila among them, and every one of them waits. leila has something approved already."""
    step = {"title": "Draft", "detail": "A page.", "criteria": ["It holds"], "hours": 3, "finish": "review"}
    plan = [{"id": f"g{goal}", "title": "Build", "milestones": []} for goal in range(GOALS)]
    for number in range(STEPS):
        plan[number % GOALS]["milestones"].append({**step, "id": f"m{number}", "due": {"days": 7 * number + 7}})
    roster = [{"username": "amara", "capacity": 200, "backup": "ben"}, {"username": "ben", "capacity": 200}]
    world.edit(roster=roster, plan=plan, units={f"m{number}:0": world.unit for number in range(STEPS)})
    world.edit(completes="number", completes_at=30)
    world.complete("leila", world.leaves[0])
    amara, now = world.id("amara"), world.clock.now(None)
    documents = {amara: StoredState()}
    mentees = [*world.course.crowd([f"mentee{number}" for number in range(MENTEES - 1)]).values(), world.people["leila"]]
    for number, mentee in enumerate(mentees):
        learner = str(mentee.pk)
        record = transitions.pair_with_mentor(
            Record(), append_entry.Actor("9", Role.STAFF, f"pair-{number:04d}", now), learner, amara
        )
        record = sending.send_message(
            record, append_entry.Actor(learner, Role.LEARNER, f"ask-{number:05d}", now), Kind.QUESTION, "Why?"
        )
        documents = {
            **documents,
            **states_with_line_reindexed({learner: StoredState(record), amara: documents[amara]}, learner, now),
        }
    store(world, documents)
    WORK["submit"](world, "leila")
    WORK["approve"](world, "amara")
    return world


def multiplied(row, number, **columns):
    """Copy a row many times in one statement; ``columns`` are expressions of ``n``, the number of the copy."""
    table = row._meta.db_table
    names = [field.column for field in row._meta.concrete_fields if not field.primary_key or field.column in columns]
    values = ", ".join(columns.get(name, f'"{table}"."{name}"') for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {number}) "
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table}, n WHERE {table}.id = {row.pk}"
        )


def crowd(world, number):
    """Let many more people into the course, each with a mentorship of their own."""
    (other,) = world.course.crowd(["other"]).values()
    world.people["other"] = other
    world.act("dana", "assign", learner="other", mentor="ben")
    person = f"{other.pk} + n"
    multiplied(other, number, id=person, username="'other' || n")
    for row in (other.profile, other.courseenrollment_set.get(), world.course.row(other, world.home)):
        multiplied(row, number, user_id=person, student_id=person)


def counted(world, work, who):
    """Return the statements the block sends while this is done."""
    with_queries = CaptureQueriesContext(connection)
    world.course.watch = with_queries
    work(world, who)
    return [query["sql"] for query in with_queries.captured_queries]


def numbers(world):
    """Count everything."""
    return {name: len(counted(world, WORK[name], who)) for name, (who, _) in BUDGET.items()}


def test_everything_stays_within_its_budget_and_costs_the_same_with_ten_thousand_learners(full):
    world = full
    few = numbers(world)
    assert {name: number for name, number in few.items() if number > BUDGET[name][1]} == {}
    crowd(world, 10_000)
    assert CourseEnrollment.objects.filter(is_active=True).count() > 10_000
    assert numbers(world) == few


def test_joining_costs_no_more_than_any_other_act(world):
    for who in ("jonas", "priya"):
        world.act(who, "join")
    assert len(counted(world, lambda world, who: world.act(who, "join"), "leila")) <= 15


def test_a_desk_of_fifty_reads_fifty_records_in_one_statement(full):
    sent = counted(full, WORK["desk of fifty"], "amara")
    assert len([sql for sql in sent if "courseware_studentmodule" in sql]) == 2


def test_the_double_charges_the_platforms_services(world):
    sent = counted(world, WORK["home view"], "leila")
    assert [table for sql in sent for table in ("user_api_userpreference", "student_courseenrollment") if table in sql] == [
        "user_api_userpreference",
        "student_courseenrollment",
    ]
    assert len([sql for sql in sent if sql.startswith('SELECT "student_userprofile"')]) == 1
