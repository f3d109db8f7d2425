"""What the platform's notifications say: one short sentence each, with a name, and never a word of what was written."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.translation import override

from ..actions.context import NotificationWording
from ..domain.notifications import Notification, NotificationKind
from ..domain.record.values import PersonId
from ..hosts.port import Person
from .names import PeopleNames
from .text.i18n import Language, _

NOTIFICATION_SENTENCES: Mapping[NotificationKind, str] = {
    NotificationKind.MESSAGE: _("{who} wrote to you."),
    NotificationKind.QUESTION: _("{who} asked you a question."),
    NotificationKind.ANSWER: _("{who} answered your question."),
    NotificationKind.REVIEW: _("{who} sent you something to review."),
    NotificationKind.WISH: _("{who} asked to change a step of the plan."),
    NotificationKind.PROPOSED: _("{who} proposed a change to the plan."),
    NotificationKind.CHANGES: _("{who} reviewed your work and asked for changes."),
    NotificationKind.APPROVED: _("{who} approved your work."),
    NotificationKind.DECIDED: _("{who} made a decision about your plan."),
    NotificationKind.NEW_LEARNER: _("{who} is now your learner."),
    NotificationKind.TAKEN_OVER: _("{who} is waiting for a reply, and you are covering."),
    NotificationKind.HANDED_OVER: _("{who} is now your mentor."),
}

WITHOUT_MARKUP = str.maketrans({"<": "\u2039", ">": "\u203a", "&": "\uff06"})
"""Some releases of the platform escape what a notification says, others put it into the page as it is. Without these
characters both show the same."""


def make_notification_wording(language: Callable[[], Language], full_names: bool) -> NotificationWording:
    """Return how news are worded; ``language`` makes the language that is current when it is called."""

    def words(news: Notification, people: Mapping[PersonId, Person], code: str) -> str:
        with override(code or settings.LANGUAGE_CODE):
            said = language()
            name = PeopleNames(people, said, full_names).plain_name(news.who)
            return said.isolated_outside(said.translate_text(NOTIFICATION_SENTENCES[news.kind], who=name)).translate(WITHOUT_MARKUP)

    return words
