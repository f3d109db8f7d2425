"""What staff do to rows: a learner whose row they have deleted, who then gets a mentor again, and one whose attempts they reset."""

import pytest


@pytest.fixture
def again(world):
    """Amara's two places and one of Ben's two are taken; then staff delete the row of one of Amara's learners."""
    for learner in ("leila", "jonas", "priya"):
        world.act(learner, "join")
    assert set(world.ledger("amara")["lines"]) == {str(world.people[name].pk) for name in ("leila", "priya")}
    world.course.delete_state(world.people["leila"], world.home)
    return world


def lines(world, mentor):
    """Return the names of those who have a line in this mentor's ledger."""
    return {name for name, user in world.people.items() if str(user.pk) in world.ledger(mentor)["lines"]}


def test_who_joins_again_takes_one_place_and_not_the_one_before_as_well(again):
    again.act("leila", "join")
    assert (lines(again, "amara"), lines(again, "ben")) == ({"leila", "priya"}, {"jonas"})
    again.act("ines", "join")
    assert (lines(again, "amara"), lines(again, "ben")) == ({"leila", "priya"}, {"jonas", "ines"})


def test_whom_staff_give_another_mentor_takes_no_place_with_the_one_before(again):
    again.act("dana", "assign", learner="leila", mentor="ben")
    assert (lines(again, "amara"), lines(again, "ben")) == ({"priya"}, {"jonas", "leila"})


def test_a_row_that_cannot_be_read_is_passed_over_when_ledgers_are_made_again(again):
    again.store("mei", "[]")
    again.act("dana", "rebuild")
    assert again.stored("mei") == "[]"
    assert lines(again, "amara") == {"priya"}


def test_what_a_reset_of_attempts_puts_into_the_row_stays_beside_the_record(world):
    world.act("leila", "join")
    record = world.record("leila")
    world.course.reset_attempts(world.people["leila"], world.home)
    assert world.record("leila") == record
    world.act("leila", "ask", text="Is this a good key?")
    assert world.kinds("leila") == ["assigned", "question"] and world.state("leila")["attempts"] == 0
