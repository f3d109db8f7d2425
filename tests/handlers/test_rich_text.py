"""People's words: a safe subset of Markdown, mathematics as the host typesets it, and plain text without the libraries."""

import importlib
import inspect
import re
import sys
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mentorship_xblock.domain.record.text_rules import MESSAGE_MAX, displayable_text
from mentorship_xblock.views.text import markdown, rich_text
from mentorship_xblock.views.text.i18n import plain_paragraphs
from mentorship_xblock.views.text.tex import TEX_MAX, may_be_typeset
from tests.hostile import HALF, MARKUP, ODD

A = 'target="_blank" rel="noopener noreferrer nofollow"'


def p(words):
    """Return a paragraph."""
    return f'<p dir="auto">{words}</p>'


def points(*words):
    """Return the points of a list."""
    return "".join(f'<li dir="auto">{one}</li>' for one in words)


def link(address, words=None):
    """Return a link."""
    return f'<a href="{address}" {A}>{words or address}</a>'


def code(words):
    """Return code in a line."""
    return f'<code dir="ltr">{words}</code>'


def block(words):
    """Return a block of code."""
    return f'<pre dir="ltr"><code>{words}</code></pre>'


def math(words):
    """Return what the host typesets."""
    return f'<span class="mn-math tex2jax_process" dir="ltr">{words}</span>'


