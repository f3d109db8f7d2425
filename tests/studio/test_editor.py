"""What the editor saves, what it refuses, and where it answers at all."""

import copy
import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given, settings
from hypothesis import strategies as st
from platform_double.course import Course
from webob import Request
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds
from xblock.reference.user_service import UserService, XBlockUser
from xblock.test.tools import TestRuntime

from mentorship_xblock.actions.permissions import AUTHORING_HANDLERS, PERMISSIONS
from mentorship_xblock.authoring.program import program_as_authored
from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.hosts import list_course_units
from mentorship_xblock.hosts.usage_names import name_within_course
from mentorship_xblock.studio import COURSE_OWN_FIELDS, read_editor_fields

from .conftest import FORM, SAVED, Studio, outlined
from .programs import ANYTHING, USAGES, programs


def test_what_was_typed_is_stored_as_it_is_read(authors):
    assert authors.studio.save(authors.fresh, FORM) == (200, {"saved": True})
    assert authors.course.authored[authors.fresh] == SAVED
    assert authors.studio.validate(authors.fresh) == []


def test_every_fault_comes_back_by_its_field_and_nothing_is_stored(authors):
    before = copy.deepcopy(authors.course.authored)
    body = {**FORM, "title": " ", "reply_hours": "soon", "review_hours": 0, "roster": [{"username": "", "capacity": "0"}]}
    status, answer = authors.studio.save(authors.fresh, body)
    assert status == 400
    fields = ["title", "roster[0].username", "roster[0].capacity", "reply_hours", "review_hours"]
    assert [fault["field"] for fault in answer["errors"]] == fields
    assert answer["errors"][-1]["line"] == (
        "Answer a hand-in or a proposal within: Enter the hours as a number from 0.02 (one minute) to 336."
    )
    assert all(fault["message"] and fault["line"] for fault in answer["errors"])
    assert authors.course.authored == before


def test_a_block_that_continues_another_keeps_the_program_it_had(authors):
    body = {"title": "Here too", "home": f" {authors.home} "}
    assert authors.studio.save(authors.fresh, FORM)[0] == 200
    assert authors.studio.save(authors.fresh, body) == (200, {"saved": True})
    assert authors.course.authored[authors.fresh] == {**SAVED, "display_name": "Here too", "home": name_within_course(authors.home)}


def test_a_block_that_stops_continuing_another_has_a_program_of_its_own_again(authors):
    assert authors.studio.save(authors.panel, FORM)[0] == 200
    assert authors.course.authored[authors.panel] == SAVED


@pytest.mark.parametrize(
    "home",
    [
        "",
        "nonsense",
        7,
        [],
        "block-v1:Demo+M101+2026+type@html+block@b0",
        "block-v1:Other+X+2026+type@mentorship+block@b0",
        "\ud800",
    ],
)
def test_only_a_mentorship_block_of_this_course_can_be_continued(authors, home):
    status, answer = authors.studio.save(authors.fresh, {"title": "T", "home": home})
    assert (status, [fault["field"] for fault in answer["errors"]]) == (400, ["home"])


def test_a_block_cannot_continue_itself(authors):
    status, answer = authors.studio.save(authors.fresh, {"title": "T", "home": str(authors.fresh)})
    assert (status, answer["errors"][0]["field"]) == (400, "home")
    assert authors.course.authored[authors.fresh] == {}


def test_saving_looks_up_nothing_so_that_it_tells_a_stranger_nothing(authors):
    # component_handler asks after the author's rights once the handler has answered.
    gone = str(authors.home).replace("b0", "b999")
    assert authors.studio.save(authors.fresh, {"title": "T", "home": gone}, may_edit=False) == (200, {"saved": True})
    assert authors.course.authored[authors.fresh] == {}
    authors.studio.save(authors.fresh, {"title": "T", "home": gone})
    assert [kind for kind, _ in authors.studio.validate(authors.fresh)] == ["error"]


def rows_of(program):
    """The plan as the editor sends it: with each milestone its units, and all that can be said."""
    plan = program_as_authored(program)["plan"]
    for goal in plan:
        for row in goal["milestones"]:
            row["units"] = [{"unit": str(usage)} for usage in program.units.get(row["id"], ())]
            row["criteria"] = "\n".join(row.get("criteria", ()))
            row |= {"note": "", "exemplar": "", **program_as_authored(program)["guidance"].get(row["id"], {})}
    return plan


