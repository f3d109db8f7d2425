"""The people of the course, as data."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import Group, User

COURSE_GROUP = "course"
"""Whoever is a member of this group is enrolled."""


class Part(StrEnum):
    """What somebody is in the course."""

    LEARNER = "learner"
    MENTOR = "mentor"
    TEAM = "team"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to walk in as."""

    username: str
    first: str
    last: str
    part: Part
    line: str = ""

    @property
    def name(self) -> str:
        """Their full name."""
        return f"{self.first} {self.last}"


PEOPLE: tuple[Person, ...] = (
    Person("leila", "Leila", "Haddad", Part.LEARNER, "keeps the appointment book of a small clinic"),
    Person("jonas", "Jonas", "Weber", Part.LEARNER, "came from spreadsheets"),
    Person("priya", "Priya", "Nair", Part.LEARNER, "tests software, wants to read its data"),
    Person("ines", "Ines", "Duarte", Part.LEARNER, "writes reports for a city council"),
    Person("sam", "Sam", "Kimani", Part.LEARNER, "runs a repair shop"),
    Person("tomas", "Tomás", "Reyes", Part.LEARNER, "a librarian"),
    Person("noor", "Noor", "Aziz", Part.LEARNER, "studies nursing"),
    Person("mateus", "Mateus", "Silva", Part.LEARNER, "plans routes for a bus company"),
    Person("yuki", "Yuki", "Mori", Part.LEARNER, "translates, and likes order"),
    Person("olu", "Olu", "Adeyemi", Part.LEARNER, "has just joined"),
    Person("hana", "Hana", "Kovář", Part.LEARNER, "has just joined"),
    Person("karim", "Karim", "Belkacem", Part.LEARNER, "has not joined yet"),
    Person("amara", "Amara", "Okafor", Part.MENTOR, "data engineer in public health"),
    Person("ben", "Ben", "Lindqvist", Part.MENTOR, "backend developer, logistics"),
    Person("mei", "Mei", "Tanaka", Part.MENTOR, "analyst at a museum"),
    Person("dana", "Dana", "Novak", Part.TEAM, "runs the course"),
    Person("robin", "Robin", "Lund", Part.VISITOR, "looks around, is not enrolled"),
)
BY_NAME = {person.username: person for person in PEOPLE}


def ensure_people() -> None:
    """Make everybody's account, and enrol those who are in the course. Existing accounts stay as they are."""
    course, _ = Group.objects.get_or_create(name=COURSE_GROUP)
    known = set(User.objects.values_list("username", flat=True))
    for person in PEOPLE:
        if person.username in known:
            continue
        user = User(
            username=person.username,
            first_name=person.first,
            last_name=person.last,
            email=f"{person.username}@example.com",
            is_staff=person.part is Part.TEAM,
        )
        user.set_unusable_password()
        user.save()
        if person.part in (Part.LEARNER, Part.MENTOR):
            user.groups.add(course)