EXAMPLES = {
    "One line\nand the next\n\nAnother paragraph": p("One line<br>and the next") + p("Another paragraph"),
    "*a* _b_ **c** __d__ ***e*** *f **g***": p(
        "<em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <strong><em>e</em></strong> <em>f <strong>g</strong></em>"
    ),
    "**a *b***, **5 * 3**, **a *b**": p("<strong>a <em>b</em></strong>, <strong>5 * 3</strong>, <strong>a *b</strong>"),
    "*so **very** much*": p("<em>so <strong>very</strong> much</em>"),
    "2*x*y, 2**3**4, first_name_here, 5 * 3 * 2": p("2*x*y, 2**3**4, first_name_here, 5 * 3 * 2"),
    r"\*as written\* \`this\`": p("*as written* `this`"),
    "`a < b && *c*` and ``a ` b``": p(f"{code('a &lt; b &amp;&amp; *c*')} and {code('a ` b')}"),
    "```python\nif a < b:\n\n\tprint('*')\n```\nThen": block("if a &lt; b:\n\n    print('*')") + p("Then"),
    "~~~\n```\n~~~": block("```"),
    "```\nnobody *closes* it\n\nat all": block("nobody *closes* it\n\nat all"),
    "    for <a> & b:\n        `c` \\(d\\)": block("for &lt;a&gt; &amp; b:\n    `c` \\(d\\)"),
    "First:\n- one\n- two\n    - inner\n\nThen": p("First:")
    + f'<ul>{points("one")}<li dir="auto">two<ul>{points("inner")}</ul></li></ul>'
    + p("Then"),
    "3. three\n4. four": f'<ol start="3">{points("three", "four")}</ol>',
    "1. do\n\n   ```\n   this\n     so\n   ```\n2. then": "<ol>"
    + points("<p>do</p>" + block("this\n  so"), "<p>then</p>")
    + "</ol>",
    "> what you *said*\n> before\n\nYes": f"<blockquote>{p('what you <em>said</em><br>before')}</blockquote>{p('Yes')}",
    "# Title\nwords\n### Less ###": p("<strong>Title</strong>") + p("words") + p("<strong>Less</strong>"),
    "#1 of #all\n======": p("#1 of #all<br>======"),
    "before\n\n---\n\nafter": f"{p('before')}<hr>{p('after')}",
    "(https://a.example/b_c_(d)?e=1&f=_g). **https://h.example**": p(
        f"({link('https://a.example/b_c_(d)?e=1&amp;f=_g')}). <strong>{link('https://h.example')}</strong>"
    ),
    "[the *notes*](https://a.example) [write](mailto:a@b.example)": p(
        f"{link('https://a.example', 'the <em>notes</em>')} {link('mailto:a@b.example', 'write')}"
    ),
    "[bank.example](https://evil.example/x)": p(link("https://evil.example/x", "bank.example (evil.example)")),
    "[https://bank.example/in](https://bank.example.evil.example)": p(
        link("https://bank.example.evil.example", "https://bank.example/in (bank.example.evil.example)")
    ),
    "[ann@bank.example](mailto:eve@evil.example?subject=a)": p(
        link("mailto:eve@evil.example?subject=a", "ann@bank.example (eve@evil.example)")
    ),
    "[bank.example](https://bank.example/account)": p(link("https://bank.example/account", "bank.example")),
    "https://bank.example@evil.example/": p("https://bank.example@evil.example/"),
    "[a](javascript:b) [c](/d) [e](//f.example) [g](ftp://h.example)": p(
        "[a](javascript:b) [c](/d) [e](//f.example) [g](ftp://h.example)"
    ),
    "![a picture](https://a.example/b.png)": p(f"!{link('https://a.example/b.png', 'a picture')}"),
    "[a]: https://b.example\n\nsee [a]": p(f"[a]: {link('https://b.example')}") + p("see [a]"),
    "<b>a</b> &lt;i&gt; &copy; <https://a.example>": p(
        f"&lt;b&gt;a&lt;/b&gt; &amp;lt;i&amp;gt; &amp;copy; &lt;{link('https://a.example')}&gt;"
    ),
    r"so \(a_1 * b_2 < c * d\) holds": p("so " + math(r"\(a_1 * b_2 &lt; c * d\)") + " holds"),
    "\\[\na\n= b \\\\[1em]\n- c & d\n\\]": p(math("\\[\na\n= b \\\\[1em]\n- c &amp; d\n\\]")),
    r"`\(code\)` and \\(no\\)": p(code(r"\(code\)") + r" and \(no\)"),
    r"\(\href{javascript:a}{b}\)": p(code(r"\(\href{javascript:a}{b}\)")),
    "***": p("***"),
    ">": p("&gt;"),
    "مرحبا **بك**\n- واحد": p("مرحبا <strong>بك</strong>") + f"<ul>{points('واحد')}</ul>",
    "before\x00after": p("before\ufffdafter"),
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_message_is_drawn_as_markdown(text):
    assert rich_text.words_as_markup(text) == EXAMPLES[text]


ALLOWED = {"href", "target", "rel", "dir", "start", "class"}
VOID = {"br", "hr"}


class Reader(HTMLParser):
    """Reads markup strictly: every element closed in its turn, and nothing that is not allowed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.words, self.goes = [], [], []

    def handle_starttag(self, tag, attrs):
        assert tag in markdown.TAGS
        assert tag != "p" or not {"p", "pre"} & {*self.open}
        for name, value in attrs:
            assert name in ALLOWED
            assert name != "href" or value.startswith(("https://", "http://", "mailto:"))
            assert name != "class" or value == markdown.MATH
            self.goes += [value] if name == "href" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(markup):
    """Return what a reader reads, and where the links go, of markup that is sound."""
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert reader.open == []
    return "".join(reader.words), reader.goes


SIGNS = (
    *("*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "[x](", "https://a.example", "http://", "mailto:", "javascript:"),
    *(" ", "  ", "    ", "\t", "\n", "\n\n", "> ", ">", "- ", "+ ", "* ", "1. ", "# ", "#", "---", "===", "\\", "\\(", "\\)"),
    *("\\[", "\\]", "<", ">", "<b>", "</p>", "<!--", "&", "&amp;", "&#", '"', "'", "!", ":", "@", "\\href{", "{", "}", "ا", "面"),
    *("alpha", "beta", "\u2028", "\x85", "\x02", "\x0e0\x0f", "klzzwxh:0000", "\ufffd", "\u202e"),
)
MESSAGES = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=5)), max_size=60).map("".join)


@given(MESSAGES)
def test_whatever_is_written_becomes_sound_markup_of_allowed_elements(text):
    words, _goes = read(rich_text.words_as_markup(text))
    assert not re.search("[\x00-\x08\x0e-\x1f]", words)


def letters(text):
    """Return how often each letter stands in a text."""
    return Counter(re.findall("[a-z]", displayable_text(text)))


@given(MESSAGES)
def test_no_word_is_lost_or_changed(text):
    assume("```" not in text)  # what follows a fence names a language
    words, goes = read(rich_text.words_as_markup(text))
    if goes:
        assert letters(text) <= letters(words + " ".join(goes))
    else:
        assert re.findall("alpha|beta|[ا面]", words) == re.findall("alpha|beta|[ا面]", text)


@pytest.mark.parametrize("text", [*MARKUP, *ODD, " ".join(MARKUP), "\n\n".join(MARKUP), " ".join(ODD), f"a{HALF}b"])
@pytest.mark.parametrize(
    "around", ["{}", "**{}**", "> {}", "- {}", "`{}`", "    {}", "```\n{}", "[{}](https://a.example)", r"\({}\)"]
)
def test_what_is_hostile_is_read_and_never_run(text, around):
    words, goes = read(rich_text.words_as_markup(around.replace("{}", text)))
    assert "__ran" not in " ".join(goes)
    assert letters(text) <= letters(words + " ".join(goes))


def filled(piece):
    """Return a piece again and again, up to what a message may have."""
    return (piece * (MESSAGE_MAX // len(piece) + 1))[:MESSAGE_MAX]


TOO_MANY = ["*", "*a", "**a", "***a *b ", "_", "_a ", "[", "[a](", "![", "[a](https://b.example) ", ">", "> ", "> - ", "`a`", "\\("]
TOO_MANY += ["\\*", "\\(a\\)", "- a\n", "-\n", "1. a\n", "+ ", "# a\n", "---\n", "https://a.example ", "a\n\n", "- - - - a\n\n"]
HARMLESS = [
    "`",
    "~",
    "<",
    "<a ",
    "<!--",
    "&",
    "&amp;",
    " ",
    "\t",
    "\n",
    "a",
    "a\n",
    "(",
    "\\",
    "~~~\na\n",
    "```\n",
    "    a\n",
    "=\n",
    '"',
]
ODDLY_LONG = {
    "an address": "https://a.example/" + "(" * 9_000,
    "dots after an address": "https://a.example" + "." * 9_000,
    "runs of ticks, none alike": "".join("`" * length + " " for length in range(1, 140)),
    "one formula": "\\(" + "a" * 9_990,
    "few signs and many words": "*b " * 180 + "b" * 9_000,
    "as many signs as may be": ("*a* " * 190).ljust(MESSAGE_MAX, "b"),
    "as many rules as may be": "---\n" * 390,
    "as many brackets as may be": ("[" * 390).ljust(MESSAGE_MAX, "b"),
    "as many quotes as may be": "> a\n" * 390,
}
DEEP = {
    "quotes": ">" * 300 + "a",
    "quotes line by line": "\n".join("> " * depth + "a" for depth in range(1, 26)),
    "points in a line": "+ " * 300 + "a",
    "points line by line": "\n".join("    " * depth + "- a" for depth in range(30)),
    "both": "> - " * 100 + "a",
}
LONG = {**{piece: filled(piece) for piece in TOO_MANY + HARMLESS}, **ODDLY_LONG, **DEEP}


@pytest.mark.parametrize("piece", TOO_MANY)
def test_what_has_too_many_signs_is_drawn_as_it_was_written(piece):
    assert markdown.markdown_to_markup(filled(piece)) is None
    assert rich_text.words_as_markup(filled(piece)) == plain_paragraphs(filled(piece))


@pytest.mark.parametrize("name", DEEP)
def test_what_stands_too_deep_is_drawn_as_it_was_written(name):
    assert rich_text.words_as_markup(DEEP[name]) == plain_paragraphs(DEEP[name])


def test_as_deep_as_people_go_is_markdown():
    assert rich_text.words_as_markup("\n".join("    " * depth + "- a" for depth in range(7))).count("<ul>") == 7
    assert rich_text.words_as_markup(">" * 8 + " a").count("<blockquote>") == 8


@pytest.mark.parametrize("name", LONG)
def test_no_message_asks_for_much_work_or_goes_deep(name):
    calls, deepest, here = 0, 0, len(inspect.stack(0))

    def count(frame, event, _argument):
        nonlocal calls, deepest
        calls += 1
        if event == "call":
            depth = -here
            while frame and depth < 100:
                frame, depth = frame.f_back, depth + 1
            deepest = max(deepest, depth)

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        made = rich_text.words_as_markup.__wrapped__(LONG[name])
    finally:
        sys.setprofile(before)
    read(made)
    assert calls < 150_000  # 15 for a character; what is quadratic takes millions
    assert deepest < 100  # of the thousand that Python allows


FORMULAS = {
    r"\frac{a}{b}": True,
    r"\begin{pmatrix} a & b\\c & d \end{pmatrix}": True,
    r"\text{if } x \in \mathbb{R},\; \{x\} \ne \emptyset": True,
    r"a \\[1em] b": True,
    r"a \\[-9em] b": False,
    r"\href{https://a.example}{b}": False,
    r"\def\alpha{\beta}": False,
    r"\newcommand{\a}{b}": False,
    r"\style{position:fixed}{a}": False,
    r"\require{action}": False,
    r"\unicode[x]{41}": False,
    r"\bbox[position:fixed]{a}": False,
    "a" * TEX_MAX: True,
    "a" * (TEX_MAX + 1): False,
}


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula[:30])
def test_the_host_typesets_only_what_draws(formula):
    assert may_be_typeset(formula) is FORMULAS[formula]
    assert ("mn-math" in rich_text.words_as_markup(rf"\({formula}\)")) is FORMULAS[formula]


def test_no_mathjax_of_the_host_reads_the_block_but_where_it_is_told_to(world):
    world.act("leila", "join")
    world.act("leila", "ask", key="question-1", text=r"Is \(a*b*c\) [mathjaxinline]d[/mathjaxinline]?")
    view = world.view("leila")
    # tex2jax and asciimath2jax of MathJax 2; MathJax 4 is told the first of these names by the platform's mathjax_include.html.
    assert '<section class="mn tex2jax_ignore asciimath2jax_ignore"' in view
    assert math(r"\(a*b*c\)") in view
    assert view.count("tex2jax_process") == 1


def test_the_first_words_are_one_line_without_signs():
    text = "# Hi\n\n**Ben**, see `a < b`:\n- one\n- [two](https://a.example)\n\n> so"
    assert rich_text.first_words_of(text, 90) == "Hi Ben, see a < b: one two so"
    assert rich_text.first_words_of(text, 7) == "Hi Ben,…"
    assert rich_text.first_words_of("***", 9) == "***"
    assert rich_text.first_words_of("", 9) == ""


def test_a_list_of_learners_has_the_first_words_and_the_conversation_has_the_whole(world):
    world.act("leila", "join")
    world.act("leila", "ask", key="question-1", text="**Where** do I\n\n- begin <b>?")
    regions = world.read("amara", "desk")["regions"]
    assert '<span class="mn-small mn-clip" dir="auto">Where do I begin &lt;b&gt;?</span>' in regions["list"]
    whole = p("<strong>Where</strong> do I") + f"<ul>{points('begin &lt;b&gt;?')}</ul>"
    assert f'<div class="mn-words">{whole}</div>' in world.view("leila")


def test_what_is_kept_of_drawn_messages_has_a_bound():
    assert rich_text.words_as_markup.cache_info().maxsize == 1024


@pytest.fixture(params=["markdown", "nh3"])
def without(request, monkeypatch):
    """A host that lacks one of the libraries."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, request.param, None)
        patch.delitem(sys.modules, "mentorship_xblock.views.text.markdown")
        importlib.reload(rich_text)
    yield
    importlib.reload(rich_text)


def test_without_the_libraries_a_message_is_drawn_as_it_was_written(without):
    text = "**a** <b>\n- c\n\n\\(d\\)"
    assert rich_text.MARKED is None
    assert rich_text.words_as_markup(text) == plain_paragraphs(text) == p("**a** &lt;b&gt;<br>- c") + p(r"\(d\)")
    assert rich_text.first_words_of(text, 90) == r"**a** <b> - c \(d\)"


def test_a_fault_of_our_own_is_not_taken_for_a_missing_library(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "mentorship_xblock.views.text.tex", None)
        patch.delitem(sys.modules, "mentorship_xblock.views.text.markdown")
        with pytest.raises(ModuleNotFoundError, match="tex"):
            importlib.reload(rich_text)
    importlib.reload(rich_text)
    assert rich_text.MARKED


@pytest.mark.parametrize(
    "end", ["،", "؟", "؛", "।", "॥", "。", "、", "，", "！", "）", "」", "»", "…", "։", "።", "\u200b", "\u202e", ".", ",", "?"]
)
@pytest.mark.parametrize("after", ["", "و", " then", "次"])
def test_punctuation_of_any_script_ends_a_link(end, after):
    if end in ".,?" and after not in ("", " then"):
        return
    for address in ("https://example.org", "https://example.org/a/b?c=d"):
        assert f'href="{address}"' in rich_text.words_as_markup(f"({address}{end}{after}")