def unit_of(text):
    return text if text in USAGES else None


@given(programs())
@settings(max_examples=30, deadline=None)
def test_a_sound_program_is_saved_and_has_no_faults(program):
    stored = program_as_authored(program)
    fields, faults = read_editor_fields({"title": "T", "home": None, **stored, "plan": rows_of(program)}, str, unit_of)
    units = {} if not any(aim.steps for aim in program.plan) else {"units": stored["units"]}
    assert (fields.pop("units", {}), faults) == (units.get("units", {}), [])
    assert fields == {"display_name": "T", "home": None, "completes": "", **{n: v for n, v in stored.items() if n != "units"}}


@given(ANYTHING)
@settings(max_examples=60, deadline=None)
def test_whatever_is_sent_is_saved_sound_or_refused_with_a_reason(sent):
    body = dict.fromkeys(("title", "home", "completes", "completes_at", *FORM), sent)
    fields, faults = read_editor_fields(body, lambda written: written, unit_of)
    assert faults or read_editor_fields({"title": fields["display_name"], **fields}, lambda written: written, unit_of)[1] == []


# --- units


def with_units(*rows, **more):
    milestone = {"id": "m1", "title": "Draft it", **more, "units": [{"unit": row} for row in rows]}
    return {**FORM, "plan": [{"id": "g1", "title": "Build", "milestones": [milestone]}]}


def faults_of(answer):
    return [(fault["field"], fault["message"]) for fault in answer[1]["errors"]]


GONE = "The unit this linked to is no longer in the course. Choose another, or choose “No unit”."


def test_units_are_stored_under_the_id_of_their_step_in_order_each_once(authors, outline):
    first, second = map(name_within_course, outline)
    assert authors.studio.save(authors.fresh, with_units("", second, first, second))[0] == 200
    assert authors.course.authored[authors.fresh]["units"] == {"m1:0": second, "m1:1": first}
    assert authors.studio.validate(authors.fresh) == []
    assert authors.studio.save(authors.fresh, with_units(""))[0] == 200
    assert authors.course.authored[authors.fresh]["units"] == {}


@pytest.mark.parametrize("unit", ["gone", "block-v1:Other+X+2026+type@vertical+block@v", "\ud800", 7, ["u"], {"a": 1}])
def test_what_names_no_unit_of_this_course_is_refused_beside_its_control(authors, outline, unit):
    answer = authors.studio.save(authors.fresh, with_units(str(outline[0]), unit))
    assert (answer[0], faults_of(answer)) == (400, [("plan[0].milestones[0].units[1]", GONE)])
    assert authors.course.authored[authors.fresh] == {}


def test_a_step_has_as_many_units_as_a_learner_can_take_in(authors):
    many = [str(authors.course.usage("vertical", f"v{number}")) for number in range(11)]
    answer = authors.studio.save(authors.fresh, with_units(*many))
    assert [field for field, _ in faults_of(answer)] == ["plan[0].milestones[0].units[10]"]


def test_a_unit_that_was_deleted_is_an_error_on_the_units_page_and_beside_its_control_and_stays_until_it_is_mended(
    authors, outline
):
    first, second = map(name_within_course, outline)
    authors.studio.save(authors.fresh, with_units(first, second))
    authors.course.remove(outline[1])
    assert authors.studio.validate(authors.fresh) == [("error", f"Goal 1, milestone 1: {GONE}")]
    page = authors.studio.view(authors.fresh).content
    assert 'data-mn-to="plan[0].milestones[0].units[1]"' in page
    assert page.count("data-mn-gone") == 1
    assert first in page
    assert authors.studio.save(authors.fresh, with_units(first, "gone"))[0] == 400
    assert authors.course.authored[authors.fresh]["units"] == {"m1:0": first, "m1:1": second}


def test_where_no_units_can_be_chosen_what_is_stored_of_them_stays(authors, outline):
    authors.studio.save(authors.fresh, with_units(str(outline[0])))
    assert authors.studio.save(authors.fresh, FORM)[0] == 200
    assert authors.course.authored[authors.fresh]["units"] == {"m1:0": name_within_course(outline[0])}


def test_an_editor_without_units_says_where_they_can_be_chosen(authors):
    page = authors.studio.view(authors.home).content
    assert "You can choose units once the block is in a course" in page
    assert 'data-mn-add="units"' not in page


