"""The rules of the house that hold for every room of the package."""

import ast
import inspect
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from xblock.fields import Field

from mentorship_xblock.block import MentorshipXBlock

PACKAGE = Path(__file__).parents[1] / "mentorship_xblock"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html"))
LINES_MAX = 400


def named(paths):
    """Return how pytest names these files."""
    return [path.relative_to(PACKAGE).as_posix() for path in paths]


def parsed(path):
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@pytest.mark.parametrize("path", MODULES, ids=named(MODULES))
def test_a_module_is_short_and_every_function_says_what_it_returns(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_MAX
    functions = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    assert [f"{path.name}:{node.lineno} {node.name}" for node in functions if node.returns is None] == []


def test_the_domain_imports_the_standard_library_only():
    # import-linter forbids the libraries it is told of; this forbids the rest.
    foreign = set()
    for path in (PACKAGE / "domain").rglob("*.py"):
        depth = len(path.relative_to(PACKAGE / "domain").parts)
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                foreign |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                outside = node.level > depth
                foreign |= {f"{'.' * node.level}{node.module or ''}"} if outside or not node.level else set()
    assert {name for name in foreign if name.partition(".")[0] not in sys.stdlib_module_names} == set()


def declared(owner, name):
    """Return the call that declares a field in the class's source."""
    (tree,) = ast.parse(inspect.getsource(owner)).body
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return node.value
    return None


OWN_FIELDS = {
    name: (owner, field)
    for owner in reversed(MentorshipXBlock.__mro__)
    if owner.__module__.startswith("mentorship_xblock")
    for name, field in vars(owner).items()
    if isinstance(field, Field)
}


@pytest.mark.parametrize("name", OWN_FIELDS)
def test_a_field_says_its_scope_help_and_default(name):
    owner, field = OWN_FIELDS[name]
    call = declared(owner, name)
    assert isinstance(call, ast.Call), f"{name} is not declared by a plain call"
    words = {keyword.arg for keyword in call.keywords}
    assert words >= {"scope", "help", "default"}
    # A field takes any keyword and keeps quiet about a misspelt one, which then leaves it in the wrong scope.
    assert words <= inspect.signature(Field.__init__).parameters.keys() - {"self", "kwargs"}
    assert field.help.strip()


class Page(HTMLParser):
    """Reads a template as the page it makes, and collects what must not stand in one."""

    def __init__(self):
        super().__init__()
        self.inline, self.words = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style"):
            self.inline.append(f"line {self.getpos()[0]}: <{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.inline.append(f"line {self.getpos()[0]}: {name} of <{tag}>")
            if name in ("alt", "aria-label", "placeholder", "title") and re.search("[A-Za-z]", value or ""):
                self.words.append(value)

    def handle_data(self, data):
        if re.search("[A-Za-z]", data):
            self.words.append(data.strip())


def page(text):
    """Return what a template's own markup is, whatever its tags choose."""
    reader = Page()
    reader.feed(re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text))
    reader.close()
    return reader


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<p\n{% if a %}onclick='go()'{% endif %}>",
        "<script>go()</script>",
        "<style>p {}</style>",
        '<a href=" JavaScript:go()">',
    ],
)
def test_what_stands_inline_is_seen(text):
    assert len(page(text).inline) == 1


@pytest.mark.parametrize("path", TEMPLATES, ids=named(TEMPLATES))
def test_a_template_has_nothing_inline(path):
    assert page(path.read_text(encoding="utf-8")).inline == []


@pytest.mark.parametrize("text", ["<p>Hello {{ name }}</p>", '<p title="Hello">', '<p aria-label="{{ name }}, open">'])
def test_words_that_no_catalogue_translates_are_seen(text):
    assert len(page(text).words) == 1


@pytest.mark.parametrize("path", TEMPLATES, ids=named(TEMPLATES))
def test_a_template_says_nothing_past_the_catalogues(path):
    assert page(path.read_text(encoding="utf-8")).words == []


MARKUP_IN_ATTRIBUTE = re.compile(r"""=\s*(?:"[^"<>]*|'[^'<>]*){%\s*(?:tn?|when)\s""")


@pytest.mark.parametrize(
    "text", ["<p title='{% t \"Hi\" %}'>", '<p title="To {{ name }} {% when at %}">', '<p title="{% tn a b c %}">']
)
def test_markup_in_an_attribute_is_seen(text):
    assert MARKUP_IN_ATTRIBUTE.search(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=named(TEMPLATES))
def test_a_sentence_in_an_attribute_is_plain(path):
    assert MARKUP_IN_ATTRIBUTE.findall(path.read_text(encoding="utf-8")) == []


TAKEN = """
add_aside always_recalculate_grades attempts bind_for_student category chrome close_date course_edit_method course_end_date
course_id days_early_for_beta default_tab display_name display_name_with_default display_name_with_default_escaped due
editable_metadata_fields edited_by edited_on edxnotes edxnotes_visibility format get_asides get_child get_child_by
get_children get_content_titles get_explicitly_set_fields_by_scope get_icon_class get_progress
get_required_block_descriptors get_score giturl graceperiod graded group_access has_children_at_depth
has_deadline_passed has_dynamic_children has_score hide_from_toc icon_class in_entrance_exam is_past_due location
matlab_api_key max_attempts max_score merged_group_access non_editable_metadata_fields position published_by
published_on relative_weeks_due rerandomize rescore runtime self_paced show_correctness show_in_read_only_mode
show_reset_button showanswer source_file start static_asset_path subtree_edited_by subtree_edited_on system
tooltip_title upstream upstream_version url_name use_latex_compiler user_partitions validate video_auto_advance
video_bumper video_speed_optimizations visible_to_staff_only xblock_kvs xmodule_runtime xqa_key
"""
# What the platform mixes into every block of a course, and reads: LmsBlockMixin, InheritanceMixin (inheritance.py),
# XModuleMixin (x_module.py), EditInfoMixin. A block's own name wins there without a word, and then, for instance, a handler
# called "start" stands where the access check looks for the day on which the block opens.
MEANT = {"display_name", "icon_class", "show_in_read_only_mode", "validate"}
"""What a block is asked to say for itself."""


def test_no_name_of_ours_stands_where_the_platform_keeps_its_own():
    own = {name for owner in MentorshipXBlock.__mro__ if owner.__module__.startswith("mentorship_xblock") for name in vars(owner)}
    assert own & set(TAKEN.split()) == MEANT


def test_there_are_modules_fields_and_templates():
    assert MODULES
    assert OWN_FIELDS
    assert TEMPLATES


@pytest.mark.slow
def test_the_suite_for_a_platform_says_why_it_does_not_run_without_one():
    room = Path(__file__).parent / "platform"
    told = subprocess.run([sys.executable, "-m", "pytest", "-q", "-rs", room], capture_output=True, text=True, cwd=room.parents[1])
    modules = len([*room.glob("*/test_*.py")])
    assert told.stdout.count("runs inside Open edX with the block installed: pytest --ds=") == 2
    assert f"{modules} skipped" in told.stdout
