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
    zone: str = "UTC"

    @property
    def name(self) -> str:
        """Their full name."""
        return f"{self.first} {self.last}".strip()


PEOPLE: tuple[Person, ...] = (
    Person("leila", "Leila", "Haddad", Part.LEARNER, "keeps the appointment book of a small clinic", "Asia/Beirut"),
    Person("sam", "Sam", "Kimani", Part.LEARNER, "runs a bicycle repair shop", "Africa/Nairobi"),
    Person("jonas", "Jonas", "Weber", Part.LEARNER, "plans spare parts in a spreadsheet", "Europe/Berlin"),
    Person("priya", "Priya", "Nair", Part.LEARNER, "tests software, wants to read its data", "Asia/Kolkata"),
    Person("mateus", "Mateus", "Silva", Part.LEARNER, "plans routes for a bus company", "America/Sao_Paulo"),
    Person("ines", "Inês", "Duarte", Part.LEARNER, "trains as a nurse, works nights", "Europe/London"),
    Person("tomas", "Tomás", "Reyes", Part.LEARNER, "a town librarian", "America/Santiago"),
    Person("olu", "Olu", "Adeyemi", Part.LEARNER, "sells seeds to farmers", "Africa/Lagos"),
    Person("hana", "Hana", "Kovářová", Part.LEARNER, "keeps a city archive", "Europe/Prague"),
    Person("noor", "Noor", "Aziz", Part.LEARNER, "writes reports for a city council", "Europe/London"),
    Person("yuki", "Yuki", "Mori", Part.LEARNER, "translates, and likes order", "Asia/Tokyo"),
    Person("karim", "Karim", "Belkacem", Part.LEARNER, "drives an ambulance", "Africa/Algiers"),
    Person("amara", "Amara", "Okafor", Part.MENTOR, "data engineer in public health", "Europe/London"),
    Person("ben", "Ben", "Lindqvist", Part.MENTOR, "backend developer in logistics", "Europe/Stockholm"),
    Person("mei", "Mei", "Tanaka", Part.MENTOR, "analyst at a museum", "Asia/Tokyo"),
    Person("dana", "Dana", "Novak", Part.TEAM, "runs the course", "Europe/Prague"),
    Person("robin", "Robin", "Lund", Part.VISITOR, "looks around, is not enrolled", "Europe/Oslo"),
)
BY_NAME = {person.username: person for person in PEOPLE}


def ensure_people() -> None:
    """Make everybody's account, and enrol those who are in the course."""
    course, _ = Group.objects.get_or_create(name=COURSE_GROUP)
    for person in PEOPLE:
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