def test_a_program_in_which_dates_go_in_a_circle_is_told_and_not_saved(authors):
    plan = [{"id": "g", "title": "G", "milestones": [{"id": "m", "title": "M", "due": {"days": 3, "after": "m"}}]}]
    answer = authors.studio.save(authors.fresh, {**FORM, "plan": plan})
    assert [field for field, _ in faults_of(answer)] == ["plan[0].milestones[0].due.after"]
    authors.course.edit(authors.fresh, plan=plan)
    assert [kind for kind, _ in authors.studio.validate(authors.fresh)] == ["error", "warning"]


# --- when the block counts as completed


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({}, {"completes": ""}),
        ({"completes": "part", "completes_at": "many"}, {"completes": ""}),
        ({"completes": "number", "completes_at": " 5 "}, {"completes": "number", "completes_at": 5}),
        ({"completes": "all", "completes_at": ""}, {"completes": "all"}),
        ({"completes": "never"}, {"completes": "never"}),
    ],
)
def test_when_the_block_counts_as_completed_is_stored_where_it_does_not_go_without_saying(authors, sent, stored):
    assert authors.studio.save(authors.fresh, {**FORM, **sent})[0] == 200
    kept = authors.course.authored[authors.fresh]
    assert {name: kept[name] for name in ("completes", "completes_at") if name in kept} == stored


@pytest.mark.parametrize(("sent", "stored"), [("", ""), ("never", ""), ("part", "part"), ("all", "all")])
def test_a_block_that_continues_another_does_not_count_unless_its_author_says_so(authors, sent, stored):
    assert authors.studio.save(authors.panel, {"title": "T", "home": str(authors.home), "completes": sent})[0] == 200
    assert authors.course.authored[authors.panel]["completes"] == stored


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"completes": "soon"}, "completes")]
    + [({"completes": "number", "completes_at": at}, "completes_at") for at in ("", "0", 61, None, "many", True)],
)
def test_a_rule_of_completion_that_is_none_is_refused_in_both_kinds_of_block(authors, sent, field):
    for body in (FORM, {"title": "T", "home": str(authors.home)}):
        answer = authors.studio.save(authors.fresh, {**body, **sent})
        assert [path for path, _ in faults_of(answer)] == [field]


@pytest.mark.parametrize(
    "stored", [{"completes": "soon"}, *({"completes": "number", "completes_at": at} for at in ("", 0, 61, None))]
)
def test_a_rule_of_completion_that_came_otherwise_and_is_none_is_told(authors, stored):
    for usage in (authors.home, authors.panel):
        authors.course.edit(usage, **stored)
        (told,) = authors.studio.validate(usage)
        assert told[0] == "error"
        assert told[1].startswith("Completion: ")


def chosen(page, field):
    return re.findall(rf'data-mn-field="{field}" value="(\w+)"[^>]* checked', page)


def test_the_editor_shows_when_the_block_counts_also_where_nobody_has_said_so(authors):
    assert chosen(authors.studio.view(authors.home).content, "completes") == ["part"]
    assert chosen(authors.studio.view(authors.panel).content, "completes") == ["never"]
    authors.course.edit(authors.panel, completes="number", completes_at=3)
    assert chosen(authors.studio.view(authors.panel).content, "completes") == ["number"]


# --- where it answers


def test_authoring_is_no_act():
    assert not AUTHORING_HANDLERS & set(PERMISSIONS)


@pytest.mark.django_db
def test_nobody_writes_the_program_in_the_lms(authors):
    course = authors.course
    before = copy.deepcopy(course.authored)
    people = [course.user("leila"), course.user("amara"), course.user("dana", staff=True), course.user("root", global_staff=True)]
    for who in people:
        for route in ("handler", "noauth"):
            assert course.call(who, authors.home, "submit_studio_edits", FORM, route=route).status_code == 403
    for masquerade in ("generic", people[0]):
        assert course.call(people[2], authors.home, "submit_studio_edits", FORM, masquerade=masquerade).status_code == 403
    assert course.call(AnonymousUser(), authors.home, "submit_studio_edits", FORM, route="noauth").status_code == 403
    assert course.authored == before


