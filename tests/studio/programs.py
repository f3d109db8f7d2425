"""Programs as hypothesis makes them, and any JSON at all."""

from hypothesis import strategies as st

from mentorship_xblock.domain.ledger import CAPACITY_MAX
from mentorship_xblock.domain.template import Aim, Due, Step
from mentorship_xblock.domain.texts import shown
from mentorship_xblock.program import DAYS_MAX, REPLY_HOURS_MAX, Assignment, Begins, Place, Program

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
WORDS = st.text(LETTERS, max_size=30).map(lambda text: " ".join(shown(text).split()))
NAMES = WORDS.filter(bool)
DETAILS = st.text(LETTERS | st.just("\n"), max_size=60).map(lambda text: shown(text).strip())
DUES = st.just(Due()) | st.integers(1, DAYS_MAX).map(lambda days: Due(days=days)) | st.dates().map(lambda day: Due(day=day))


@st.composite
def programs(draw):
    """A program without faults."""
    names = draw(st.lists(NAMES, max_size=4, unique=True))
    roster = tuple(
        Place(name, draw(st.integers(1, CAPACITY_MAX)), draw(WORDS.filter(lambda backup, name=name: backup != name)), draw(WORDS))
        for name in names
    )
    ids = iter(f"id-{number}" for number in range(100))
    plan = tuple(
        Aim(
            next(ids),
            draw(NAMES),
            tuple(Step(next(ids), draw(NAMES), draw(DETAILS), draw(DUES)) for _ in range(draw(st.integers(0, 3)))),
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    return Program(
        roster,
        draw(st.sampled_from(Assignment)),
        draw(st.sampled_from(Begins)),
        draw(st.integers(1, REPLY_HOURS_MAX)),
        plan,
    )


KEYS = st.sampled_from(
    ["username", "capacity", "backup", "about", "id", "title", "detail", "due", "day", "days", "milestones", "plan", "roster"]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["a", "14", "2026-06-12", "press"])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=5),
    max_leaves=40,
)
ANY_FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(("roster", "assignment", "begins", "reply_hours", "plan"), ANYTHING))
