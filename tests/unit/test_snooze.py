"""Whom a mentor has put off: where they stand on the mentor's list until when, and that nothing else depends on it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mentorship_xblock.domain.mentor.card import MentorCard
from mentorship_xblock.domain.mentor.inbox import InboxSection, inbox_section_of, learners_by_wait
from mentorship_xblock.domain.mentor.learner_index import LearnerIndex, index_line_of, load_learner_index
from mentorship_xblock.domain.mentor.reply_deadlines import ReplyTargets, lines_needing_backup, reply_wait_stage
from mentorship_xblock.domain.mentor.reply_forecast import measured_waits_of, usual_reply_time
from mentorship_xblock.domain.mentor.snooze import SNOOZE_MAX, Snooze, SnoozedLearners, snooze_until_day
from mentorship_xblock.domain.mentor.working_hours import ROUND_THE_CLOCK, WorkingHours
from mentorship_xblock.domain.plan import goals, milestones
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.domain.record.log import Log
from mentorship_xblock.domain.stored_state import StoredState, states_with_line_reindexed

from ..support.plans import NOON, PLAN, paired, refused
from ..support.talks import actor, step, told

TODAY, UNTIL = date(2026, 1, 5), date(2026, 1, 9)
ASKED = (0, "L", "asks", "", "question")
NO_CARD, AT_ONE = MentorCard(), NOON + timedelta(hours=1)
TARGETS = ReplyTargets(timedelta(hours=24), timedelta(hours=72))


def minutes(count):
    """Return the moment so many minutes after noon."""
    return NOON + timedelta(minutes=count)


def listed(record, one=None, card=NO_CARD):
    """Return the ledger of the mentor of one learner, who may be put off."""
    ledger = LearnerIndex({"1": index_line_of(record, "2", PLAN)}, card=card)
    return ledger.with_snooze("1", one) if one else ledger


def stands(ledger, now):
    """Return in which part of the list the only learner stands."""
    return inbox_section_of(ledger.lines["1"], now, ledger.snoozed_days(now).get("1"))


def one_until(until=UNTIL, known=AT_ONE, key="later-1"):
    """Return how somebody is put off at one o'clock."""
    return Snooze(until, known, key)


def again(ledger):
    """Return a ledger as it is read again."""
    return load_learner_index(json.loads(json.dumps(ledger.as_stored_json())))


# -- how long it holds


def test_who_is_put_off_stands_at_the_end_until_the_day_begins_and_the_wait_goes_on():
    ledger = listed(told(ASKED), one_until())
    midnight = datetime(2026, 1, 9, tzinfo=UTC)
    for now in (minutes(60), midnight - timedelta(seconds=1)):
        assert stands(ledger, now) is InboxSection.LATER
        assert ledger.lines["1"].waiting_time(now) == now - NOON
    assert stands(ledger, midnight) is InboxSection.WAITING


def test_the_day_begins_where_the_mentors_card_says_they_are():
    nairobi = listed(told(ASKED), one_until(), MentorCard(hours=WorkingHours("Africa/Nairobi")))
    begins = datetime(2026, 1, 8, 21, tzinfo=UTC)
    assert [stands(nairobi, begins - timedelta(seconds=1)), stands(nairobi, begins)] == [InboxSection.LATER, InboxSection.WAITING]


@pytest.mark.parametrize(
    ("who", "does", "of", "back"),
    [
        ("L", "says", "", True),
        ("L", "asks", "", True),
        ("L", "edits", "question", True),
        ("L", "leaves", "", True),
        ("M", "notes", "", False),
        ("M", "answers", "question", False),
        ("M", "passes back", "", False),
        ("M", "hands over", "", False),
        ("B", "says", "", False),
        ("S", "says", "", False),
        ("M", "settles", "question", False),
    ],
)
def test_what_the_learner_does_brings_them_back_and_what_others_do_does_not(who, does, of, back):
    before = told(ASKED, (30, "M", "answers", "question"), (40, "L", "asks", "", "second")) if does == "settles" else told(ASKED)
    ledger = listed(step(before, who, does, of, "new-key", 90, "Other words"), one_until())
    assert (stands(ledger, minutes(120)) is not InboxSection.LATER) == back