def test_studios_preview_writes_nothing_because_it_answers_anybody(authors):
    assert authors.studio.save(authors.fresh, FORM, is_author_mode=True)[0] == 403
    assert authors.course.authored[authors.fresh] == {}


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"headers": {}}, 403),
        ({"method": "GET"}, 405),
        ({"content_type": "text/plain"}, 415),
        ({"body": "[]"}, 400),
        ({"body": "{"}, 400),
    ],
)
def test_a_request_that_is_not_the_editors_is_refused(authors, how, status):
    assert authors.studio.save(authors.fresh, how.pop("body", FORM), **how)[0] == status
    assert authors.course.authored[authors.fresh] == {}


class Roles(UserService):
    """The demo's kind of user service: the workbench's word, and the LMS's name for the course team."""

    def __init__(self, staff):
        super().__init__()
        self.staff = staff

    def get_current_user(self):
        user = XBlockUser(is_current_user=True)
        user.opt_attrs.update({"xblock-workbench.user_id": "dana", "edx-platform.user_is_staff": self.staff})
        return user


def in_the_workbench(staff, **authored):
    services = {"field-data": DictFieldData(authored), "user": Roles(staff)}
    ids = ScopeIds("dana", "mentorship", "unit.mentorship.d0", "unit.mentorship.d0.u0")
    return TestRuntime(services=services).construct_xblock_from_class(MentorshipXBlock, ids)


def saved_in_the_workbench(block, home, **more):
    body = json.dumps({"title": "T", "home": home, **more}).encode()
    headers = {"X-Mentorship": "1", "Content-Type": "application/json"}
    return block.runtime.handle(block, "submit_studio_edits", Request.blank("/handler", method="POST", body=body, headers=headers))


@pytest.mark.parametrize(("staff", "status"), [(True, 200), (False, 403)])
def test_in_the_workbench_the_course_team_are_the_authors(staff, status):
    block = in_the_workbench(staff)
    assert saved_in_the_workbench(block, "other.mentorship.d0.u0").status_int == status
    assert block.home == ("other.mentorship.d0.u0" if staff else None)


@pytest.mark.parametrize(
    "home", ["other.html.d0.u0", "other.mentorship.d0", "other", "a b.mentorship.d0.u0", "unit.mentorship.d0.u0"]
)
def test_in_the_workbench_too_only_another_mentorship_block_can_be_continued(home):
    block = in_the_workbench(True)
    assert [fault["field"] for fault in saved_in_the_workbench(block, home).json["errors"]] == ["home"]
    assert block.home is None


def test_in_the_workbench_its_scenarios_are_the_units(monkeypatch):
    scenario = SimpleNamespace(usage_id="12-rows.vertical_demo.d0.u0", description="1.2 Rows")
    monkeypatch.setattr("workbench.scenarios.SCENARIOS", {"rows": scenario})
    block = in_the_workbench(True)
    assert list_course_units(block) == [(scenario.usage_id, "1.2 Rows")]
    assert saved_in_the_workbench(block, **with_units(scenario.usage_id)).status_int == 200
    assert block.units == {"m1:0": scenario.usage_id}
    refused = saved_in_the_workbench(block, **with_units("elsewhere")).json["errors"]
    assert [fault["field"] for fault in refused] == ["plan[0].milestones[0].units[0]"]


# --- what is drawn


