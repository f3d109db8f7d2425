"""The LMS. Only this module, ``course`` and ``studio`` import the platform, and only when they are called there.

Platform facts used here: one ``StudentModule`` row holds all user state of a person on a block; the field data layer
refuses anybody else's keys, so other people's rows are reached through the model; handlers autocommit. They stand with
the platform's functions in ``docs/platform.md``.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField, Value

from ..domain.record.values import Json, PersonId
from ..domain.stored_state import StatePart, StoredState, load_stored_state
from . import course
from .notification_signal import send_notification_signal
from .plain_select import select_rows
from .port import ApplyChange, CompletableBlock, CourseUnit, LearnerNotification, Masquerade, NotificationText, Person, T, Visitor
from .unit_completion import blocks_to_complete, completable_blocks, completion_parts_of, units_completed_by
from .usage_names import parse_usage_key, usage_key_in_course
from .user_state_table import UserStateRows, load_stored_row, run_best_effort

STAFF_ROLES = ("staff", "limited_staff", "instructor")
"""The roles of the course team, in the course or in its organisation (``administrative_accesses_to_course_for_user``)."""
GRANTS = "openedx_authz"
"""The application in which roles may be kept instead, since Verawood."""
ACCOUNT = re.compile(r"[1-9][0-9]{0,17}")
URL_MAX = 200
"""What the platform's table of notifications takes as an address (``Notification.content_url``)."""


def account_number_of(person: PersonId) -> int | None:
    """Return the number of the account a person's id names, or None for a text that names none."""
    return int(person) if ACCOUNT.fullmatch(person) else None


def _accounts(people: Iterable[PersonId]) -> list[int]:
    return [number for person in people if (number := account_number_of(person)) is not None]


def _retired_prefix() -> str:
    """Return how the username begins that the platform gives an account that is closed."""
    return str(getattr(settings, "RETIRED_USERNAME_PREFIX", "retired__user_"))


def is_lms_runtime(block: Any) -> bool:
    """Tell whether this is the LMS, by what only the LMS has: its variant, its enrolments, a course key.

    An import that succeeds proves nothing: Studio installs the LMS's courseware too.
    """
    if getattr(settings, "SERVICE_VARIANT", None) != "lms":
        return False
    course = getattr(block.scope_ids.usage_id, "context_key", None)
    return bool(getattr(course, "is_course", False)) and block.runtime.service(block, "enrollments") is not None


