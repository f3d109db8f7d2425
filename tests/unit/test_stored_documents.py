"""Documents as they were stored, kept in ``tests/golden``: every version still loads, and is written again as it was."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mentorship_xblock.domain.mentor.card import MentorCard
from mentorship_xblock.domain.mentor.learner_index import INDEX_VERSION as LEDGER_VERSION
from mentorship_xblock.domain.mentor.learner_index import LearnerIndex, load_learner_index
from mentorship_xblock.domain.mentor.working_hours import WorkingHours
from mentorship_xblock.domain.mentorship.abuse_reports import first_undecided_report
from mentorship_xblock.domain.mentorship.message_edits import current_words_of, states_of_messages
from mentorship_xblock.domain.mentorship.message_kinds import SPOKEN_KINDS
from mentorship_xblock.domain.mentorship.questions import QuestionState
from mentorship_xblock.domain.mentorship.status import Status, relationship_of_record
from mentorship_xblock.domain.mentorship.thread import WaitEnd, WhoseTurn, thread_of_record
from mentorship_xblock.domain.plan.course_changes import changes_course_offers, tailored_milestones
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, PlannedDay
from mentorship_xblock.domain.plan.model import GoalState, MilestoneState
from mentorship_xblock.domain.plan.projection import day_of_joining, plan_of_record
from mentorship_xblock.domain.record.errors import UnreadableDocument
from mentorship_xblock.domain.record.log import Kind, Role
from mentorship_xblock.domain.record.record import RECORD_VERSION, Record, load_stored_record
from mentorship_xblock.domain.record.upgrades import UPGRADES, upgraded_document

GOLDEN = Path(__file__).parents[1] / "golden"
LOADERS = {"record": load_stored_record, "ledger": load_learner_index}
TODAY = [f"record-{RECORD_VERSION}", f"ledger-{LEDGER_VERSION}", "ledger-1-later"]


def golden(name):
    """Return a stored document."""
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def loaded(name):
    """Return a stored document as a value."""
    return LOADERS[name.partition("-")[0]](golden(name))


def hours(begin, end):
    """Return the instants so many hours after the midnight of the golden ledger's day."""
    midnight = datetime(2026, 3, 11, tzinfo=UTC)
    return midnight + timedelta(hours=begin), midnight + timedelta(hours=end)


def test_every_version_ever_written_has_its_golden_file():
    assert {path.stem for path in GOLDEN.glob("*.json")} == {
        *(f"record-{version}" for version in range(RECORD_VERSION + 1)),
        *(f"record-{version}-upgraded" for version in UPGRADES),
        *(f"ledger-{version}" for version in range(1, LEDGER_VERSION + 1)),
        # What was added to a version without making another of it.
        "ledger-1-later",
        "record-newer",
        "ledger-newer",
    }


@pytest.mark.parametrize("name", TODAY)
def test_a_document_of_today_is_written_again_as_it_was(name):
    assert json.dumps(loaded(name).as_stored_json()) == json.dumps(golden(name))


def test_the_golden_record_holds_every_kind_every_role_and_what_is_kept_beside_them():
    record = loaded(f"record-{RECORD_VERSION}")
    assert {entry.kind for entry in record.log} == set(Kind)
    assert {entry.role for entry in record.log} == set(Role)
    assert record.seen == {"7": 9, "21": 4}
    assert record.zone == "Africa/Nairobi"
    assert [entry.stored_text("x") for entry in record.entries_put_aside] == ["Long ago."]
    assert record.rest == {"pace": {"weekly": [1, 2.5, None, True, "ünïcode"]}}


def test_the_golden_record_tells_the_mentorship_it_always_told():
    record = loaded(f"record-{RECORD_VERSION}")
    relation, thread = relationship_of_record(record), thread_of_record(record)
    assert (relation.status, relation.mentor, relation.former) == (Status.ACTIVE, "23", ("21", "22"))
    assert (thread.turn, thread.questions) == (
        WhoseTurn.MENTOR,
        {
            "question-1": QuestionState.ANSWERED,
            "question-2": QuestionState.PASSED,
            "question-3": QuestionState.ANSWERED,
            "question-4": QuestionState.RETRACTED,
        },
    )
    assert [(wait.mentor, wait.how) for wait in thread.wait_periods] == [
        ("21", WaitEnd.ANSWERED), ("21", WaitEnd.PASSED_BACK), ("21", WaitEnd.MOVED), ("22", WaitEnd.ANSWERED), ("22", WaitEnd.CLOSED),
        ("23", WaitEnd.ANSWERED), ("23", WaitEnd.ANSWERED), ("23", WaitEnd.ANSWERED), ("23", WaitEnd.RETRACTED),
    ]  # fmt: skip
    assert (thread.waiting, thread.handed, thread.reported) == (record.entries_by_id["message-5"].at, "", None)
    report, cleared = record.entries_by_id["report-1-key"], record.entries_by_id["clear-1-key"]
    assert thread.stops == ((report.at, cleared.at),)


