"""The double refuses what the platform refuses. Each test names the function of the platform it copies."""

import json

import pytest
from common.djangoapps.student.models import CourseAccessRole, CourseEnrollment
from common.djangoapps.student.roles import grant
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection
from lms.djangoapps.courseware.access import administrative_accesses_to_course_for_user, get_user_role, has_access
from lms.djangoapps.courseware.models import StudentModule
from openedx.core.djangoapps.crawlers.models import CrawlersConfig
from platform_double.outline import Container, Leaf
from xblock.exceptions import InvalidScopeError
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.exceptions import ItemNotFoundError

from ..support.probes import Probe, looked, probed


@pytest.fixture
def course(db):
    """A course with one block, a learner, and somebody on the course's team."""
    return probed()


def write(course, user, state, **columns):
    return StudentModule.objects.create(student=user, course_id=course.key, module_state_key=course.block, state=state, **columns)


def test_the_cache_asserts_that_a_key_is_its_own_users(course):
    """``model_data.FieldDataCache.get``, ``has`` and ``set_many`` assert ``self.user.id == key.user_id``."""
    block = course._enter(course.mei, course.block)
    block.scope_ids = block.scope_ids._replace(user_id=course.dana.id)
    with pytest.raises(AssertionError):
        _ = block.mood
    block.mood = "glad"
    with pytest.raises(AssertionError):
        block.save()


def test_a_block_that_was_not_prefetched_reads_defaults_and_its_save_loses_what_was_stored(course):
    """``model_data.FieldDataCache``: only the blocks of the unit are in the cache; ``get`` raises KeyError for the others."""
    StudentModule.objects.create(
        student=course.mei, course_id=course.key, module_state_key=course.other_unit, state='{"mood": "glad"}'
    )
    elsewhere = course._enter(course.mei, course.block).runtime.get_block(course.other_unit)
    assert elsewhere.mood == "unset"
    assert course._enter(course.mei, course.other_unit).mood == "glad"


def test_a_block_that_is_closed_to_the_learner_is_none_and_one_that_is_not_there_a_fault(course):
    """``block_render.get_block_for_descriptor`` returns None for a block the person may not load; ``load_item`` raises."""
    course.closed["mei"] = {course.other_unit}
    runtime = course._enter(course.mei, course.block).runtime
    assert runtime.get_block(course.other_unit) is None
    with pytest.raises(ItemNotFoundError):
        runtime.get_block(course.key.make_usage_key("probe", "gone"))


def test_a_handler_of_a_block_that_is_closed_is_not_found_unless_nobody_is_known(course):
    """``block_render.get_block_by_usage_id`` raises Http404; ``get_block_for_descriptor`` checks only who is ``known``."""
    course.closed = {"mei": {course.block}, "": {course.block}}
    assert course.call(course.mei, course.block, "look", method="GET").status_code == 404
    assert course.view(course.mei, course.block).status_code == 404
    assert looked(course, course.mei, route="noauth")["known"] is False
    assert looked(course, AnonymousUser())["known"] is False


def test_a_handler_has_the_state_of_its_own_block_and_none_of_its_neighbours(course):
    """``FieldDataCache.cache_for_block_descendents`` of the block that is called; a page loads its whole unit."""
    neighbour = course.place(Probe, block_type="probe")
    StudentModule.objects.create(student=course.mei, course_id=course.key, module_state_key=neighbour, state='{"mood": "glad"}')
    told = course.call(course.mei, course.block, "meet", {"other": str(neighbour)}, method="GET")
    assert json.loads(told.content) == [True, "unset"]


def test_within_a_request_the_store_gives_the_very_block_that_is_called_and_children_one_may_not_load_are_left_out(course):
    """``SplitModuleStoreRuntime._load_item`` looks into ``get_cached_block``; ``XModuleMixin.get_children`` drops None."""
    unit = course.put(Container, "vertical")
    lessons = [course.put(Leaf, "html", into=unit) for _ in range(2)]
    course.closed["mei"] = {lessons[0]}
    block = course._enter(course.mei, course.block)
    with course._within(block.runtime):
        assert [child.scope_ids.usage_id for child in modulestore().get_item(unit).get_children()] == [lessons[1]]
        assert modulestore().get_item(course.block) is block
    assert len(modulestore().get_item(unit).get_children()) == 2


def test_authored_fields_cannot_be_written_in_the_lms(course):
    """``lms_xblock.field_data.LmsFieldData`` wraps authored data in ``ReadOnlyFieldData``."""
    with pytest.raises(InvalidScopeError):
        course.call(course.mei, course.block, "set_title")
    assert course.authored[course.block] == {}


