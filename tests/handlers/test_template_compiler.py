"""Templates are drawn by functions, and look as Django would have drawn them."""

import pytest
from django.template import Context, Engine

from mentorship_xblock.views.text.i18n import Language
from mentorship_xblock.views.text.rendering import TEMPLATE_FOLDER
from mentorship_xblock.views.text.template_compiler import CompiledTemplates

from .test_plan_journeys import PLAN

TAGS = ["mentorship_xblock.views.text.template_tags"]


def by_django(engine, name, facts):
    """Return a template as Django draws it."""
    return engine.get_template(name).render(Context(dict(facts), use_l10n=False))


class Unit:
    """Something with attributes, one of which is asked for by calling it."""

    title = "Ward <3>"

    def here(self):
        """Say that this is the unit."""
        return True


@pytest.mark.parametrize(
    "source",
    [
        "plain, and { braces } of no meaning {# a remark #}{% comment %} another {% endcomment %}",
        "{{ name }} {{ mark }} {{ number }} {{ unit.title }} {{ unit.here }} {{ row.deep.word }} {{ 'said' }} {{ 7 }}",
        "{{ things.0 }} {{ pairs.1.0 }} [{{ things.7 }}{{ missing.0 }}{{ number.0 }}]",
        "[{{ missing }}{{ row.missing }}{{ unit.missing.more }}{{ missing.more }}]",
        "{{ called }} {% for key, value in row.items %}{{ key }} {% endfor %}",
        "{{ number|default:'none' }} {{ empty|default:'none' }} {{ things|length }} {{ name|upper }}",
        "{% if empty %}1{% elif number %}2{% else %}3{% endif %}{% if empty %}4{% endif %}{% if missing.more %}5{% else %}6{% endif %}",
        "{% if not empty and number or missing %}1{% endif %}{% if number == 3 and name != 'x' %}2{% endif %}{% if missing == None %}3{% endif %}",
        "{% if number > 2 %}1{% endif %}{% if name > 2 %}2{% endif %}{% if missing > 2 %}3{% endif %}{% if 2 in things %}4{% endif %}",
        "{% for thing in things %}{{ forloop.counter }}{{ thing }}{% if forloop.first %},{% endif %}{% if forloop.last %}.{% endif %}{% endfor %}",
        "{% for a, b in pairs %}{% for thing in things %}{{ forloop.parentloop.counter0 }}{{ a }}{{ b }}{{ thing }} {% endfor %}{% endfor %}",
        "{% for thing in missing %}{{ thing }}{% empty %}nothing{% endfor %}{{ thing }}",
        "{% with name=number other=name %}{{ name }} {{ other }}{% endwith %}{{ name }}{{ other }}",
        "{% include 'part' %} {% include 'part' with name=number %} {{ name }}",
        "{% t 'Conversation' %} {% t 'Open {title}' title=name %} {% t name %} {% tn '{number} day' '{number} days' number %} {% plain 'Draft' %}",
        "{% icon 'plus' %}{% icon sign %}{% error %}{% t 'Draft' as said %}{{ said }}",
    ],
)
def test_what_is_written_in_a_template_is_drawn_as_django_draws_it(source):
    parts = {"one": source, "part": "<{{ name }}>{{ number }}"}
    engine = Engine(builtins=TAGS, loaders=[("django.template.loaders.locmem.Loader", parts)])
    facts = {
        "name": "a <b> & 'c'", "mark": Language().translate_html("Draft"), "number": 3, "empty": "", "unit": Unit(), "called": lambda: "x<y",
        "row": {"deep": {"word": "deep"}}, "things": (1, 2), "pairs": [("a", "b"), ("c", "d")], "sign": "check", "language": Language(),
    }  # fmt: skip
    drawn = CompiledTemplates(engine).render_named("one", facts)
    assert drawn == by_django(engine, "one", facts) and drawn


def test_nothing_is_drawn_for_what_is_none():
    engine = Engine(loaders=[("django.template.loaders.locmem.Loader", {"one": "[{{ name }}]"})])
    assert CompiledTemplates(engine).render_named("one", {"name": None}) == "[]"


def test_a_tag_that_nothing_draws_is_told():
    engine = Engine(loaders=[("django.template.loaders.locmem.Loader", {"one": "{% now 'Y' %}"})])
    with pytest.raises(KeyError):
        CompiledTemplates(engine).render_named("one", {})


@pytest.mark.parametrize(
    "template", sorted(path.relative_to(TEMPLATE_FOLDER).as_posix() for path in TEMPLATE_FOLDER.rglob("*.html"))
)
def test_every_template_of_ours_can_be_drawn(template):
    assert CompiledTemplates(Engine(dirs=[str(TEMPLATE_FOLDER)], builtins=TAGS)).function_of(template)


@pytest.fixture
def alike(monkeypatch):
    """Have everything drawn by both, and return the names of what was."""
    names, drawn = set(), CompiledTemplates.render_named

    def both(self, name, facts):
        ours = drawn(self, name, facts)
        assert ours == by_django(self._engine, name, facts)
        names.add(name)
        return ours

    monkeypatch.setattr(CompiledTemplates, "render_named", both)
    return names


def test_every_face_is_drawn_as_django_would(alike, world):
    world.edit(plan=PLAN)
    for who in ("leila", "jonas"):
        world.act(who, "join")
    world.act("leila", "propose", key="propose-1")
    world.act("leila", "ask", key="question-1", text="Where do I <begin>?")
    world.act("leila", "begin", milestone="m1")
    world.act("leila", "submit", milestone="m1", text="Done.", links="https://example.com/1")
    world.act("leila", "ask_time", milestone="m2", day="2026-03-20", text="Shifts.")
    world.clock.forward(minutes=1)
    world.act("amara", "answer", learner="leila", question="question-1", text="Here.", key="answer-1")
    world.act("amara", "ask_changes", learner="leila", milestone="m1", version=1, text="What of the others?")
    world.act("leila", "erase", of="question-1")
    world.clock.forward(days=30)
    for plan in ("", "open", "new", "g1"):
        world.read("leila", "panel", plan=plan)
        world.read("amara", "open", learner="leila", plan=plan)
    world.read("leila", "message", of="answer-1")
    for who in ("leila", "amara", "dana", "ben"):
        world.view(who)
    assert len(alike) > 12