def test_evidence_and_a_proposal_bring_them_back_and_a_draft_does_not():
    for does, group in (
        (lambda r: milestones.submit_evidence(r, actor("L", "submit-1", 90), PLAN, "m1", "Done", (), ()), InboxSection.REVIEW),
        (lambda r: goals.propose_drafts(r, actor("L", "propose-1", 90), PLAN, ""), InboxSection.REVIEW),
    ):
        assert stands(listed(does(paired()), one_until()), minutes(120)) is group


def test_a_report_by_the_learner_is_not_told_by_their_place():
    reported = told(ASKED, (90, "L", "reports", "", "report"))
    assert stands(listed(reported, one_until()), minutes(100)) is InboxSection.PAUSED
    cleared = told((120, "S", "clears", "report"), record=reported)
    assert stands(listed(cleared, one_until()), minutes(130)) is InboxSection.LATER


def test_who_pauses_stands_among_those_who_pause():
    assert stands(listed(told(ASKED, (30, "L", "pauses", "30")), one_until()), minutes(90)) is InboxSection.PAUSED


def test_what_the_learner_takes_back_at_once_leaves_them_put_off():
    wrote = told((90, "L", "says", "", "words-1"), record=told(ASKED))
    ledger = listed(wrote, one_until())
    assert stands(ledger, minutes(91)) is InboxSection.WAITING
    undone = ledger.with_line_reindexed("1", index_line_of(step(wrote, "L", "undoes", "words-1", "undo-1", 90), "2", PLAN))
    assert stands(undone, minutes(91)) is InboxSection.LATER


# -- putting off, and taking back


@pytest.mark.parametrize(("days", "able"), [(-1, False), (0, False), (1, True), (60, True), (61, False)])
def test_a_day_is_after_today_and_at_most_sixty_days_away(days, able):
    until = TODAY + timedelta(days=days)
    if able:
        assert snooze_until_day(until, NOON, "later-1", TODAY) == Snooze(until, NOON, "later-1")
    else:
        refusal = refused("snooze-day", snooze_until_day, until, NOON, "later-1", TODAY)
        assert (refusal.field, refusal.facts) == ("until", {"most": SNOOZE_MAX.days})


def test_what_came_within_a_stored_millisecond_was_known():
    known = NOON + timedelta(microseconds=1500)
    one = snooze_until_day(UNTIL, known, "later-1", TODAY)
    assert again(listed(paired(), one)).later.people["1"].is_still_snoozed(TODAY, known)


def test_the_same_act_twice_changes_nothing_more_and_another_does():
    ledger = listed(told(ASKED), one_until())
    assert ledger.with_snooze("1", one_until(known=minutes(300))) == ledger
    other = ledger.with_snooze("1", one_until(date(2026, 1, 7), minutes(300), "later-2"))
    assert other.snoozed_days(minutes(300)) == {"1": date(2026, 1, 7)}
    assert other.with_snooze("1", None) == other.with_snooze("1", None).with_snooze("1", None) == listed(told(ASKED))


def test_only_ones_own_learner_is_put_off():
    moved = listed(told(ASKED, (60, "S", "gets", "3")))
    assert not moved.lines["1"].mine
    for ledger, learner in ((moved, "1"), (listed(told(ASKED)), "7"), (LearnerIndex(), "1")):
        for one in (one_until(), None):
            refused("not-yours", ledger.with_snooze, learner, one)


# -- how it is kept


def test_it_is_read_as_it_was_stored_and_not_there_where_nobody_is_put_off():
    ledger = listed(told(ASKED), one_until())
    assert again(ledger) == ledger
    assert ledger.as_stored_json()["later"] == {"1": ["2026-01-09", "2026-01-05T13:00:00.000Z", "later-1"]}
    assert "later" not in listed(told(ASKED)).as_stored_json()


@pytest.mark.parametrize(
    "stored",
    [
        7, "words", [], [["2026-01-09"]], {"1": 7}, {"1": None}, {"1": []}, {"1": ["2026-01-09"]}, {"1": ["soon", "2026-01-05T13:00:00.000Z", "k"]},
        {"1": ["2026-01-09", "yesterday", "k"]}, {"1": ["2026-01-09", 7, "k"]}, {"1": ["2026-01-09", "0001-01-01T00:00:00+14:00", "k"]},
        {"1": [True, "2026-01-05T13:00:00.000Z", "k"]}, {"1": {"until": "2026-01-09"}},
    ],
)  # fmt: skip
def test_what_cannot_be_read_of_it_closes_nothing(stored):
    ledger = listed(told(ASKED))
    assert load_learner_index({**ledger.as_stored_json(), "later": stored}) == ledger