def test_a_save_leaves_only_what_it_saved_in_the_cache(course):
    """``model_data.UserStateCache.set_many`` ends with ``self._cache.update(pending_updates)``."""
    write(course, course.mei, '{"mood": "glad", "notes": {"a": 1}}')
    block = course._enter(course.mei, course.block)
    block.mood = "calm"
    block.save()
    assert block.notes == {}
    assert course.state(course.mei, course.block) == {"mood": "calm", "notes": {"a": 1}}


def test_a_save_writes_all_columns_as_they_were_read(course, monkeypatch):
    """``user_state_client.DjangoXBlockUserStateClient.set_many`` saves with ``force_update`` and no list of columns."""
    write(course, course.mei, "{}", grade=0.2)
    saved = []
    monkeypatch.setattr(StudentModule, "save", lambda row, **how: saved.append((row.grade, how)))
    course.call(course.mei, course.block, "set_mood")
    assert saved == [(0.2, {"force_update": True})]


def test_a_handler_autocommits_so_what_was_saved_before_a_fault_stays(course):
    """``block_render.handle_xblock_callback`` is decorated ``transaction.non_atomic_requests``."""
    outside = len(connection.atomic_blocks)
    assert looked(course, course.mei)["atomic"] == outside
    with pytest.raises(RuntimeError, match="after the save"):
        course.call(course.mei, course.block, "save_and_fail")
    assert course.state(course.mei, course.block) == {"mood": "saved"}


def test_what_a_crawler_writes_is_dropped_without_a_word_once_the_site_knows_crawlers(course, monkeypatch):
    """``block_render.get_block_by_usage_id`` makes the cache ``read_only`` for ``CrawlersConfig.is_crawler``, which is off at first."""
    course.call(course.dana, course.block, "set_mood", crawler=True)
    assert course.state(course.dana, course.block) == {"mood": "glad"}
    monkeypatch.setattr(CrawlersConfig, "enabled", True)
    assert course.call(course.mei, course.block, "set_mood", crawler=True).status_code == 200
    assert course.row(course.mei, course.block) is None


def test_the_unauthenticated_route_runs_any_handler_with_the_visitors_session(course):
    """``block_render.handle_xblock_callback_noauth`` sets ``request.user.known = False`` and checks nothing."""
    assert looked(course, course.mei)["known"] is True
    told = looked(course, course.mei, route="noauth", headers={})
    assert told["known"] is False
    assert told["facts"]["username"] == "mei"


def test_an_anonymous_post_is_refused_and_an_anonymous_get_is_let_through_as_of_somebody_unknown(course):
    """``block_render.handle_xblock_callback``: 403 unless the method is GET; ``user.known`` is ``user.is_authenticated``."""
    assert course.call(AnonymousUser(), course.block, "set_mood").status_code == 403
    told = looked(course, AnonymousUser())
    assert (told["facts"], told["known"]) == ({"is_authenticated": False}, False)


def test_who_is_signed_in_has_to_send_the_token_of_the_page(course):
    """``block_render.handle_xblock_callback`` runs ``CsrfViewMiddleware`` for them; the unauthenticated route does not."""
    refused = course.call(course.mei, course.block, "set_mood", token="x" * 32)
    assert (refused.status_code, refused["Content-Type"]) == (403, "text/html; charset=utf-8")
    assert course.row(course.mei, course.block) is None
    assert course.call(course.mei, course.block, "set_mood", token="", route="noauth").status_code == 200


def test_an_anonymous_user_has_no_state_and_stores_none(course):
    """``model_data.FieldDataCache``: nothing is loaded for ``user.is_anonymous`` and ``set_many`` returns at once."""
    assert course.call(AnonymousUser(), course.block, "set_mood", route="noauth").status_code == 200
    assert StudentModule.objects.count() == 0


def test_a_page_is_for_who_is_enrolled_or_on_the_team_unless_the_course_is_public_and_its_address_says_which_view(course):
    """``courseware.views.render_xblock``: ``get_course_with_access(check_if_enrolled=True)``, ``check_enrollment``."""
    strangers = (AnonymousUser(), course.user("visitor", enrolled=False))
    assert [course.view(user, course.block).status_code for user in strangers] == [404, 404]
    assert "unset" in course.view(course.dana, course.block).content
    course.public = True
    for user in strangers:
        assert ">unset<" in course.view(user, course.block).content
        assert ">public unset<" in course.view(user, course.block, "public_view").content


