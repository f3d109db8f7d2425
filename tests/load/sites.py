"""The places where the load runs. People are named by the host's ids, as everywhere in the block."""

import itertools
import json
from abc import ABC, abstractmethod
from xml.sax.saxutils import quoteattr

from common.djangoapps.student.models import CourseAccessRole, CourseEnrollment
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import RequestFactory
from lms.djangoapps.courseware.models import StudentModule
from opaque_keys.edx.keys import CourseKey
from platform_double.course import Course
from workbench.models import XBlockState
from workbench.runtime import WorkbenchRuntime
from workbench.scenarios import SCENARIOS, add_xml_scenario
from xblock.django.request import django_to_webob_request

from demo.apps import UNIQUE_ROWS
from mentorship_xblock.block import MentorshipXBlock
from mentorship_xblock.domain.stored_state import load_stored_state

COURSE = CourseKey.from_string("course-v1:Demo+M101+2026")
STAFF = "dana"


class Site(ABC):
    """A course with one mentorship block, its people, and the rows of their state."""

    person_column: str

    def __init__(self, mentors, capacity, learners):
        names = [f"mentor{number:02d}" for number in range(mentors)], [f"learner{number:03d}" for number in range(learners)]
        users = get_user_model().objects
        users.bulk_create(users.model(username=name) for name in [*names[0], *names[1], STAFF])
        self.users = {self.id_of(user): user for user in users.all()}
        ids = {user.username: person for person, user in self.users.items()}
        self.mentors, self.learners = [[ids[name] for name in group] for group in names]
        self.staff = ids[STAFF]
        CourseEnrollment.objects.bulk_create(CourseEnrollment(user=user, course_id=COURSE) for user in self.users.values())
        self.place([{"username": name, "capacity": capacity} for name in names[0]])

    @abstractmethod
    def id_of(self, user):
        """Return the host's id of a person."""

    @abstractmethod
    def place(self, roster):
        """Put the block into the course, and its staff on the course team."""

    @abstractmethod
    def act(self, person, handler, body):
        """Do an act as this person. Return the status and the answer."""

    @abstractmethod
    def read(self, person, handler):
        """Ask for something as this person. Return the status and the answer."""

    @abstractmethod
    def rows(self):
        """Return the rows of everybody's state on the block."""

    @staticmethod
    @abstractmethod
    def deadlocks():
        """Return how many deadlocks the database has counted since it was started."""

    impatient: tuple[str, ...]
    """Statements each of which lets a connection wait a short time only for what another has locked."""

    def documents(self):
        """Return what is stored of everybody."""
        states = self.rows().values_list(self.person_column, "state")
        return {str(person): load_stored_state(json.loads(state or "{}")) for person, state in states}

    def document(self, person):
        """Return what is stored of one person."""
        row = self.rows().filter(**{self.person_column: person}).first()
        return load_stored_state(json.loads(row.state or "{}") if row else {})

    def reset(self, person):
        """Delete a person's row, as the platform's reset does: found, then deleted by its primary key.

        Return the documents that were in it at that very moment, or None when there was no row any more.
        """
        row = self.rows().filter(**{self.person_column: person}).only("pk").first()
        if row is None:
            return None
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s RETURNING state", [row.pk])
            deleted = cursor.fetchone()
        return load_stored_state(json.loads(deleted[0] or "{}")) if deleted else None


class Lms(Site):
    """The LMS's adapter over the double of the platform."""

    person_column = "student_id"

    def id_of(self, user):
        return str(user.pk)

    def place(self, roster):
        self.course = Course(str(COURSE))
        self.home = self.course.place(MentorshipXBlock, roster=roster)
        CourseAccessRole.objects.create(user=self.users[self.staff], org=COURSE.org, course_id=COURSE, role="staff")

    def act(self, person, handler, body):
        return self._called(person, handler, body, "POST")

    def read(self, person, handler):
        return self._called(person, handler, {}, "GET")

    def _called(self, person, handler, body, method):
        response = self.course.call(self.users[person], self.home, handler, body, method)
        return response.status_code, json.loads(response.content)

    def rows(self):
        return StudentModule.objects.filter(course_id=COURSE, module_state_key=self.home)


class LmsOnMariaDB(Lms):
    """The database of most sites; MySQL stands in for it on others."""

    impatient = ("SET SESSION innodb_lock_wait_timeout = 1",)

    @staticmethod
    def deadlocks():
        with connection.cursor() as cursor:
            cursor.execute("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")
            return int(cursor.fetchone()[1])


class LmsOnPostgreSQL(Lms):
    """The database of sites that were begun with Verawood or later may be this one."""

    impatient = ("SET lock_timeout = '200ms'", "SET statement_timeout = '200ms'")

    @staticmethod
    def deadlocks():
        with connection.cursor() as cursor:
            cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            return int(cursor.fetchone()[0])


class WorkbenchOnSQLite(Site):
    """The workbench's adapter over the workbench's own table, which has the unique key the demo gives it."""

    person_column = "user_id"
    services = {
        "user": "tests.load.workbench_services.UserService",
        "enrollments": "tests.load.workbench_services.EnrollmentsService",
        "settings": "workbench.services.SettingsService",
    }
    _scenarios = itertools.count()
    impatient = ("PRAGMA busy_timeout = 20",)

    def id_of(self, user):
        return user.username

    def place(self, roster):
        with connection.cursor() as cursor:
            cursor.execute(UNIQUE_ROWS)
        get_user_model().objects.filter(username=STAFF).update(is_staff=True)
        name = f"load-{next(self._scenarios)}"
        add_xml_scenario(name, name, f"<mentorship roster={quoteattr(json.dumps(roster))}/>")
        self.home = SCENARIOS[name].usage_id

    def act(self, person, handler, body):
        return self._called(person, handler, body, "POST")

    def read(self, person, handler):
        return self._called(person, handler, {}, "GET")

    def _called(self, person, handler, body, method):
        runtime = WorkbenchRuntime(person)
        block = runtime.get_block(self.home)
        data = json.dumps(body) if method == "POST" else ""
        request = RequestFactory(headers={"X-Mentorship": "1"}).generic(
            method, f"/handler/{self.home}/{handler}/", data, content_type="application/json"
        )
        response = runtime.handle(block, handler, django_to_webob_request(request))
        return response.status_code, response.json

    @staticmethod
    def deadlocks():
        return 0

    def rows(self):
        return XBlockState.objects.filter(scope="usage", scope_id=self.home, user_id__isnull=False)


SITES = {"mysql": LmsOnMariaDB, "postgresql": LmsOnPostgreSQL, "sqlite": WorkbenchOnSQLite}
"""Where a load runs, by the database it runs on."""
