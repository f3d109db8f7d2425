"""What nobody can do by a request of their own making, from the session of a learner's browser."""

import pytest

from .plans import ahead, asked

REFUSED = (403, "not-yours")


def latest(course, learner, kind):
    return next(entry for entry in reversed(course.log(learner)) if entry["k"] == kind)


def test_a_learner_cannot_decide_on_their_own_work(course, walk_in):
    before, page = course.log("jonas"), walk_in("jonas")
    work = {"learner": "jonas", "milestone": "draft"}
    assert asked(page, "jonas", "approve", **work, version=1) == REFUSED
    assert asked(page, "jonas", "ask_changes", **work, version=1, text="None.") == REFUSED
    assert asked(page, "jonas", "skip_milestone", **work, text="I would rather not.") == REFUSED
    assert asked(page, "jonas", "reopen", learner="jonas", milestone="keys", text="I would rather.") == REFUSED
    assert asked(page, "jonas", "achieve", learner="jonas", goal="understand") == REFUSED
    assert course.log("jonas") == before


def test_a_learner_cannot_grant_their_own_delay_nor_set_an_agreed_day(course, walk_in):
    before, page = course.log("sam"), walk_in("sam")
    wish = latest(course, "sam", "later")
    assert asked(page, "sam", "grant", learner="sam", milestone="draft", of=wish["i"]) == REFUSED
    assert asked(page, "sam", "redate", learner="sam", milestone="draft", day=ahead(90)) == REFUSED
    assert course.log("sam") == before


def test_a_learner_cannot_agree_to_their_own_proposal(course, walk_in):
    before, page = course.log("priya"), walk_in("priya")
    proposal = latest(course, "priya", "proposed")
    assert asked(page, "priya", "agree", of=proposal["i"])[0] == 409
    assert asked(page, "priya", "agree", learner="priya", goal="work", of=proposal["i"]) == (409, "own-proposal")
    assert course.log("priya") == before


@pytest.mark.parametrize("handler", ["open", "earlier"])
def test_another_learners_mentorship_is_not_read_by_changing_who_is_asked_for(handler, walk_in):
    page = walk_in("jonas")
    assert asked(page, "jonas", handler, "&learner=leila&before=20") == REFUSED
    assert asked(page, "jonas", handler, "&learner=nobody-there&before=20") == REFUSED


def test_another_learners_plan_is_not_touched_by_changing_who_is_asked_for(course, walk_in):
    before, page = course.log("leila"), walk_in("jonas")
    assert asked(page, "jonas", "send", learner="leila", text="Hello.") == REFUSED
    assert asked(page, "jonas", "propose_goal", learner="leila", title="Mine", **{"milestones.0.title": "First"}) == REFUSED
    assert asked(page, "jonas", "drop_goal", learner="leila", goal="work", text="No.") == REFUSED
    assert asked(page, "jonas", "pause", learner="leila", until=ahead(5)) == REFUSED
    assert course.log("leila") == before


def test_who_only_covers_reviews_and_answers_and_does_not_shape_the_plan(course, walk_in):
    before, page = course.log("sam"), walk_in("amara")
    wish = latest(course, "sam", "later")
    assert asked(page, "amara", "grant", learner="sam", milestone="draft", of=wish["i"]) == REFUSED
    assert asked(page, "amara", "drop_goal", learner="sam", goal="work", text="No.") == REFUSED
    assert course.log("sam") == before
