"""What an author tells mentors beside the work: read, saved from the editor, kept by an export, and shown to authors only."""

import re

import pytest

from mentorship_xblock.authoring.guidance import EXEMPLAR_MAX, NOTE_MAX, MilestoneGuidance
from mentorship_xblock.authoring.parsing import LINE_MAX
from mentorship_xblock.authoring.plan_parsing import CRITERIA_MAX, PLAN_ITEMS_MAX
from mentorship_xblock.authoring.program import program_as_authored, read_authored_program
from mentorship_xblock.domain.record.text_rules import DETAIL_MAX

from .conftest import FORM, PLAN
from .test_olx import block_with, exported, imported

SAID = {"m1": {"note": "Most forget *who* asks.", "exemplar": "A page.\n\n- three people\n- their words"}}
SOUND = {"roster": [], "assignment": "balanced", "begins": "press", "reply_hours": 24, "review_hours": 72, "plan": PLAN}


def read(guidance, plan=PLAN):
    program, faults = read_authored_program({**SOUND, "plan": plan, "guidance": guidance})
    return program.guidance, [(fault.code, fault.field) for fault in faults]


def row(**more):
    return {"id": "m1", "title": "Draft it", "due": {"days": "14"}, **more}


def form(*rows, **more):
    return {**FORM, "plan": [{"id": "g1", "title": "Build", "milestones": list(rows)}], **more}


def test_what_is_said_of_milestones_is_read_by_their_ids():
    assert read(SAID) == ({"m1": MilestoneGuidance(**SAID["m1"])}, [])
    assert read({"m1": {"note": "  Only this. \r\n"}}) == ({"m1": MilestoneGuidance("Only this.")}, [])
    assert read({"m1": {}, "m2": None}) == read({}) == read(None) == ({}, [])


def test_what_is_said_of_no_milestone_of_the_plan_is_left_out():
    assert read({"m9": {"note": "Nobody's."}}) == ({}, [])


@pytest.mark.parametrize(
    ("guidance", "faults"),
    [
        ({"m1": {"note": "x" * (NOTE_MAX + 1)}}, [("line-too-long", "plan[0].milestones[0].note")]),
        ({"m2": {"exemplar": "x" * (EXEMPLAR_MAX + 1)}}, [("line-too-long", "plan[1].milestones[0].exemplar")]),
        ({"m2": {"note": 7}}, [("line", "plan[1].milestones[0].note")]),
        ({"m1": "A note."}, [("rows", "plan[0].milestones[0].note")]),
        ({"m9": {"note": 7}}, [("line", "guidance.m9.note")]),
        ({"m.1": 7}, [("rows", "guidance")]),
        (["m1"], [("rows", "guidance")]),
        ("{m1: {note: &a x}}", []),
        ("{m1: {note: !!int 3}}", [("written-tag", "plan[0].milestones[0].note")]),
        ("{m1: ", [("written-syntax", "guidance"), ("rows", "guidance")]),
    ],
)
def test_a_fault_is_named_where_an_author_mends_it(guidance, faults):
    found = read(guidance)[1]
    assert [fault for fault in found if fault[0] != "rows"] == [fault for fault in faults if fault[0] != "rows"]
    assert {field for _code, field in found} == {field for _code, field in faults}


def test_the_other_text_of_a_milestone_goes_on_when_one_has_a_fault():
    found, faults = read({"m1": {"note": 7, "exemplar": "A page."}})
    assert (found, len(faults)) == ({"m1": MilestoneGuidance("", "A page.")}, 1)


def test_the_editor_brings_it_in_the_rows_of_the_milestones_and_it_is_stored_apart(authors):
    body = form(
        row(**SAID["m1"]), {"id": "m2", "title": "Show it", "note": " ", "exemplar": ""}, unit_note="Ask what *happens* twice."
    )
    assert authors.studio.save(authors.fresh, body) == (200, {"saved": True})
    stored = authors.course.authored[authors.fresh]
    assert (stored["guidance"], stored["unit_note"]) == (SAID, "Ask what *happens* twice.")
    assert [set(one) for one in stored["plan"][0]["milestones"]] == [{"id", "title", "due"}, {"id", "title"}]
    assert authors.studio.validate(authors.fresh) == []


def test_rows_without_it_leave_what_is_stored_and_a_plan_without_milestones_has_none(authors):
    assert authors.studio.save(authors.fresh, form(row(**SAID["m1"]), unit_note="Here."))[0] == 200
    assert authors.studio.save(authors.fresh, FORM)[0] == 200
    assert (authors.course.authored[authors.fresh]["guidance"], authors.course.authored[authors.fresh]["unit_note"]) == (
        SAID,
        "Here.",
    )
    assert authors.studio.save(authors.fresh, {**FORM, "plan": []})[0] == 200
    assert authors.course.authored[authors.fresh]["guidance"] == {}