class Shape(HTMLParser):
    """Collects the tags of a page and what its controls hold."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.values = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(
            (tag, tuple(sorted(name for name, _ in attrs if name != "value" and name != "selected" and name != "hidden")))
        )
        self.values.extend(value for name, value in attrs if name == "value")


HOSTILE = '"><script>alert(1)</script><template>{% x %}</template></textarea>'


def test_what_authors_wrote_is_only_ever_text_on_the_page(authors, outline):
    texts = dict.fromkeys(("title", "detail", "username", "backup", "about", "hours", "criteria"), HOSTILE)
    row = {"id": "g1", "capacity": HOSTILE, **texts}

    def page(row):
        plan = [{**row, "milestones": [{**row, "id": "m1"}]}]
        units = {"m1:0": row["title"], "m1:1": outline[1]}
        authors.course.edit(outline[1], display_name=row["title"])
        authors.course.edit(authors.fresh, roster=[row], plan=plan, display_name=row["title"], reply_hours=3, units=units)
        fragment = authors.studio.view(authors.fresh)
        assert fragment.json_init_args is None
        return Shape(fragment.content)

    hostile, plain = page(row), page({**dict.fromkeys(row, "x"), "id": "g1"})
    assert [tag for tag in hostile.tags if tag[0] == "script"] == []
    assert hostile.values.count(HOSTILE) >= 7
    assert len(hostile.tags) - len(plain.tags) <= 12  # the messages of the faults


@given(
    roster=st.lists(ANYTHING),
    plan=st.lists(ANYTHING),
    hours=st.none() | st.integers() | st.floats() | st.text(),
    choice=st.none() | st.text(),
    units=st.dictionaries(st.sampled_from(["a:0", "b:0", "?"]), st.none() | st.text()),
)
@settings(max_examples=30, deadline=None)
def test_the_editor_opens_on_whatever_is_stored(roster, plan, hours, choice, units):
    course = Course()
    outlined(course)
    words = dict.fromkeys(("assignment", "begins", "completes"), choice)
    usage = course.place(MentorshipXBlock, roster=roster, plan=plan, reply_hours=hours, review_hours=hours, units=units, **words)
    studio = Studio(course)
    faults = re.findall(r'data-mn-to="([^"]+)"', studio.view(usage).content)
    assert len(studio.validate(usage)) >= len(faults) >= 1
    assert "mn-author" in studio.view(usage, "author_view", is_author_mode=True).content


@pytest.mark.parametrize("hours", ["soon", 0, 900, float("nan"), True])
def test_hours_that_came_otherwise_and_are_none_are_told_and_close_the_block_to_nobody(authors, hours):
    authors.course.edit(authors.home, review_hours=hours)
    assert [(kind, text[:51]) for kind, text in authors.studio.validate(authors.home)] == [
        ("error", "Answer a hand-in or a proposal within: Enter the ho")
    ]
    assert 'data-mn-to="review_hours"' in authors.studio.view(authors.home).content
    assert "Ask three people" in authors.studio.view(authors.home, "author_view", is_author_mode=True).content


def test_the_editor_shows_both_targets_as_they_are_written(authors):
    authors.course.edit(authors.home, reply_hours=24.0, review_hours=0.5)
    page = authors.studio.view(authors.home).content
    assert re.findall(r'data-mn-field="(\w+_hours)"[^>]* value="([^"]*)"', page) == [("reply_hours", "24"), ("review_hours", "0.5")]


def test_signs_that_no_page_can_hold_are_drawn_as_the_sign_for_them(authors):
    authors.course.authored[authors.fresh].update(roster=[{"username": "a\ud800\x00", "capacity": 1}])
    assert "a\ufffd\ufffd" in authors.studio.view(authors.fresh).content
    for view in ("studio_view", "author_view"):
        assert authors.studio.view(authors.fresh, view).content.encode()


def test_a_stored_id_stays_with_its_row(authors):
    values = Shape(authors.studio.view(authors.home).content).values
    assert [value for value in values if value in ("g1", "m1", "g2", "m2")] == ["g1", "m1", "g2", "m2"]


@pytest.mark.django_db
def test_the_editor_is_not_drawn_where_nothing_could_be_saved(authors):
    dana = authors.course.user("dana", staff=True)
    for fragment in (
        authors.course.view(dana, authors.home, "studio_view"),
        authors.studio.view(authors.home, is_author_mode=True),
    ):
        assert "data-mn-studio" not in fragment.content
        assert "amara" not in fragment.content


# --- what leaves the block


def test_a_library_never_overwrites_what_the_course_decides():
    fields = MentorshipXBlock.get_customizable_fields()
    assert fields == dict.fromkeys(COURSE_OWN_FIELDS)
    assert set(fields) <= set(MentorshipXBlock.fields)


def test_a_platform_that_has_customizable_fields_of_its_own_keeps_them():
    class Sync:
        @classmethod
        def get_customizable_fields(cls):
            return {"display_name": "upstream_display_name"}

    mixed = type("Mixed", (MentorshipXBlock, Sync), {})
    assert mixed.get_customizable_fields() == {"display_name": "upstream_display_name", **dict.fromkeys(COURSE_OWN_FIELDS)}


def test_the_search_knows_the_title_and_nobodys_name(authors):
    assert authors.studio.block(authors.home).index_dictionary() == {
        "content": {"display_name": "Your mentor"},
        "content_type": "Mentorship",
    }