def test_a_handler_nobody_wrote_is_not_found(course):
    """``block_render._invoke_xblock_handler`` answers 404 to ``NoSuchHandlerError``."""
    assert course.call(course.mei, course.block, "nothing").status_code == 404


def test_as_a_specific_learner_staff_read_the_real_state_and_write_to_their_session(course):
    """``masquerade.MasqueradingKeyValueStore``: reads fall through to the learner's row, writes stay in the session."""
    write(course, course.mei, '{"mood": "glad"}')
    assert looked(course, course.dana, masquerade=course.mei)["mood"] == "glad"
    course.call(course.dana, course.block, "set_mood", masquerade=course.mei)
    assert course.state(course.mei, course.block) == {"mood": "glad"}
    write_count = StudentModule.objects.filter(student=course.mei).update(state='{"mood": "calm"}')
    assert write_count == 1
    assert looked(course, course.dana, masquerade=course.mei)["mood"] == "glad"


def test_as_a_specific_learner_the_bound_user_is_the_learner_and_remembers_who_they_really_are(course):
    """``masquerade.setup_masquerade`` sets ``real_user`` on the user it puts in place."""
    block = course._enter(course.dana, course.block, course.mei)
    user = block.runtime.service(block, "user")._django_user
    assert (block.scope_ids.user_id, user.real_user) == (course.mei.id, course.dana)
    facts = looked(course, course.dana, masquerade=course.mei)["facts"]
    assert (facts["username"], facts["user_is_staff"], facts["user_role"]) == ("mei", False, "student")


def test_as_a_generic_learner_staff_are_no_staff_and_write_to_their_own_real_state(course):
    """``masquerade.setup_masquerade`` leaves the user in place; ``access.has_access`` denies staff to them."""
    facts = looked(course, course.dana, masquerade="generic")["facts"]
    assert (facts["username"], facts["user_is_staff"], facts["user_role"]) == ("dana", False, "student")
    course.call(course.dana, course.block, "set_mood", masquerade="generic")
    assert course.state(course.dana, course.block) == {"mood": "glad"}
    assert looked(course, course.dana)["facts"]["user_is_staff"] is True


def test_only_the_team_looks_at_a_course_as_somebody_else_and_only_as_somebody_enrolled(course):
    """``masquerade.setup_masquerade``: without staff access, or for somebody who has left, nothing changes."""
    sam = course.user("sam", enrolled=False)
    assert looked(course, course.mei, masquerade="generic")["facts"]["username"] == "mei"
    assert looked(course, course.mei, masquerade=course.dana)["facts"]["username"] == "mei"
    assert looked(course, course.dana, masquerade=sam)["facts"]["username"] == "dana"
    assert looked(course, course.dana, masquerade="staff")["facts"]["user_is_staff"] is True


def test_as_a_specific_learner_only_blocks_are_shown_that_say_they_are_read_only_then(course, monkeypatch):
    """``masquerade.filter_displayed_blocks`` looks at ``show_in_read_only_mode``."""
    assert ">unset<" in course.view(course.dana, course.block, masquerade=course.mei).content
    monkeypatch.setattr(Probe, "show_in_read_only_mode", False)
    assert "cannot be shown" in course.view(course.dana, course.block, masquerade=course.mei).content


def test_the_teams_debug_panel_reads_every_field(course):
    """``xblock_utils.add_staff_markup``: a field that cannot be read is a fault of the page."""
    write(course, course.dana, '{"notes": "no object"}')
    assert course.view(course.mei, course.block)
    with pytest.raises(TypeError):
        course.view(course.dana, course.block)


ROLES = {
    # what somebody has, as a row or as a grant: global staff, staff, instructor, and the word for it
    ("row", "staff"): (False, True, False, "staff"),
    ("row", "limited_staff"): (False, True, False, "staff"),
    ("row", "instructor"): (False, False, True, "instructor"),
    ("row", "beta_testers"): (False, False, False, "student"),
    ("row of the organisation", "limited_staff"): (False, True, False, "staff"),
    ("row of another course", "staff"): (False, False, False, "student"),
    ("course-v1:Demo+M101+2026", "course_staff"): (False, True, False, "staff"),
    ("course-v1:Demo+M101+2026", "course_limited_staff"): (False, True, False, "staff"),
    ("course-v1:Demo+M101+2026", "course_admin"): (False, False, True, "instructor"),
    ("course-v1:Demo+M101+2026", "course_editor"): (False, False, False, "student"),
    ("course-v1:Demo+M101+2026", "course_auditor"): (False, False, False, "student"),
    ("course-v1:Demo+*", "course_staff"): (False, True, False, "staff"),
    ("course-v1:*", "course_admin"): (False, False, True, "instructor"),
    ("course-v1:Demo+Other+2026", "course_staff"): (False, False, False, "student"),
    ("course-v1:Else+*", "course_staff"): (False, False, False, "student"),
    ("global", ""): (True, False, False, "instructor"),
}