def test_what_is_too_long_is_refused_beside_its_field_and_nothing_is_stored(authors):
    body = form(row(note="x" * (NOTE_MAX + 1), exemplar="x" * (EXEMPLAR_MAX + 1)), unit_note="x" * (NOTE_MAX + 1))
    status, answer = authors.studio.save(authors.fresh, body)
    assert (status, [(one["field"], one["line"]) for one in answer["errors"]]) == (
        400,
        [
            ("plan[0].milestones[0].note", f"Goal 1, milestone 1: At most {NOTE_MAX:,} characters."),
            ("plan[0].milestones[0].exemplar", f"Goal 1, milestone 1: At most {EXEMPLAR_MAX:,} characters."),
            ("unit_note", f"Note for mentors on this unit: At most {NOTE_MAX:,} characters."),
        ],
    )
    assert authors.course.authored[authors.fresh] == {}


def test_the_longest_plan_with_all_that_can_be_said_of_it_is_saved(authors):
    rows = [
        {
            "id": f"m{number:039d}",
            "title": "t" * LINE_MAX,
            "detail": "d" * DETAIL_MAX,
            "criteria": "\n".join(["c" * LINE_MAX] * CRITERIA_MAX),
            "note": "n" * NOTE_MAX,
            "exemplar": "e" * EXEMPLAR_MAX,
        }
        for number in range(PLAN_ITEMS_MAX - 1)
    ]
    assert authors.studio.save(authors.fresh, form(*rows, unit_note="n" * NOTE_MAX)) == (200, {"saved": True})


def test_a_block_that_continues_another_has_a_note_on_its_own_unit(authors):
    body = {"title": "Here too", "home": str(authors.home), "unit_note": "They reach for the date."}
    assert authors.studio.save(authors.fresh, body) == (200, {"saved": True})
    assert authors.course.authored[authors.fresh]["unit_note"] == "They reach for the date."
    assert "They reach for the date." in authors.studio.view(authors.fresh).content


def test_the_editor_shows_what_is_stored(authors):
    authors.course.authored[authors.home] |= {"guidance": SAID, "unit_note": "Ask why."}
    drawn = authors.studio.view(authors.home).content
    assert all(text in drawn for text in ("Most forget *who* asks.", "- three people", "Ask why."))


def test_it_comes_back_from_olx_as_it_went():
    block = imported(exported(block_with(plan=PLAN, guidance=SAID, unit_note="One.\n\n- two")))
    assert (block.guidance, block.unit_note) == (SAID, "One.\n\n- two")
    assert program_as_authored(read_authored_program({**SOUND, "guidance": block.guidance})[0])["guidance"] == SAID


@pytest.mark.parametrize("stored", [None, 7, True, ["a"], {"a": 1}, b"bytes"])
def test_a_note_however_it_is_stored_is_read_as_a_text(stored):
    assert isinstance(block_with(unit_note=stored).unit_note, str | None)


def test_a_milestone_that_is_not_in_the_plan_and_a_misspelt_name_are_told(authors):
    authors.course.authored[authors.home] |= {"guidance": {"m1": {"exempler": "A page."}, "m9": {"note": "Whose?"}}}
    told = [text for kind, text in authors.studio.validate(authors.home) if kind == "warning"]
    assert [("exempler" in text, "m9" in text) for text in told] == [(True, False), (False, True)]


def test_a_fault_in_what_is_written_by_hand_is_told_on_the_units_page(authors):
    authors.course.authored[authors.home] |= {"unit_note": "x" * (NOTE_MAX + 1), "guidance": {"m2": {"note": "x" * (NOTE_MAX + 1)}}}
    told = [text for kind, text in authors.studio.validate(authors.home) if kind == "error"]
    assert ["Goal 2, milestone 1" in told[0], "Note for mentors on this unit" in told[1], len(told)] == [True, True, 2]


def test_the_units_page_shows_it_to_authors_and_not_in_what_learners_see(authors):
    authors.course.authored[authors.home] |= {"guidance": SAID, "unit_note": "Ask why."}
    drawn = authors.studio.view(authors.home, "author_view").content
    sample, _, rest = drawn.partition("<fieldset")[2].partition("</fieldset>")
    for told in ("Most forget <em>who</em> asks.", "their words", "Ask why."):
        assert told in rest and told not in sample
    assert authors.studio.validate(authors.home) == []


def test_a_block_that_continues_another_shows_authors_its_own_note_alone(authors):
    authors.course.authored[authors.home] |= {"guidance": SAID, "unit_note": "Of home."}
    authors.course.authored[authors.panel] |= {"unit_note": "Of the panel."}
    drawn = authors.studio.view(authors.panel, "author_view").content
    assert "Of the panel." in drawn and "Of home." not in drawn and "Most forget" not in drawn


def test_the_search_finds_nothing_of_it(authors):
    authors.course.authored[authors.home] |= {"guidance": SAID, "unit_note": "Ask why."}
    assert authors.studio.block(authors.home).index_dictionary()["content"] == {"display_name": "Your mentor"}


def test_somebody_who_saved_meanwhile_sees_both_texts(authors):
    assert authors.studio.save(authors.fresh, form(row(note="Mine first."), unit_note="Here."))[0] == 200
    opened = re.search(r'data-mn-print="([^"]+)"', authors.studio.view(authors.fresh).content)[1]
    assert authors.studio.save(authors.fresh, form(row(note="Theirs."), unit_note="There."))[0] == 200
    status, answer = authors.studio.save(authors.fresh, form(row(note="Mine."), unit_note="Where.", print=opened))
    assert status == 409
    assert all(text in answer["both"] for text in ("Theirs.", "Mine.", "There.", "Where."))