class LmsHost:
    """Mentoring in a course of the LMS."""

    open = True

    def __init__(self, block: Any, home: Any) -> None:
        """Stand in for this block; ``home`` is the usage key whose state holds the mentorships."""
        from lms.djangoapps.courseware.models import StudentModule

        self._block = block
        self._home = home
        # Of the block itself: what its author wrote of home may name nothing, which is told once the block is asked for.
        self._course = block.scope_ids.usage_id.context_key
        self._rows = UserStateRows(
            StudentModule,
            keys={"course_id": self._course, "module_state_key": home},
            person_column="student_id",
            in_column=account_number_of,
            defaults={"module_type": block.scope_ids.block_type},
            stamps=("modified",),
        )
        self._visitor: Visitor | None = None
        self._granted: dict[int, bool] = {}

    def current_visitor(self) -> Visitor:
        """Return who is asking; asked of the platform once, because each question costs it queries."""
        if self._visitor is None:
            service = self._block.runtime.service(self._block, "user")
            user = service.get_current_user()
            facts = user.opt_attrs
            if not facts.get("edx-platform.is_authenticated"):
                self._visitor = Visitor(None)
            else:
                self._visitor = Visitor(
                    id=PersonId(str(facts["edx-platform.user_id"])),
                    username=facts["edx-platform.username"],
                    staff=bool(facts.get("edx-platform.user_is_staff")),
                    disguise=self._disguise(getattr(service, "_django_user", None), facts),
                )
        return self._visitor

    def _disguise(self, user: Any, facts: Mapping[str, Any]) -> Masquerade:
        """``setup_masquerade`` marks the user: ``real_user`` as one learner, a role of student as any learner."""
        if getattr(user, "real_user", None) is not None:
            return Masquerade.THIS_LEARNER
        masquerade = (getattr(user, "masquerade_settings", None) or {}).get(self._course)
        if masquerade is not None and facts.get("edx-platform.user_role") == "student":
            return Masquerade.A_LEARNER
        return Masquerade.NONE

    def came_by_trusted_route(self, request: Any) -> bool:
        """Refuse the unauthenticated route, which runs any handler with the visitor's session, and crawlers."""
        from openedx.core.djangoapps.crawlers.models import CrawlersConfig

        django_request = getattr(request, "_request", None)
        user = getattr(django_request, "user", None)
        return (
            django_request is not None
            and user is not None
            and getattr(user, "known", True) is not False
            and "handler_noauth" not in django_request.path
            and not CrawlersConfig.is_crawler(django_request)
        )

    def find_people(self, ids: Iterable[PersonId], usernames: Iterable[str] = ()) -> dict[PersonId, Person]:
        """Return people with their names and whether they are in the course, in one query.

        The platform is asked besides of each active account that is neither enrolled nor on the team by a role's row.
        """
        return {person.id: person for person, _state in self._people(ids, usernames, Value(None, TextField()))}

    def find_people_and_state(
        self, ids: Iterable[PersonId], usernames: Iterable[str], whose: PersonId
    ) -> tuple[dict[PersonId, Person], StoredState]:
        """Return people, and the documents of one of them, who may be nobody, in the same query."""
        found = self._people(ids, usernames, Subquery(self._rows.query_of_states({whose}).filter(student_id=OuterRef("pk"))[:1]))
        people = {person.id: (person, state) for person, state in found}
        state = people[whose][1] if whose in people else None
        return {known: person for known, (person, _state) in people.items()}, load_stored_row(state, whose)

    def _people(self, ids: Iterable[PersonId], usernames: Iterable[str], state: Any) -> Iterator[tuple[Person, str | None]]:
        from common.djangoapps.student.models import CourseAccessRole, CourseEnrollment
        from opaque_keys.edx.django.models import CourseKeyField

        numbers, names = _accounts(ids), list(usernames)
        if not numbers and not names:
            return
        course = self._course
        here = Q(course_id=course) | Q(org=course.org, course_id=CourseKeyField.Empty)
        users = (
            get_user_model()
            .objects.filter(Q(pk__in=numbers) | Q(username__in=names))
            .annotate(
                full_name=F("profile__name"),
                enrolled=Exists(CourseEnrollment.objects.filter(user_id=OuterRef("pk"), course_id=course, is_active=True)),
                team=Exists(CourseAccessRole.objects.filter(here, user_id=OuterRef("pk"), role__in=STAFF_ROLES)),
                kept=state,
            )
            .values_list("pk", "username", "full_name", "enrolled", "team", "is_staff", "is_active", "kept")
        )
        prefix = _retired_prefix()
        for pk, username, full_name, enrolled, team, is_staff, active, kept in users:
            retired = username.startswith(prefix)
            person = Person(
                id=PersonId(str(pk)),
                username=username,
                full_name=full_name or "",
                in_course=bool(enrolled or is_staff or (active and (team or (not retired and self._is_granted(pk, username))))),
                retired=retired,
                active=active,
            )
            yield person, kept

    def _is_granted(self, number: int, username: str) -> bool:
        """Tell whether an active account has a role of the team without a row of it; the platform is asked once a request."""
        if not apps.is_installed(GRANTS):
            return False
        if number not in self._granted:
            from lms.djangoapps.courseware.access import administrative_accesses_to_course_for_user

            somebody = get_user_model()(pk=number, username=username)
            self._granted[number] = any(administrative_accesses_to_course_for_user(somebody, self._course))
        return self._granted[number]

    def people_enrolled(self, ids: Iterable[PersonId]) -> frozenset[PersonId]:
        """Return who of these people is enrolled, and has not closed their account, in one query for each 500 of them."""
        from common.djangoapps.student.models import CourseEnrollment

        here, closed = {"course_id": self._course, "is_active": True}, _retired_prefix()
        rows = select_rows(CourseEnrollment, ("user_id", "user__username"), here, ("user_id", _accounts(ids)))
        return frozenset(PersonId(str(number)) for number, username in rows if not username.startswith(closed))

    def read_states(self, ids: Collection[PersonId]) -> Mapping[PersonId, StoredState]:
        """Return people's documents on home, unlocked."""
        return self._rows.read_states(ids)

    def read_own_state(self, person: PersonId) -> StoredState:
        """Return the visitor's documents: on home they came with the block, and cost nothing more."""
        if self._block.scope_ids.usage_id != self._home:
            return self.read_states({person})[person]
        return load_stored_state({part: self._field(part) for part in StatePart})

    def _field(self, name: str) -> object:
        """Return what a field holds; a text, which no document is, for one that holds no object and so refuses to be read."""
        try:
            return getattr(self._block, name)
        except TypeError:
            return "no object"

    def people_with_rows(self, ids: Collection[PersonId]) -> frozenset[PersonId]:
        """Return who has a row on home."""
        return self._rows.people_with_rows(ids)

    def next_people_with_rows(self, last: PersonId | None, size: int) -> list[PersonId]:
        """Return the next people with a row on home."""
        return self._rows.next_people_with_rows(last, size)

    def next_enrolled_people(self, last: PersonId | None, size: int) -> list[PersonId]:
        """Return the next enrolled people, by the platform's own enrolments service. After nobody's id there is nobody."""
        members = self._block.runtime.service(self._block, "enrollments").get_active_enrollments_by_course(self._course)
        if last is not None:
            number = account_number_of(last)
            if number is None:
                return []
            members = members.filter(user_id__gt=number)
        return [PersonId(str(pk)) for pk in members.order_by("user_id").values_list("user_id", flat=True)[:size]]

    def change_under_lock(self, people: Collection[PersonId], apply: ApplyChange[T]) -> T:
        """Change documents on home under lock."""
        return self._rows.change_under_lock(people, apply)

    def people_shut_out(self, people: Collection[PersonId]) -> frozenset[PersonId]:
        """Return to whom the platform does not open home: not yet started, only for the team, or for another group."""
        from lms.djangoapps.courseware.access import has_access

        home = course.authored_block_of(self._home)
        accounts = get_user_model().objects.filter(pk__in=_accounts(people))
        return frozenset(PersonId(str(user.pk)) for user in accounts if not has_access(user, "load", home, self._course))

    @property
    def home_address(self) -> str:
        """Return the address that takes somebody to home's unit."""
        return self._address_of(self._home) if self._root else ""

    @property
    def _root(self) -> str:
        """The address of the site that this request came to, where the operator serves several; otherwise the LMS's own."""
        from openedx.core.djangoapps.site_configuration import helpers

        return str(helpers.get_value("LMS_ROOT_URL", getattr(settings, "LMS_ROOT_URL", "")) or "")

    def _address_of(self, usage: Any) -> str:
        return f"{self._root}/courses/{self._course}/jump_to/{usage}"

    @property
    def course_ends_on(self) -> date | None:
        """Return the last day of the course. When a learner's own access ends is not looked at."""
        return course.last_day_of_course(self._course)

    def find_units(self, names: Collection[str]) -> dict[str, CourseUnit]:
        """Return units as everybody finds them: what opens one earlier for somebody, or only to a group, is not looked at."""
        now, here = datetime.now(UTC), getattr(self._block, "parent", None)
        keys = self._keys(names)
        return {
            keys[usage]: CourseUnit(
                title=course.title_of_block(block),
                address=self._address_of(usage),
                opens=opens if (opens := getattr(block, "start", None)) and opens > now else None,
                here=usage == here,
            )
            for usage, block in course.blocks_open_to_learners(self._course, keys).items()
        }

    def _keys(self, names: Collection[str]) -> dict[Any, str]:
        """Return names of blocks by the keys they stand for in this course."""
        return {usage_key_in_course(self._course, name): name for name in names}

    def units_around_blocks(self, blocks: Collection[str]) -> dict[str, CourseUnit]:
        """Return units by the blocks in them; the platform takes a reader from a block's address to its unit."""
        keys = {key: text for text in blocks if (key := parse_usage_key(text)) is not None}
        parents = {
            text: parent
            for key, block in course.blocks_open_to_learners(self._course, keys).items()
            for text in [keys[key]]
            if (parent := block.parent)
        }
        here, found = getattr(self._block, "parent", None), course.blocks_open_to_learners(self._course, set(parents.values()))
        return {
            text: CourseUnit(course.title_of_block(found[parent]), self._address_of(text), here=parent == here)
            for text, parent in parents.items()
            if parent in found
        }

    def unit_notes(self, blocks: Collection[str], units: Collection[str]) -> dict[str, str]:
        """Return the notes of blocks, and of those that stand in units. The store has what a unit holds; no row is read for it."""
        asked = {key: text for text in blocks if getattr(key := parse_usage_key(text), "block_type", "") == self._home.block_type}
        return course.notes_on_units(self._course, self._home, asked, self._keys(units))

    def units_completed_by(
        self, people: Collection[PersonId], names: Collection[str]
    ) -> dict[PersonId, dict[str, datetime]] | None:
        """Return when people had completed units, in one query; the platform's own service answers for the visitor only."""
        if self._completion is None:
            return None
        numbers = {number: person for person in people if (number := account_number_of(person)) is not None}
        keys, kind = self._keys(names), self._home.block_type
        takes = {
            keys[usage]: completion_parts_of(unit, kind, course.blocks_standing_in)
            for usage, unit in course.blocks_open_to_learners(self._course, keys).items()
        }
        blocks = blocks_to_complete(takes)
        rows = (
            apps.get_model("completion", "BlockCompletion")
            .objects.filter(user_id__in=numbers, context_key=self._course, block_key__in=blocks, completion__gte=1)
            .values_list("user_id", "block_key", "modified")
            if numbers and blocks
            else ()
        )
        return units_completed_by(people, takes, rows)

    def completable_blocks(self) -> list[CompletableBlock]:
        """Return what there is to finish, from the authored fields of the course's blocks."""
        return completable_blocks(course.blocks_of_a_kind(self._course, self._home.block_type), self._home)

    def completable_block_here(self) -> list[CompletableBlock]:
        """Return the block that is acted in, if it can be finished."""
        return completable_blocks([self._block], self._home)

    def store_completion(self, usage: Any, person: PersonId, share: float) -> None:
        """Store how much somebody has completed, by the platform's own service, whoever it is that acts."""
        service, number = self._completion, account_number_of(person)
        if service is not None and number is not None:
            run_best_effort(lambda: self._complete(service, usage, number, share))

    def _complete(self, service: Any, usage: Any, number: int, share: float) -> None:
        """Store what is not stored yet: the service itself would write an event each time."""
        from completion.models import BlockCompletion

        stored = BlockCompletion.objects.filter(user_id=number, context_key=self._course, block_key=usage)
        if share != (stored.values_list("completion", flat=True).first() or 0.0):
            service.submit_group_completion(block_key=usage, completion=share, user_ids=[number])

    @property
    def _completion(self) -> Any:
        """The platform's service, or None where nobody is signed in or completion is not tracked."""
        service = self._block.runtime.service(self._block, "completion")
        return service if service is not None and service.completion_tracking_enabled() else None

    def notify_recipient(self, notice: LearnerNotification, say: NotificationText | None) -> None:
        """Send the signal, and ask the platform for a notification if there are words for it."""
        run_best_effort(lambda: self._notify(notice, say))

    def _notify(self, notice: LearnerNotification, say: NotificationText | None) -> None:
        fresh = send_notification_signal(self._block, str(self._course), str(self._home), self.home_address, notice)
        number = account_number_of(notice.news.recipient)
        if fresh and say is not None and number is not None:
            self._request_notification(number, say(self._language_of(number)))

    def _request_notification(self, number: int, sentence: str) -> None:
        """Ask by the event for it, as an update of the course: the platform has no type for mentoring, and drops unknown ones
        (``COURSE_NOTIFICATION_TYPES``). The recipient's preferences for course updates apply.
        """
        from openedx_events.learning.data import UserNotificationData
        from openedx_events.learning.signals import USER_NOTIFICATION_REQUESTED

        address = self.home_address
        if len(address) > URL_MAX:
            address = f"{self._root}/courses/{self._course}/jump_to_id/{self._home.block_id}"
        USER_NOTIFICATION_REQUESTED.send_event(
            notification_data=UserNotificationData(
                user_ids=[number],
                notification_type="course_updates",
                content_url=address,
                app_name="updates",
                course_key=self._course,
                context={"course_update_content": sentence},
            )
        )

    def _language_of(self, number: int) -> str:
        """Return the language somebody has chosen for the site, in one query, or the empty text (``LANGUAGE_KEY``)."""
        preferences = apps.get_model("user_api", "UserPreference").objects.filter(user_id=number, key="pref-lang")
        return preferences.values_list("value", flat=True).first() or ""

    def publish_event(self, event: str, facts: Mapping[str, Json]) -> None:
        """Write a tracking event."""
        run_best_effort(lambda: self._block.runtime.publish(self._block, event, dict(facts)))