def test_the_golden_record_tells_what_became_of_its_messages():
    record = loaded(f"record-{RECORD_VERSION}")
    fates = states_of_messages(record)
    assert set(fates) == {"question-3", "question-4", "message-5", "message-4"}
    assert (current_words_of(record, record.entries_by_id["question-3"]), fates["question-3"].marked) == (
        "Where does a `visit` begin, and where does it end?", True,
    )  # fmt: skip
    assert (current_words_of(record, record.entries_by_id["message-5"]), fates["message-5"].erased) == (
        "",
        record.entries_by_id["erase-1-key"].at,
    )
    assert (current_words_of(record, record.entries_by_id["message-4"]), fates["message-4"].hidden) == ("I am back.", None)
    assert (current_words_of(record, record.entries_by_id["question-4"]), fates["question-4"].taken_back is None) == ("", False)
    assert first_undecided_report(record) is None
    assert (
        first_undecided_report(load_stored_record({**golden("record-1"), "log": golden("record-1")["log"][:-1]})).stored_text("c")
        == "At the door."
    )


def test_the_golden_record_tells_the_plan_it_always_told():
    plan = plan_of_record(loaded(f"record-{RECORD_VERSION}"))
    assert [(goal.id, goal.state) for goal in plan.goals] == [
        ("draft-1-key", GoalState.AGREED), ("g1", GoalState.ACHIEVED), ("propose-3", GoalState.DROPPED),
    ]  # fmt: skip
    assert [(one.id, one.state, one.due, one.hours) for one in plan.milestones] == [
        ("draft-1-key-0", MilestoneState.IN_PROGRESS, date(2026, 4, 22), 3),
        ("draft-1-key-1", MilestoneState.PLANNED, date(2026, 4, 29), 2),
        ("draft-1-key-2", MilestoneState.SKIPPED, None, 2),
        ("m1", MilestoneState.APPROVED, date(2026, 3, 25), 2),
        ("m2", MilestoneState.APPROVED, date(2026, 4, 3), 4),
    ]
    assert [(one.sent.stored_text("x"), one.decided.kind) for one in plan.find_milestone("m1").versions] == [
        ("Five tables.", Kind.CHANGES_ASKED),
        ("Six tables.", Kind.APPROVED),
        ("Seven tables.", Kind.APPROVED),
    ]
    assert [(one.is_from_units, one.decided.kind) for one in plan.find_milestone("m2").versions] == [(True, Kind.ENOUGH)]
    assert plan.find_milestone("draft-1-key-0").latest_version.taken_back.id == "take-back-1"
    assert (plan.find_milestone("m2").title, plan.find_milestone("m2").recalled.stored_text("x")) == (
        "Load 300 visits",
        "The join on visit_id.",
    )
    assert (plan.percent_approved, plan.weekly, plan.absences, plan.contest) == (54, 6, (), None)


def test_a_plan_written_down_before_goals_were_proposed_is_offered_no_change_that_is_none():
    document = golden(f"record-{RECORD_VERSION}")
    began = next(place for place, entry in enumerate(document["log"]) if entry["k"] == "planned")
    record = load_stored_record({**document, "log": document["log"][: began + 1]})
    steps = (
        CourseMilestone("m1", "Draft the data model", "Every table with its key.", PlannedDay(day=date(2026, 3, 20))),
        CourseMilestone("m2", "Load 200 visits"),
    )
    assert (
        changes_course_offers(plan_of_record(record), (CourseGoal("g1", "A model that holds", steps),), day_of_joining(record))
        == []
    )
    assert tailored_milestones(plan_of_record(record)) == {}


