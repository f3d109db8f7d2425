"""People as they are shown: a name, and initials where there is no picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from ..domain.record.values import PersonId
from ..hosts.port import Person
from .text.i18n import Language, _, isolate_direction


@dataclass(frozen=True)
class PeopleNames:
    """Names of the people looked up for one answer: usernames, unless the operator turned full names on."""

    people: Mapping[PersonId, Person]
    language: Language
    full: bool = False
    _isolated: dict[PersonId, SafeString] = field(default_factory=dict, repr=False, compare=False)

    def plain_name(self, person: PersonId) -> str:
        """Return a name as plain text. Somebody gone, or retired, has wording of their own."""
        known = self.people.get(person)
        if known is None:
            return self.language.translate_text("A former participant")
        if known.retired:
            return self.language.translate_text("A person who closed their account")
        return (self.full and known.full_name) or known.username

    def name_markup(self, person: PersonId) -> SafeString:
        """Return a name isolated from the direction of the words around it. A page names some people many times."""
        if person not in self._isolated:
            self._isolated[person] = isolate_direction(self.plain_name(person))
        return self._isolated[person]

    def name_initials(self, person: PersonId) -> str:
        """Return up to two letters for a ring in place of a portrait."""
        words = self.plain_name(person).split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def names_of_readers(self, people: Iterable[PersonId]) -> SafeString:
        """Return who can read something, as one phrase. The course team always can."""
        names = [*(self.name_markup(person) for person in people if person), self.language.translate_html(_("the course team"))]
        if len(names) == 1:
            return self.language.translate_html(_("Your future mentor and {last}"), last=names[0])
        return self.language.list_in_words(names)
