"""Reports: contact stops at once, the course team decides, and nobody else reads who reported, nor what, nor why (docs/rules.md)."""

import json

import pytest

from mentorship_xblock.domain.mentorship.abuse_reports import check_no_report_between, first_undecided_report, undecided_reports
from mentorship_xblock.domain.mentorship.message_edits import count_unread_entries
from mentorship_xblock.domain.mentorship.message_kinds import SPOKEN_KINDS
from mentorship_xblock.domain.mentorship.status import Status, relationship_of_record
from mentorship_xblock.domain.mentorship.thread import thread_of_record
from mentorship_xblock.domain.mentorship.visibility import record_visible_to
from mentorship_xblock.domain.record.log import Kind, Role

from ..support.plans import refused
from ..support.talks import PEOPLE, actor, step, told, waits_since

SAID = ((0, "L", "asks", "", "question"), (1, "M", "says", "", "rude"), (2, "M", "notes", "", "note"))
REPORTED = (*SAID, (60, "L", "reports", "rude", "report"))


@pytest.mark.parametrize(
    ("story", "act", "code"),
    [
        (SAID, ("L", "reports", "no-such"), "no-message"),
        (SAID, ("L", "reports", "join-key"), "no-message"),
        (SAID, ("L", "reports", "note"), "no-message"),  # whatever key is guessed, no copy of a note is made for them
        (SAID, ("L", "reports", "question"), "your-words"),
        (SAID, ("M", "reports", "rude"), "your-words"),
        (REPORTED, ("M", "reports", "question"), "reported-already"),
        ((*SAID, (3, "L", "leaves"), (4, "L", "requests")), ("L", "reports", ""), "nobody-to-report"),
        (SAID, ("S", "clears", "report"), "no-report"),
        (REPORTED, ("S", "clears", "rude"), "no-report"),
        ((*REPORTED, (61, "S", "clears", "report")), ("S", "clears", "report"), "no-report"),
        (((0, "S", "says", "", "rude"), (1, "L", "reports", "rude", "report")), ("S", "clears", "report"), "own-report"),
    ],
)
def test_what_cannot_be_reported_or_decided_says_why(story, act, code):
    refused(code, step, told(*story), *act, minutes=90)


def test_a_report_keeps_the_words_as_they_were_then_and_names_whom_it_is_about():
    record = told(*REPORTED, (61, "M", "erases", "rude"))
    report = first_undecided_report(record)
    assert (report.stored_text("of"), report.stored_text("to"), report.stored_text("c"), report.stored_text("x")) == (
        "rude",
        "2",
        "words",
        "words",
    )
    person = told(*SAID, (3, "L", "reports", "", "report"))
    assert (first_undecided_report(person).stored_text("to"), first_undecided_report(person).stored_text("c")) == ("2", "")
    assert first_undecided_report(told(*SAID, (3, "M", "reports", "", "report"))).stored_text("to") == "1"
    assert first_undecided_report(told(*SAID, (3, "B", "reports", "rude", "report"))).stored_text("to") == "2"


STOPPED = ("says", "asks", "answers", "remarks", "passes back", "hands over", "pauses")


@pytest.mark.parametrize("who", "LMB")
@pytest.mark.parametrize("does", STOPPED)
def test_while_a_report_stands_nothing_passes_between_the_two_sides(who, does):
    record = told((0, "M", "says", "", "rude"), (1, "L", "asks", "", "question"), (60, "L", "reports", "rude", "report"))
    of = "3" if does == "pauses" else "question"
    refused("contact-stopped", step, record, who, does, of, minutes=61)
    assert len(step(record, "S", does, of, minutes=61).log) == len(record.log) + 1
    assert len(step(step(record, "S", "clears", "report", "clear-key", 62), who, does, of, minutes=63).log) == len(record.log) + 2


def test_a_note_is_written_and_changed_meanwhile_and_what_was_said_is_taken_away_but_not_changed():
    record = told(*REPORTED)
    for act in (("M", "notes", ""), ("M", "edits", "note"), ("M", "erases", "rude"), ("L", "leaves", "")):
        assert len(step(record, *act, minutes=61, text="other").log) == len(record.log) + 1
    refused("contact-stopped", step, record, "M", "edits", "rude", minutes=61, text="kinder")
    refused("contact-stopped", step, record, "L", "edits", "question", minutes=61, text="other")


