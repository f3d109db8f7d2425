"""The xblock-sdk's workbench, where the demo runs. A person's id there is a word, the same as their username."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.urls import NoReverseMatch, reverse
from xblock.completable import XBlockCompletionMode as Mode

from ..domain.record.values import Json, PersonId
from ..domain.stored_state import StoredState
from .notification_signal import send_notification_signal
from .plain_select import select_rows
from .port import ApplyChange, CompletableBlock, CourseUnit, LearnerNotification, NotificationText, Person, T, Visitor
from .unit_completion import blocks_to_complete, completable_blocks, completion_parts_of, units_completed_by
from .unit_notes import notes_by_place
from .user_state_table import UserStateRows, run_best_effort

USER_ID = "xblock-workbench.user_id"
USER = ("username", "first_name", "last_name", "is_staff", "is_active")
NOBODY = ("none", "None", "")


def is_workbench_runtime(block: Any) -> bool:
    """Tell whether this is the workbench: its user service says so."""
    service = block.runtime.service(block, "user")
    return service is not None and USER_ID in service.get_current_user().opt_attrs


class WorkbenchHost:
    """Mentoring in a workbench scenario, which stands in for a course."""

    open = True

    def __init__(self, block: Any, home: Any) -> None:
        """Stand in for this block; ``home`` is the usage id whose state holds the mentorships."""
        from workbench.models import XBlockState

        self._block = block
        self._home = str(home)
        scenario, tag, _ = self._home.split(".", 2)
        self._rows = UserStateRows(
            XBlockState,
            keys={"scope": "usage", "scope_id": self._home},
            person_column="user_id",
            in_column=str,
            defaults={"scenario": scenario, "tag": tag},
        )

    def current_visitor(self) -> Visitor:
        """Return who is asking. Without a user service of the LMS's kind nobody is staff."""
        facts = self._block.runtime.service(self._block, "user").get_current_user().opt_attrs
        person = facts.get("edx-platform.user_id", facts.get(USER_ID))
        if person is None or person in NOBODY:
            return Visitor(None)
        return Visitor(
            id=PersonId(str(person)),
            username=str(facts.get("edx-platform.username", person)),
            staff=bool(facts.get("edx-platform.user_is_staff")),
        )

    def came_by_trusted_route(self, request: Any) -> bool:
        """Refuse the unauthenticated route."""
        return "unauth_handler" not in request.environ.get("SCRIPT_NAME", "") + request.path

    def find_people(self, ids: Iterable[PersonId], usernames: Iterable[str] = ()) -> dict[PersonId, Person]:
        """Return people; somebody the workbench's user table does not know is there under the bare word."""
        words = {str(word) for word in (*ids, *usernames)} - set(NOBODY)
        found = select_rows(get_user_model(), USER, {}, ("username", words))
        users = {word: (f"{first} {last}".strip(), bool(staff), bool(active)) for word, first, last, staff, active in found}
        members = self._members()
        return {
            PersonId(word): Person(
                id=PersonId(word),
                username=word,
                full_name=users[word][0] if word in users else "",
                in_course=members is None
                or word in members
                or bool(word in users and users[word][1]),
                active=word not in users or users[word][2],
            )
            for word in words
        }  # fmt: skip

    def _members(self) -> frozenset[str] | None:
        """Return who is enrolled, or None where the workbench has no enrolments and everybody is."""
        service = self._block.runtime.service(self._block, "enrollments")
        if service is None:
            return None
        enrolled = service.get_active_enrollments_by_course(None)
        return frozenset(enrolled.values_list("user__username", flat=True))

    def find_people_and_state(
        self, ids: Iterable[PersonId], usernames: Iterable[str], whose: PersonId
    ) -> tuple[dict[PersonId, Person], StoredState]:
        """Return people, and the documents of one of them, who may be nobody; here that is a query for each."""
        return self.find_people(ids, usernames), self.read_states({whose})[whose] if whose else StoredState()

    def people_enrolled(self, ids: Iterable[PersonId]) -> frozenset[PersonId]:
        """Return who of these people can come and read: the workbench knows that as soon as anything."""
        return frozenset(person.id for person in self.find_people(ids).values() if person.can_read_here)

    def read_states(self, ids: Collection[PersonId]) -> Mapping[PersonId, StoredState]:
        """Return people's documents on home, unlocked."""
        return self._rows.read_states(ids)

    def read_own_state(self, person: PersonId) -> StoredState:
        """Return the visitor's documents in one query; the workbench's fields would take one or two each."""
        return self.read_states({person})[person]

    def people_with_rows(self, ids: Collection[PersonId]) -> frozenset[PersonId]:
        """Return who has a row on home."""
        return self._rows.people_with_rows(ids)

    def next_people_with_rows(self, last: PersonId | None, size: int) -> list[PersonId]:
        """Return the next people with a row on home."""
        return self._rows.next_people_with_rows(last, size)

    def next_enrolled_people(self, last: PersonId | None, size: int) -> list[PersonId]:
        """Return the next enrolled people; where there are no enrolments, those with a row."""
        members = self._members()
        if members is None:
            return self.next_people_with_rows(last, size)
        return [PersonId(word) for word in sorted(members) if last is None or word > last][:size]

    def change_under_lock(self, people: Collection[PersonId], apply: ApplyChange[T]) -> T:
        """Change documents on home under lock."""
        return self._rows.change_under_lock(people, apply)

    def people_shut_out(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        """The workbench opens every block to everybody."""
        return frozenset()

    @property
    def home_address(self) -> str:
        """The workbench has scenarios and no course to send somebody into."""
        return ""

    @property
    def course_ends_on(self) -> date | None:
        """A scenario does not end."""
        return None

    def find_units(self, names: Collection[str]) -> dict[str, CourseUnit]:
        """Return scenarios by the usages of their roots, and other blocks by theirs."""
        here = getattr(self._block, "parent", None)
        return {usage: CourseUnit(title, self._address_of(usage), here=usage == here) for usage, title in self._titles(names)}

    def _titles(self, usages: Collection[str]) -> Iterator[tuple[str, str]]:
        titles = dict(scenarios_as_units())
        for usage in usages:
            if usage in titles:
                yield usage, titles[usage]
            elif (block := authored_block_named(self._block, usage)) is not None:
                yield usage, str(getattr(block, "display_name", None) or usage)

    def _address_of(self, usage: Any) -> str:
        """Return the workbench's page of a scenario, for the person who looks; nothing for a block that is not one's root."""
        name = next((name for name, scenario in _scenarios().items() if scenario.usage_id == usage), None)
        with suppress(NoReverseMatch):
            if name is not None:
                return (
                    f"{reverse('workbench_show_scenario', args=[name])}?{urlencode({'student': self.current_visitor().username})}"
                )
        return ""

    def units_around_blocks(self, blocks: Collection[str]) -> dict[str, CourseUnit]:
        """Return the scenarios that blocks stand in."""
        here = getattr(self._block, "parent", None)
        roots = {
            text: block.parent for text in blocks if (block := authored_block_named(self._block, text)) is not None and block.parent
        }
        titles = dict(self._titles(set(roots.values())))
        return {
            text: CourseUnit(titles[root], self._address_of(root), here=root == here)
            for text, root in roots.items()
            if root in titles
        }

    def unit_notes(self, blocks: Collection[str], units: Collection[str]) -> dict[str, str]:
        """Return the notes of blocks, and of those that stand in scenarios, in a query or two for each: there are few here."""
        kind = self._block.scope_ids.block_type
        inside = {
            usage: unit
            for unit in units
            if (root := authored_block_named(self._block, unit)) is not None
            for usage in root.children
            if f".{kind}." in usage
        }
        found = {usage: authored_block_named(self._block, usage) for usage in dict.fromkeys((*blocks, *inside))}
        written = {
            usage: authored_fields_at_once(block, ("unit_note", "home"))
            for usage, block in found.items()
            if block is not None and block.scope_ids.block_type == kind
        }
        return notes_by_place(
            (
                fields["unit_note"],
                [
                    *([usage] if usage in blocks else []),
                    *([inside[usage]] if usage in inside and (fields["home"] or usage) == self._home else []),
                ],
            )
            for usage, fields in written.items()
        )

    def units_completed_by(
        self, people: Collection[PersonId], names: Collection[str]
    ) -> dict[PersonId, dict[str, datetime]] | None:
        """Return when people had completed scenarios, if there is a service that tells it of others than the visitor."""
        service = self._block.runtime.service(self._block, "completion")
        if not hasattr(service, "completed_by"):
            return None
        found = {usage: block for usage in names if (block := authored_block_named(self._block, usage)) is not None}
        takes = {
            usage: completion_parts_of(block, self._block.scope_ids.block_type, _below, _mode) for usage, block in found.items()
        }
        return units_completed_by(people, takes, service.completed_by(people, blocks_to_complete(takes)))

    def completable_blocks(self) -> list[CompletableBlock]:
        """Return what there is to finish on home, and on the blocks in whose authored fields home's id stands."""
        from workbench.models import XBlockState

        kind = self._block.scope_ids.block_type
        rows = XBlockState.objects.filter(scope="usage", user_id=None, scope_id__contains=f".{kind}.", state__contains=self._home)
        usages = dict.fromkeys([self._home, *rows.order_by("scope_id").values_list("scope_id", flat=True)])
        return completable_blocks(
            [block for usage in usages if (block := authored_block_named(self._block, usage)) is not None], self._home
        )

    def completable_block_here(self) -> list[CompletableBlock]:
        """Return the block that is acted in, if it can be finished."""
        return completable_blocks([self._block], self._home)

    def store_completion(self, usage: Any, person: PersonId, share: float) -> None:
        """Store how much somebody has completed, if there is a service for it."""
        service = self._block.runtime.service(self._block, "completion")
        if service is not None:
            run_best_effort(lambda: service.submit_group_completion(block_key=usage, completion=share, user_ids=[person]))

    def notify_recipient(self, notice: LearnerNotification, say: NotificationText | None) -> None:
        """Send the signal; the workbench has no notifications."""
        run_best_effort(lambda: send_notification_signal(self._block, "", self._home, self.home_address, notice))

    def publish_event(self, event: str, facts: Mapping[str, Json]) -> None:
        """Log the event, as the workbench does."""
        run_best_effort(lambda: self._block.runtime.publish(self._block, event, dict(facts)))


def authored_fields_at_once(block: Any, names: Collection[str]) -> dict[str, Any]:
    """Return authored fields in one query; the workbench's fields would take one or two each."""
    from workbench.models import XBlockState, shorten_scope_name

    ids = (str(block.scope_ids.usage_id), str(block.scope_ids.def_id))
    rows = select_rows(XBlockState, ("scope", "state"), {"user_id": None}, ("scope_id", ids))
    stored = {scope: json.loads(state) for scope, state in rows}

    def value(field: Any) -> Any:
        """Read a field from the row of its own scope."""
        row = stored.get(shorten_scope_name(field.scope.block.attr_name), {})
        return field.from_json(row[field.name]) if field.name in row else field.default

    return {name: value(block.fields[name]) for name in names}


def authored_block_named(block: Any, home: Any) -> Any:
    """Return the home block for its authored fields only; None when it is gone."""
    from xblock.exceptions import NoSuchUsage

    try:
        return block.runtime.get_block(home)
    except NoSuchUsage:
        return None


def may_write_program(block: Any) -> bool:
    """Tell whether this is the course team: the workbench has no authors of its own."""
    return WorkbenchHost(block, block.scope_ids.usage_id).current_visitor().staff


def program_author(block: Any) -> PersonId | None:
    """Return who is writing the program."""
    return WorkbenchHost(block, block.scope_ids.usage_id).current_visitor().id


def usage_name_meant_by(block: Any, text: str, kind: str) -> str | None:
    """Return the usage id if it is one, of this kind if there is one. All scenarios together stand in for one course."""
    return text if re.fullmatch(rf"[\w-]+\.{re.escape(kind) or '[a-z_]+'}\.d\d+\.u\d+", text) else None


def scenarios_as_units() -> list[tuple[str, str]]:
    """Return the roots of the scenarios, which stand in for units, each with its title."""
    return [(scenario.usage_id, scenario.description) for scenario in _scenarios().values()]


def titles_above_block(block: Any) -> str:
    """Return the title of the scenario that a block stands in."""
    return dict(scenarios_as_units()).get(str(getattr(block, "parent", "")), "")


def _scenarios() -> dict[str, Any]:
    from workbench.scenarios import SCENARIOS

    return SCENARIOS


def _below(block: Any) -> list[Any]:
    return list(block.get_children())


def _mode(block: Any) -> str:
    """Return how a block is completed. The workbench's own containers do not say that they are none."""
    return str(getattr(block, "completion_mode", Mode.AGGREGATOR if block.has_children else Mode.COMPLETABLE))