def test_the_golden_ledger_holds_every_state_of_a_line():
    ledger = loaded(f"ledger-{LEDGER_VERSION}")
    lines = ledger.lines.values()
    assert {line.status for line in lines} == {Status.ACTIVE, Status.PAUSED, Status.CLOSING, Status.ENDED}
    assert {line.turn for line in lines} == set(WhoseTurn)
    assert {line.mine for line in lines} == {True, False}
    assert {wait.how for line in lines for wait in line.ends} == set(WaitEnd)
    assert [(str(line.review), line.approved, line.milestones, str(line.due)) for line in lines if line.milestones] == [
        ("2026-03-11 07:00:00+00:00", 2, 7, "2026-03-20")
    ]
    assert [(line.stops, str(line.paused), str(line.until)) for line in lines if line.paused] == [
        ((hours(7, 8),), "2026-03-11 09:00:00+00:00", "2026-03-18 21:00:00+00:00")
    ]
    assert [person for person, line in ledger.lines.items() if line.handed == "24"] == ["7"]
    assert [(person, line.reported) for person, line in ledger.lines.items() if line.reported] == [("12", hours(7, 8)[0])]
    assert [wait.stops for line in lines for wait in line.ends if wait.stops] == [(hours(2, 3), hours(4, 4.5))]
    assert ledger.rest == {"pace": {"mood": "bright"}}
    assert ledger.places_taken(datetime(2026, 3, 12, tzinfo=UTC)) == 4


def test_the_golden_ledger_tells_who_a_mentor_is_and_when_they_answer():
    ledger = loaded(f"ledger-{LEDGER_VERSION}")
    assert ledger.card == MentorCard(
        "Ten years of *wards*.",
        "Nurse, Nairobi",
        10,
        WorkingHours("Africa/Nairobi", frozenset({0, 1, 4}), 540, 1050, ((date(2026, 3, 10), date(2026, 3, 12)),)),
    )
    assert ledger.replies.texts == {"reply-1-key": "Good question, {learner}. Begin with {milestone}."}


def test_the_golden_ledger_tells_whom_its_mentor_has_put_off():
    ledger, first, second = loaded("ledger-1-later"), datetime(2026, 3, 11, 14, tzinfo=UTC), datetime(2026, 3, 20, tzinfo=UTC)
    assert (ledger.lines["7"].heard, ledger.lines["8"].heard) == (hours(7, 7)[0], hours(11, 11)[0])
    assert (ledger.snoozed_days(first), ledger.snoozed_days(second)) == ({"7": date(2026, 3, 20)}, {})
    assert loaded(f"ledger-{LEDGER_VERSION}").snoozed_days(first) == {}


def test_a_line_that_tells_only_for_how_long_its_clock_stood_still_is_waited_for_as_long_as_before():
    line = {**LINE, "t": "mentor", "w": "2026-03-02T09:00:00.000Z", "h": 3600}
    ledger = load_learner_index({"v": 1, "lines": {"7": line}})
    assert ledger.lines["7"].waiting_time(datetime(2026, 3, 2, 12, tzinfo=UTC)) == timedelta(hours=2)
    assert load_learner_index(ledger.as_stored_json()) == ledger
    for wrong in (float("inf"), 10**20, True):
        with pytest.raises(UnreadableDocument):
            load_learner_index({"v": 1, "lines": {"7": {**line, "h": wrong}}})


@pytest.mark.parametrize("version", UPGRADES)
def test_an_older_record_is_upgraded_in_memory(version):
    assert upgraded_document(golden(f"record-{version}")) == golden(f"record-{version}-upgraded")
    assert loaded(f"record-{version}") == load_stored_record(golden(f"record-{version}-upgraded"))


@pytest.mark.parametrize("name", ["record-newer", "ledger-newer"])
def test_a_newer_document_is_read_as_far_as_it_is_known_and_written_again_as_it_was(name):
    document = loaded(name)
    assert document.is_from_newer_block
    assert document.as_stored_json() == golden(name)


def test_a_newer_records_conversation_is_still_shown():
    record = loaded("record-newer")
    assert [entry.stored_text("x") for entry in record.log.entries_of_kinds(SPOKEN_KINDS)] == ["Is this a good key?"]
    assert relationship_of_record(record).mentor == "21"


@pytest.mark.parametrize("empty", [None, {}])
def test_nothing_is_an_empty_document(empty):
    assert load_stored_record(empty) == Record()
    assert load_learner_index(empty) == LearnerIndex()


