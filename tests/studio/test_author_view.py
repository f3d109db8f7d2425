"""What an author sees on the unit's page in Studio."""

import pytest
from completion import waffle
from django.utils import translation
from django.utils.html import escape

from mentorship_xblock.authoring.program import Program, read_authored_program
from mentorship_xblock.domain.record.errors import ActionRefused
from mentorship_xblock.hosts.port import Masquerade
from mentorship_xblock.views.author_preview import SampleHost, draw_sample_panel
from mentorship_xblock.views.editor import advice_sentences
from mentorship_xblock.views.text.i18n import Language

from .conftest import PLAN, ROSTER

AUTHORED = {
    "roster": ROSTER,
    "plan": PLAN,
    "assignment": "balanced",
    "begins": "press",
    "reply_hours": 24,
    "review_hours": 72,
    "units": {},
}


def shown(authors, usage):
    return authors.studio.view(usage, "author_view", is_author_mode=True).content


def test_the_author_sees_the_learners_panel_with_people_who_do_not_exist_and_the_program(authors):
    page = shown(authors, authors.home)
    for text in ("data-mn-region=", "Ask three people", "Draft it", "<bdi>amara</bdi>"):
        assert text in page
    assert "<fieldset" in page and "disabled" in page


def test_the_author_sees_what_each_step_takes_when_it_is_planned_for_and_which_units_belong_to_it(authors, outline):
    after = {"id": "m3", "title": "Show it", "due": {"days": 3, "after": "m1"}, "hours": 5, "optional": True}
    plan = [*PLAN, {"id": "g3", "title": "End", "milestones": [after]}]
    authors.course.edit(authors.home, plan=plan, units={"m3:0": outline[0], "m3:1": authors.course.usage("vertical", "gone")})
    for usage in (authors.home, authors.panel):
        page = shown(authors, usage)
        for text in ("about 5 hours", "3 days after “Ask three people”", "7 days after joining", "optional"):
            assert text in page
        assert page.count("<bdi>Tables › Keys › Two keys</bdi>") == 1


def test_the_author_sees_within_which_hours_of_the_mentor_what_is_answered(authors):
    authors.course.edit(authors.home, reply_hours=0.5)
    page = shown(authors, authors.home)
    assert "to answer a question: 0.5. To answer a hand-in or a proposal: 72." in page
    with translation.override("es"):
        assert "0,5" in shown(authors, authors.home)


def test_a_block_that_continues_another_says_which_and_shows_that_ones_program(authors):
    authors.course.edit(authors.home, display_name="The first mentor")
    page = shown(authors, authors.panel)
    assert "The first mentor" in page
    assert "Ask three people" in page
    assert authors.studio.validate(authors.panel) == []


def test_a_block_whose_home_is_gone_says_so_to_its_author(authors):
    del authors.course.authored[authors.home]
    (problem,) = authors.studio.validate(authors.panel)
    assert problem[0] == "error"
    assert escape(problem[1]) in shown(authors, authors.panel)
    assert 'data-mn-to="home"' in authors.studio.view(authors.panel).content


def test_an_empty_block_says_what_to_do_next_and_can_be_published(authors):
    (advice,) = authors.studio.validate(authors.fresh)
    assert advice[0] == "warning"
    assert advice[1] in shown(authors, authors.fresh)


def test_faults_of_the_program_are_told_where_they_are(authors):
    authors.course.edit(authors.fresh, roster=[{"username": "amara", "capacity": 0}])
    assert ("error", "Mentor 1: Enter how many learners a mentor takes: a number from 1 to 200.") in authors.studio.validate(
        authors.fresh
    )


def test_a_backup_who_cannot_stand_in_and_a_mentor_without_one_are_mentioned_where_somebody_else_mentors():
    def advised(*roster):
        return len(advice_sentences(read_authored_program({**AUTHORED, "roster": list(roster)})[0], Language()))

    alone = {"username": "amara"}
    assert advised(alone) == 0
    assert advised(alone, {"username": "ben", "backup": "amara"}) == 1
    assert advised({"username": "amara", "backup": "ben"}) == 1
    assert advised(*ROSTER) == 0


def told_of_tracking(authors, usage):
    """Return what the author is told of completion that is not tracked, on the unit's page and by Studio's messages."""
    page, said = shown(authors, usage), [text for _, text in authors.studio.validate(usage) if "does not record" in text]
    assert all(text in page for text in said) and page.count("does not record") == len(said)
    return said


def test_where_completion_is_not_tracked_the_author_who_counts_on_it_is_told(authors, outline, monkeypatch):
    step = {"id": "m1", "title": "Draft", "finish": "review"}
    monkeypatch.setattr(waffle.ENABLE_COMPLETION_TRACKING_SWITCH, "on", False)
    for usage in (authors.home, authors.panel, authors.fresh):
        assert told_of_tracking(authors, usage) == []  # nobody here has asked for anything
    authors.course.edit(authors.home, plan=[{"id": "g1", "title": "Build", "milestones": [step]}])
    assert told_of_tracking(authors, authors.home) == []
    authors.course.edit(authors.home, units={"m1:0": outline[0]})
    (units,) = told_of_tracking(authors, authors.home)
    assert "only a link" in units
    assert told_of_tracking(authors, authors.panel) == []
    for usage in (authors.home, authors.panel):
        authors.course.edit(usage, completes="all")
        assert any("never counts" in text for text in told_of_tracking(authors, usage))
    authors.course.edit(authors.panel, completes="never")
    assert told_of_tracking(authors, authors.panel) == []
    monkeypatch.setattr(waffle.ENABLE_COMPLETION_TRACKING_SWITCH, "on", True)
    assert told_of_tracking(authors, authors.home) == []


@pytest.mark.parametrize("program", [Program(), read_authored_program(AUTHORED)[0]])
def test_the_sample_is_drawn_for_a_program_with_and_without_a_plan(program):
    regions = draw_sample_panel(program, Language(), "uid")
    assert {"head", "composer", "thread"} <= set(regions)


def test_the_sample_people_can_do_nothing():
    host = SampleHost({}, Masquerade.NONE)
    with pytest.raises(ActionRefused):
        host.change_under_lock([], lambda documents: (documents, None))
    assert not host.came_by_trusted_route(None)
    assert host.find_people(["sample-learner"]) == {}