def test_a_line_made_anew_keeps_it_and_it_goes_with_the_line_or_its_day():
    ledger, record = listed(told(ASKED), one_until()), told(ASKED, (90, "M", "notes"))
    documents = {"1": StoredState(record), "2": StoredState(ledger=ledger)}
    assert states_with_line_reindexed(documents, "1", minutes(90))["2"].ledger.later == ledger.later
    assert states_with_line_reindexed(documents, "1", minutes(5 * 1440))["2"].ledger.later == SnoozedLearners()
    for other in (told(ASKED, (90, "S", "gets", "3")), replace(record, log=Log())):
        assert (
            states_with_line_reindexed({**documents, "1": StoredState(other)}, "1", minutes(90))["2"].ledger.later
            == SnoozedLearners()
        )


def test_who_comes_back_to_a_mentor_is_not_put_off_still():
    ledger, moved = listed(told(ASKED), one_until()), told(ASKED, (90, "S", "gets", "3"))
    for record in (moved, told((95, "S", "gets", "2"), record=moved)):
        ledger = states_with_line_reindexed({"1": StoredState(record), "2": StoredState(ledger=ledger)}, "1", minutes(95))[
            "2"
        ].ledger
    assert ledger.has_current_learner("1") and ledger.snoozed_days(minutes(96)) == {}


def test_those_put_off_stand_in_the_order_of_their_days_after_everybody_else():
    lines = {name: index_line_of(told(ASKED), "2", PLAN) for name in "4567"} | {
        "8": index_line_of(told(ASKED, (9, "L", "pauses", "9")), "2")
    }
    days = {"5": date(2026, 1, 9), "4": date(2026, 1, 20), "7": date(2026, 1, 6)}
    assert learners_by_wait(lines, minutes(60), days) == ["6", "8", "7", "5", "4"]


# -- nothing else depends on it

ACTS = (
    ("L", "asks"), ("L", "says"), ("M", "says"), ("M", "passes back"), ("M", "hands over"), ("L", "pauses"), ("L", "resumes"), ("L", "leaves"),
    ("L", "reports"), ("S", "gets"),
)  # fmt: skip
stories = st.lists(st.tuples(st.integers(1, 30 * 60), st.sampled_from(ACTS)), max_size=6)
offs = st.none() | st.tuples(st.integers(1, 60), st.integers(0, 9000))


def lived(story):
    """Return the record of a random story, whatever of it was refused left out."""
    record, at = paired(), 0
    for number, (pause, (who, does)) in enumerate(story):
        at += pause
        try:
            record = step(record, who, does, {"pauses": "2", "gets": "3"}.get(does, ""), f"key-{number:03d}", at)
        except ActionRefused:
            continue
    return record


@settings(max_examples=60)
@given(st.lists(st.tuples(stories, offs), min_size=1, max_size=8), st.integers(0, 12_000), st.booleans())
def test_only_the_parts_of_the_list_depend_on_who_is_put_off(learners, later, gone):
    now = minutes(later)
    lines = {str(100 + number): index_line_of(lived(story), "2") for number, (story, _off) in enumerate(learners)}
    without = ledger = LearnerIndex(lines)
    for number, (_story, off) in enumerate(learners):
        if off and lines[str(100 + number)].mine:
            ledger = ledger.with_snooze(str(100 + number), Snooze(TODAY + timedelta(days=off[0]), minutes(off[1]), "later-1"))
    days = ledger.snoozed_days(now)

    def figures(one):
        return (
            one.lines,
            one.places_taken(now),
            [line.waiting_time(now) for line in one.lines.values()],
            measured_waits_of(one.lines.values(), ROUND_THE_CLOCK, now),
            usual_reply_time(one, now),
            lines_needing_backup(one.lines, ROUND_THE_CLOCK, TARGETS, now, gone, "3"),
            [reply_wait_stage(line, ROUND_THE_CLOCK, TARGETS.reply, now) for line in one.lines.values()],
            one.without_old_waits(now).lines,
        )

    assert figures(ledger) == figures(without) == figures(again(ledger))
    order = learners_by_wait(ledger.lines, now, days)
    off = [person for person in order if inbox_section_of(lines[person], now, days.get(person)) is InboxSection.LATER]
    # Everybody is on the list once; the others stand as they would, and who is put off stands at the end.
    assert order == [person for person in learners_by_wait(lines, now) if person not in off] + off
    assert set(off) <= days.keys()
