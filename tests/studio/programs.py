"""Programs as hypothesis makes them, and any JSON at all."""

from hypothesis import strategies as st

from mentorship_xblock.authoring.guidance import MilestoneGuidance
from mentorship_xblock.authoring.plan_parsing import CRITERIA_MAX, DAY_FIRST, DAY_LAST, DUE_DAYS_MAX, MILESTONE_HOURS_MAX
from mentorship_xblock.authoring.program import (
    MILESTONE_UNITS_MAX,
    TARGET_HOURS_MAX,
    AssignmentMode,
    MentoringStart,
    Program,
    RosterEntry,
)
from mentorship_xblock.domain.mentor.learner_index import CAPACITY_MAX
from mentorship_xblock.domain.plan.course_plan import CourseGoal, CourseMilestone, PlannedDay, UnitsEffect
from mentorship_xblock.domain.record.text_rules import displayable_text, normalize_visible_text

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
WORDS = st.text(LETTERS, max_size=30).map(lambda text: " ".join(displayable_text(text).split()))
NAMES = WORDS.filter(bool)
USERNAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "M")) | st.sampled_from("._-+"), max_size=30).map(
    normalize_visible_text
)
DETAILS = st.text(LETTERS | st.just("\n"), max_size=60).map(lambda text: displayable_text(text).strip())
DAYS = st.integers(1, DUE_DAYS_MAX)
TARGETS = st.integers(1, TARGET_HOURS_MAX) | st.floats(1 / 60, TARGET_HOURS_MAX)
USAGES = [f"vertical@v{number}" for number in range(15)]


def dues(earlier):
    """When a step is planned for; it may be counted from any of these."""
    after = st.builds(PlannedDay, DAYS, after=st.sampled_from(earlier)) if earlier else st.nothing()
    return st.just(PlannedDay()) | DAYS.map(PlannedDay) | st.dates(DAY_FIRST, DAY_LAST).map(lambda day: PlannedDay(day=day)) | after


@st.composite
def programs(draw):
    """A program without faults."""
    names = draw(st.lists(USERNAMES.filter(bool), max_size=4, unique=True))
    roster = tuple(
        RosterEntry(
            name, draw(st.integers(1, CAPACITY_MAX)), draw(USERNAMES.filter(lambda backup, name=name: backup != name)), draw(WORDS)
        )
        for name in names
    )
    sizes = draw(st.lists(st.integers(0, 3), max_size=3))
    names = draw(st.permutations([f"step-{number}" for number in range(sum(sizes))]))
    made = {
        name: CourseMilestone(
            name,
            draw(NAMES),
            draw(DETAILS),
            draw(dues(names[:place])),
            draw(st.integers(1, MILESTONE_HOURS_MAX)),
            tuple(draw(st.lists(NAMES, max_size=CRITERIA_MAX))),
            draw(st.booleans()),
            draw(st.sampled_from(UnitsEffect)),
        )
        for place, name in enumerate(names)
    }
    steps = iter(sorted(made))
    plan = tuple(
        CourseGoal(f"goal-{number}", draw(NAMES), tuple(made[next(steps)] for _ in range(size)))
        for number, size in enumerate(sizes)
    )
    units = {name: tuple(draw(st.lists(st.sampled_from(USAGES), max_size=MILESTONE_UNITS_MAX, unique=True))) for name in names}
    texts = st.builds(MilestoneGuidance, DETAILS, DETAILS).filter(lambda said: said != MilestoneGuidance())
    guidance = {name: draw(texts) for name in names if draw(st.booleans())}
    return Program(
        roster,
        draw(st.sampled_from(AssignmentMode)),
        draw(st.sampled_from(MentoringStart)),
        draw(TARGETS),
        draw(TARGETS),
        plan,
        {name: bound for name, bound in units.items() if bound},
        guidance,
    )


KEYS = st.sampled_from(
    ["username", "capacity", "backup", "about", "id", "title", "detail", "due", "day", "days", "after", "milestones"]
    + ["plan", "roster", "hours", "criteria", "optional", "finish", "units", "unit", "a:0", "b:1", "note", "exemplar"]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["a", "b", "14", "2026-06-12", "press", "review"])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=5),
    max_leaves=40,
)
FIELDS = ("roster", "assignment", "begins", "reply_hours", "review_hours", "plan", "units", "guidance")
ANY_FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ANYTHING))
FEW = st.sampled_from(["a", "b", "c", "d", "e", "f"])
TANGLED = st.fixed_dictionaries(
    {"id": FEW, "title": st.sampled_from(["T", "T", "T", ""])},
    optional={"due": st.fixed_dictionaries({"days": st.just(3), "after": FEW | st.sampled_from(["", "g", None])})},
)
TANGLES = st.lists(st.lists(TANGLED, max_size=5), min_size=1, max_size=2).map(
    lambda goals: [{"id": f"g{place or ''}", "title": "G", "milestones": steps} for place, steps in enumerate(goals)]
)
"""Plans whose steps are counted from each other, in circles too, from a goal, from nothing, or from one that is wrong."""
