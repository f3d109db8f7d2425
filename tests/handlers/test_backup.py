"""Who fills in for a mentor: one answer, in what people may do, what they are told, what they read and what is listed."""

import itertools
import json

import pytest

from mentorship_xblock.actions.backup import backup_for_mentor
from mentorship_xblock.actions.permissions import responder_for_learner, roles_towards_learner
from mentorship_xblock.authoring.program import Program, RosterEntry
from mentorship_xblock.domain.mentorship.status import relationship_of_record
from mentorship_xblock.domain.record.log import Role
from mentorship_xblock.hosts.port import Masquerade, Person, Visitor

from ..support.plans import paired

LEARNER, MENTOR, BEN, CARA = "1", "2", "3", "4"
NAMES = {LEARNER: "leila", MENTOR: "mei", BEN: "ben", CARA: "cara"}
ROWS = {
    "mei": (
        None,
        RosterEntry("mei", 5),
        RosterEntry("mei", 5, "ben"),
        RosterEntry("mei", 5, "cara"),
        RosterEntry("mei", 5, "leila"),
    ),
    "ben": (None, RosterEntry("ben", 5)),
    "cara": (None, RosterEntry("cara", 5, "ben")),
}


def worlds():
    """Return every roster of these rows, with every choice of who is in the course."""
    for rows in itertools.product(*ROWS.values()):
        for out in itertools.product((True, False), repeat=3):
            there = dict(zip((MENTOR, BEN, CARA), out, strict=True)) | {LEARNER: True}
            people = {person: Person(person, NAMES[person], in_course=there[person]) for person in NAMES}
            yield Program(tuple(row for row in rows if row)), people


def test_the_backup_is_on_the_mentors_row_has_a_row_of_their_own_and_is_in_the_course():
    for program, people in worlds():
        row = program.roster_entry_of("mei")
        named = row.backup if row else ""
        there = [one for one in people.values() if one.username == named and one.in_course and program.roster_entry_of(named)]
        assert backup_for_mentor(MENTOR, LEARNER, program, people) == (there[0].id if there and there[0].id != LEARNER else "")
        assert backup_for_mentor(MENTOR, BEN, program, people) != BEN  # nobody fills in for their own mentor
    assert backup_for_mentor("", LEARNER, program, people) == backup_for_mentor("gone", LEARNER, program, people) == ""


def test_whoever_is_named_as_the_backup_may_act_and_nobody_else_may():
    relation = relationship_of_record(paired())
    for program, people in worlds():
        backup = backup_for_mentor(MENTOR, LEARNER, program, people)
        for person in (BEN, CARA):
            visitor = Visitor(person, NAMES[person], staff=False, disguise=Masquerade.NONE)
            roles = roles_towards_learner(visitor, LEARNER, relation, program, people)
            assert roles == (frozenset({Role.BACKUP}) if person == backup else frozenset())


@pytest.mark.parametrize("away", [False, True])
@pytest.mark.parametrize("handed", ["", BEN, CARA])
def test_whoever_is_told_can_act(handed, away):
    """A wait that was handed to somebody who is the backup no more is the mentor's again."""
    relation = relationship_of_record(paired())
    for program, people in worlds():
        backup = backup_for_mentor(MENTOR, LEARNER, program, people)
        there = people[MENTOR].in_course and program.roster_entry_of("mei") is not None
        expected = backup if backup and (not there or away or handed == backup) else MENTOR if there else ""
        assert responder_for_learner(LEARNER, relation, handed, program, people, away) == expected


ALONE = [{"username": "amara", "capacity": 2, "backup": "ben"}]
WITH_CARA = [
    {"username": "amara", "capacity": 2, "backup": "mei"},
    {"username": "ben", "capacity": 2},
    {"username": "mei", "capacity": 2},
]


def read(world, who, face, **query):
    return json.dumps(world.read(who, face, **query)["regions"], ensure_ascii=False)


def test_a_backup_without_a_row_of_their_own_is_promised_to_nobody(world):
    world.edit(roster=ALONE)
    world.act("leila", "join")
    world.act("leila", "ask", text="Two keys?")
    for hours in (1, 29):
        world.clock.forward(hours=hours)
        assert "ben" not in read(world, "leila", "panel")
        assert "ben" not in read(world, "amara", "open", learner="leila")
        assert "hand_over" not in read(world, "amara", "open", learner="leila")
        assert "ben" not in world.read("dana", "overview")["regions"]["head"]
    assert world.act("amara", "hand_over", learner="leila", status=409)["error"] == "no-backup"
    world.act("ben", "open", learner="leila", status=403)
    world.act("ben", "desk", status=403)
    world.unenroll("amara")
    assert "ben" not in read(world, "leila", "panel") and "course team" in read(world, "leila", "panel")


def test_a_wait_handed_to_who_is_the_backup_no_more_is_the_mentors_and_can_be_handed_on(world):
    world.act("leila", "join")
    world.act("leila", "ask", text="Two keys?")
    world.clock.forward(minutes=1)
    world.act("amara", "hand_over", learner="leila")
    assert "<bdi>ben</bdi> has taken over" in world.read("leila", "panel")["regions"]["head"]
    world.edit(roster=WITH_CARA)
    assert "ben" not in world.read("leila", "panel")["regions"]["head"]
    assert "ben" not in world.read("amara", "desk")["regions"]["list"]
    assert "leila" not in world.read("ben", "desk")["regions"]["list"]
    world.act("ben", "answer", learner="leila", question="question-1", text="I", upto=1, weight="", status=403)
    world.act("amara", "hand_over", learner="leila")
    assert "<bdi>mei</bdi> has taken over" in world.read("leila", "panel")["regions"]["head"]
    assert "leila" in world.read("mei", "desk")["regions"]["list"]


def test_the_overview_names_the_backup_who_can_be_asked(world):
    world.act("leila", "join")
    world.act("leila", "ask", text="Two keys?")
    world.clock.forward(days=9)
    assert "or ask <bdi>ben</bdi> to." in world.read("dana", "overview")["regions"]["head"]
    world.edit(roster=ALONE)
    assert "or ask" not in world.read("dana", "overview")["regions"]["head"]