def test_a_report_is_the_teams_and_the_reporters_and_the_others_read_only_that_writing_is_off():
    record = told(*REPORTED)
    record = step(record, "S", "clears", "report", "cleared", 70, "Ben was spoken to")
    for who, reads in {"L": True, "M": False, "B": False, "S": True}.items():
        person, role = PEOPLE[who]
        for upto in (len(record.log) - 1, len(record.log)):
            part = told(*REPORTED) if upto < len(record.log) else record
            seen = record_visible_to(part, person, role, actor(who, minutes=90).now)
            assert (thread_of_record(seen).reported is None) == (part is record)
            assert bool(first_undecided_report(seen)) == (reads and part is not record)
            stored = json.dumps([entry.as_stored_json() for entry in seen.log if entry.kind == Kind.REPORTED])
            assert ('"rude"' in stored) == ('"c"' in stored) == ('"x"' in stored) == reads
            assert [entry.seq for entry in seen.log] == [entry.seq for entry in part.log if who != "L" or entry.kind != Kind.NOTE]
            spoken = [entry for entry in seen.log if entry.kind in SPOKEN_KINDS | {Kind.NOTE} and entry.by != person]
            assert count_unread_entries(seen, person) == len(spoken)
        decided = [entry.stored_text("x") for entry in seen.log if entry.kind == Kind.CLEARED]
        assert decided == (["Ben was spoken to"] if who == "S" else [""])


def test_words_that_could_still_be_undone_when_a_report_came_do_not_pass_before_it_is_decided():
    record = told(*SAID)
    record = step(record, "M", "says", "", "late", 60)
    record = step(record, "L", "reports", "rude", "report", 60.1)
    after = step(record, "S", "clears", "report", minutes=90)

    def reads(record, who, minutes):
        return "late" in record_visible_to(record, *PEOPLE[who], actor(who, minutes=minutes).now).entries_by_id

    assert [reads(record, who, 80) for who in "LMBS"] == [False, True, False, True]
    assert [reads(after, who, 91) for who in "LMBS"] == [True] * 4
    team = step(record, "S", "says", "", "from-the-team", 70)
    assert "from-the-team" in record_visible_to(team, *PEOPLE["L"], actor("L", minutes=80).now).entries_by_id


def test_the_clock_stands_still_while_a_report_stands():
    record = told(
        (0, "M", "says", "", "rude"), (10, "L", "asks"), (60, "L", "reports", "rude", "report"), (100, "S", "clears", "report")
    )
    assert waits_since(record) == 10
    assert [(end - start).total_seconds() / 60 for start, end in thread_of_record(record).stops] == [40]
    assert thread_of_record(told(*REPORTED)).reported == actor("L", minutes=60).now


def test_with_a_mentor_whom_it_is_not_about_contact_goes_on_and_the_team_still_decides():
    record = told(*REPORTED, (61, "S", "gets", "3"))
    assert (
        relationship_of_record(record).mentor == "3"
        and first_undecided_report(record)
        and thread_of_record(record).reported is None
    )
    assert len(step(record, "L", "says", minutes=62).log) == len(record.log) + 1
    assert first_undecided_report(step(record, "S", "clears", "report", minutes=63)) is None


def test_leaving_does_not_end_a_report():
    left = told(*REPORTED, (61, "L", "leaves"))
    assert relationship_of_record(left).status is Status.CLOSING and first_undecided_report(left).role is Role.LEARNER
    assert thread_of_record(left).reported == actor("L", minutes=60).now


def test_with_another_mentor_the_learner_can_report_anew_and_each_report_is_decided_by_itself():
    record = told(*REPORTED, (61, "S", "gets", "3"), (62, "L", "reports", "", "second"))
    assert [one.id for one in undecided_reports(record)] == ["report", "second"] and thread_of_record(record).reported
    one = step(record, "S", "clears", "report", "clear-one", 70)
    assert thread_of_record(one).reported and first_undecided_report(one).id == "second"
    assert not thread_of_record(step(one, "S", "clears", "second", "clear-two", 80)).reported
    first = step(record, "S", "clears", "second", "clear-two", 70)
    assert not thread_of_record(first).reported and first_undecided_report(first).id == "report"


def test_whoever_a_report_is_about_does_not_become_the_mentor_before_it_is_decided():
    record = told(*REPORTED, (61, "S", "gets", "3"))
    refused("report-stands", check_no_report_between, record, "2")
    check_no_report_between(record, "3")
    check_no_report_between(step(record, "S", "clears", "report", minutes=63), "2")