@pytest.mark.parametrize(("where", "role"), ROLES)
def test_the_team_is_who_has_a_row_and_who_has_a_grant(course, where, role):
    """``access.administrative_accesses_to_course_for_user``, ``get_user_role``; ``roles.RoleCache`` merges rows and grants."""
    sam = course.user("sam", global_staff=where == "global")
    rows = {"row": course.key, "row of the organisation": None, "row of another course": course.key.replace(run="2025")}
    if where in rows:
        CourseAccessRole.objects.create(user=sam, org="Demo", course_id=rows[where], role=role)
    elif role:
        grant(sam, role, where)
    told = (*administrative_accesses_to_course_for_user(sam, course.key), get_user_role(sam, course.key))
    assert told == ROLES[where, role]
    assert has_access(sam, "staff", course.key) is any(told[:3])


def test_who_is_not_active_is_on_no_team(course):
    """``roles.RoleBase.has_user``; global staff are asked for nothing."""
    course.dana.is_active = False
    assert administrative_accesses_to_course_for_user(course.dana, course.key) == (False, False, False)


def test_a_row_without_state_is_no_state_and_an_empty_text_is_a_fault(course):
    """``user_state_client.get_many`` skips ``state is None`` and parses the rest."""
    row = write(course, course.mei, None)
    assert looked(course, course.mei)["mood"] == "unset"
    row.state = ""
    row.save()
    with pytest.raises(ValueError, match="Expecting value"):
        looked(course, course.mei)


def test_a_person_has_one_row_for_a_block_in_a_course(course):
    """``courseware.models.StudentModule.Meta.unique_together``."""
    write(course, course.mei, "{}")
    with pytest.raises(IntegrityError):
        write(course, course.mei, "{}")


def test_a_person_is_enrolled_in_a_course_once(course):
    """``student.models.CourseEnrollment.Meta.unique_together``."""
    with pytest.raises(IntegrityError):
        CourseEnrollment.objects.create(user=course.mei, course_id=course.key)


def test_the_user_service_costs_two_queries_at_the_first_question_and_one_at_each_other(course, django_assert_num_queries):
    """``DjangoXBlockUserService._convert_django_user_to_xblock_user``: the profile, and ``get_user_preferences``."""
    block = course._enter(course._account(course.user("leila", "Leila")), course.block)
    for cost in (2, 1):
        with django_assert_num_queries(cost):
            assert block.runtime.service(block, "user").get_current_user().full_name == "Leila"


def test_a_block_from_the_store_is_bound_to_nobody(course):
    """``modulestore().get_item`` returns authored fields and no state, and raises ``ItemNotFoundError``."""
    write(course, course.mei, '{"mood": "glad"}')
    block = modulestore().get_item(course.block)
    assert (block.scope_ids.user_id, block.mood) == (None, "unset")
    with pytest.raises(ItemNotFoundError):
        modulestore().get_item(course.key.make_usage_key("probe", "gone"))


def test_studios_preview_keeps_state_in_the_session_and_has_no_enrolments(course):
    """``contentstore.views.preview``: ``SessionKeyValueStore``, and only the services of a preview."""
    course.preview_call(course.dana, course.block, "set_mood")
    assert "glad" in course.preview(course.dana, course.block, "student_view").content
    assert StudentModule.objects.count() == 0
    told = preview_look(course)
    assert told["services"] == ["settings"]
    assert "user_is_staff" not in told["facts"]


def preview_look(course):
    return json.loads(course.preview_call(course.dana, course.block, "look", method="GET").content)


def test_studios_editor_is_bound_to_nobody_and_stores_authored_fields(course):
    """``contentstore.views.component.component_handler`` runs any handler, then ``modulestore().update_item``."""
    assert "editor of untitled, bound to None" in course.studio(course.dana, course.block).content
    course.studio_call(course.dana, course.block, "set_title")
    assert course.authored[course.block] == {"title": "written"}
    with pytest.raises(InvalidScopeError):
        course.studio_call(course.dana, course.block, "set_mood")