texts = st.text(max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
documents = st.builds(
    lambda others, known: {**others, **known},
    st.dictionaries(st.text(min_size=2, max_size=8), values, max_size=3),
    st.fixed_dictionaries(
        {}, optional={"v": st.integers(0, RECORD_VERSION + 2), "log": st.lists(values, max_size=3), "seen": values}
    ),
)


@pytest.mark.slow
@given(documents)
def test_upgrading_twice_is_upgrading_once_and_never_a_step_back(document):
    once = upgraded_document(document)
    assert upgraded_document(once) == once
    assert once["v"] >= RECORD_VERSION
    assert document.get("v", 0) <= RECORD_VERSION or once == document


@given(documents)
def test_upgrading_keeps_every_key(document):
    kept = {key: value for key, value in upgraded_document(document).items() if key in document and key != "v"}
    assert kept == {key: value for key, value in document.items() if key != "v"}


entries = st.fixed_dictionaries(
    {
        "k": st.sampled_from([*Kind, "from-the-future"]),
        "i": texts,
        "b": texts,
        "o": st.sampled_from(list(Role)),
        "t": st.just("2026-03-02T09:00:00.000Z"),
    },
    optional={"x": texts, "m": texts, "q": texts, "w": texts, "new": values},
)


@given(
    st.lists(entries, max_size=6),
    st.dictionaries(texts, st.integers(0, 9), max_size=3),
    st.dictionaries(st.text(min_size=5, max_size=8), values, max_size=2),
)
def test_any_record_that_loads_is_written_again_as_it_was(log, seen, rest):
    document = {**rest, "v": RECORD_VERSION, "log": log, "seen": seen}
    assert load_stored_record(document).as_stored_json() == document


@given(values)
def test_whatever_is_stored_either_loads_or_is_unreadable(value):
    for load in (load_stored_record, load_learner_index):
        for document in (
            value,
            {"v": 1, "log": value, "seen": {}, "lines": value},
            {"v": value},
            {"v": 1, "log": [value], "lines": {"7": value}},
        ):
            try:
                load(document)
            except UnreadableDocument:
                continue


UNREADABLE = {
    "record": [7, "text", [], {"v": "1"}, {"v": True}, {"v": -1}, {"v": 1}, {"v": 1, "log": {}}, {"v": 1, "log": [], "seen": []},
               {"v": 1, "log": [7]}, {"v": 1, "log": [{}]}, {"v": 1, "log": [], "past": 7}, {"v": 1, "log": [], "past": [7]}, {"v": 1, "log": [], "seen": {"7": True}}, {"v": 1, "log": [], "seen": {"7": "1"}}],
    "ledger": [7, "text", [], {"v": "1"}, {"v": 1, "lines": []}, {"v": 1, "lines": {"7": {}}}, {"v": 1, "lines": {"7": 7}},
               {"v": 1, "card": 7}, {"v": 1, "card": [1]}, {"v": 1, "card": {"y": "ten"}}, {"v": 1, "card": {"d": 7}}, {"v": 1, "card": {"d": [9]}},
               {"v": 1, "card": {"h": [540]}}, {"v": 1, "card": {"h": [9, 3]}}, {"v": 1, "card": {"a": [7]}}, {"v": 1, "replies": 7}, {"v": 1, "replies": ["So."]}],
}  # fmt: skip
LINE = {"s": "active", "t": "quiet", "a": "2026-03-02T09:00:00.000Z", "n": 3}
ENTRY = {"k": "message", "i": "key", "b": "7", "o": "learner", "t": "2026-03-02T09:00:00.000Z", "x": "Hello"}


@pytest.mark.parametrize(("kind", "document"), [(kind, document) for kind, some in UNREADABLE.items() for document in some])
def test_a_document_of_another_shape_is_unreadable(kind, document):
    with pytest.raises(UnreadableDocument):
        LOADERS[kind](document)


@pytest.mark.parametrize(
    "wrong", [{"k": 7}, {"i": None}, {"b": 7}, {"o": "wizard"}, {"t": "yesterday"}, {"t": 7}, {"t": "0001-01-01T00:00:00+14:00"}]
)
def test_an_entry_of_another_shape_closes_its_record(wrong):
    assert load_stored_record({"v": 1, "log": [ENTRY]}).log
    with pytest.raises(UnreadableDocument):
        load_stored_record({"v": 1, "log": [{**ENTRY, **wrong}]})


@pytest.mark.parametrize(
    "wrong",
    [{"s": "happy"}, {"t": None}, {"a": 7}, {"a": "0001-01-01T00:00:00+14:00"}, {"n": float("inf")}, {"n": "3"}, {"n": True}, {"w": 7},
     {"c": "soon"}, {"h": "long"}, {"h": [["2026-03-02T09:00:00.000Z"]]}, {"o": 7}, {"e": 7}, {"e": [[]]}, {"e": [["2026-03-02T09:00:00.000Z", "2026-03-02T10:00:00.000Z", "slept"]]}],
)  # fmt: skip
def test_a_line_of_another_shape_closes_its_ledger(wrong):
    assert load_learner_index({"v": 1, "lines": {"7": LINE}}).lines
    with pytest.raises(UnreadableDocument):
        load_learner_index({"v": 1, "lines": {"7": {**LINE, **wrong}}})
