"""A safe subset of Markdown, by the platform's own libraries: Markdown makes the blocks, nh3 lets nothing else through.

What the library does slowly, or not as people write, is done here in one pass over the text: code and mathematics are put
aside, and ``<`` and ``&`` are replaced by characters that no text has, so that no markup can be typed.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import nh3
from django.utils.html import escape
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .tex import may_be_typeset

SIGNS_MAX = 400
"""Signs of Markdown and paragraphs in a message. More are of something pasted, and the library's time grows with their square."""
DEPTH_MAX = 8
"""Lists and quotes inside one another."""
LEFT_OUT = (
    *("html_block", "setextheader", "prettify", "backtick", "reference", "link", "image_link", "image_reference"),
    *("short_reference", "short_image_ref", "autolink", "automail", "linebreak", "html", "entity"),
    *("not_strong", "em_strong", "em_strong2"),
)
"""What the library can do besides: markup, images, definitions that are not drawn, and what is done here."""

MATH = "mn-math tex2jax_process"
"""The second is what every MathJax of the platform looks for inside what it is told to pass over, which our block is."""
TAGS = {"p", "br", "hr", "strong", "em", "code", "pre", "ol", "ul", "li", "blockquote", "a", "span"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
VALUES = {
    "p": {"dir": {"auto"}},
    "li": {"dir": {"auto"}},
    "pre": {"dir": {"ltr"}},
    "code": {"dir": {"ltr"}},
    "span": {"dir": {"ltr"}, "class": {MATH}},
}
"""The attributes with only the values they have here."""

ASIDE, BACK, AMPERSAND, LESS, BREAK = "\x0e", "\x0f", "\x05", "\x06", "\x07"
"""Signs for what stands elsewhere, or is no sign of Markdown. ``shown()`` leaves none of them in a text."""
_HIDE = str.maketrans({"&": AMPERSAND, "<": LESS, "\n": BREAK})
_PUT_ASIDE = re.compile(f"{ASIDE}(\\d+){BACK}")
_SIGN = re.compile(rf"[*_\[>\\{ASIDE}]|https?:|\n *\n|^ *(?:[-+#]|\d+\.)", re.MULTILINE)
_LEAD = re.compile(r"^(?:[ >]|[-+*] |\d+\. )+", re.MULTILINE)
_DEEPER = re.compile(r" {4}|>|[-+*] |\d+\. ")
_FENCE = re.compile(r"^( *)(`{3,}+|~{3,}+)[^`\n]*+\n(.*?)(?:^ *\2[`~]* *$|\Z)", re.MULTILINE | re.DOTALL)
_TEX = r"(?:[^\\\n]|\\[^()\[\]\n]|\n(?!\s*\n))++"
_SPAN = re.compile(
    rf"\\\((?P<line>{_TEX})\\\)|\\\[(?P<block>{_TEX})\\\]|(?P<tick>(?<!`)`++)(?P<code>[^\n]+?)(?<!`)(?P=tick)(?!`)|\\.",
)
_ITEM = re.compile(r" {0,3}(?:[-+*]|1\.) +\S")
_LISTED = re.compile(r" {0,3}(?:[-+*]|\d+\.) ")
_HEADING = re.compile(r"(?:^|\n)(?P<level>#{1,6}) +(?P<header>[^\n]*?)[ #]*(?:\n|$)")

_CLOSING = rf"\s\\()<>\[\]\"`\ufffd\x02\x03{LESS}{ASIDE}{BACK}"
_MARKS = "".join(
    sign for sign in map(chr, range(0x80, 0x12000)) if unicodedata.category(sign) == "Cf" or unicodedata.category(sign)[0] == "P"
)
"""Punctuation of all scripts but ASCII's, and what nobody sees. They end an address: few scripts put a space there."""


def _address(letter: str) -> str:
    """Return the pattern of an address whose path is made of these letters."""
    return rf"https?://(?![^\s/?#]*@)[\w.-]+(?::\d+)?(?:[/?#]{letter}*+(?:\({letter}*+\){letter}*+)*+)?"


_LETTER = f"[^{_CLOSING}]"
_ADDRESS, _BARE_ADDRESS = _address(_LETTER), _address(f"[^{_MARKS}{_CLOSING}]")
"""An address of the web, with brackets in pairs. None with a name before its host, which is there to deceive."""
_AFTER = re.compile(r"[.,;:!?'*_~]+$")
"""What stands after an address in a sentence."""
_LIKE_ADDRESS = re.compile(r"://|@|\w\.\w{2}")
_EM = r"\*(?![\s*])[^*]++\*(?!\*(?!\*))"
EMPHASIS = (
    ("strong", rf"(?<![a-zA-Z0-9])\*\*(?!\s)((?:[^*]|{_EM}|\*(?!\*))++)(?<!\s)\*\*(?![a-zA-Z0-9])"),
    ("strong", r"(?<!\w)__(?!\s)((?:[^_]|_(?!_))++)(?<!\s)__(?!\w)"),
    ("em", r"(?<![*a-zA-Z0-9])\*(?![\s*])([^*]++)(?<!\s)\*(?![*a-zA-Z0-9])"),
    ("em", r"(?<!\w)_(?![\s_])([^_]++)(?<!\s)_(?!\w)"),
)
"""Inside a word no sign emphasises: "2*x*y" and "first_name" are written by everybody. Each sign is looked at once."""


def markdown_to_markup(text: str) -> str | None:
    """Return a message as markup; None where it has too many signs, or too much in one another, to be meant as Markdown.

    The text is one that ``shown()`` has returned.
    """
    kept = _Kept()
    text = kept.put_spans_aside(kept.put_fences_aside(text.expandtabs(4)))
    if len(_SIGN.findall(text)) > SIGNS_MAX or any(_depth(lead[0]) > DEPTH_MAX for lead in _LEAD.finditer(text)):
        return None
    made = _library(kept).convert(_apart(text).replace("&", AMPERSAND).replace("<", LESS))
    made = made.replace("\n", "<br>").replace(AMPERSAND, "&amp;").replace(LESS, "&lt;").replace(BREAK, "\n")
    return nh3.clean(
        _PUT_ASIDE.sub(lambda place: escape(kept.parts[int(place[1])].source), made),
        tags=TAGS,
        attributes=ATTRIBUTES,
        tag_attribute_values=VALUES,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def _depth(lead: str) -> int:
    """Return how deep a line stands, by what it begins with. Indented code stands in nothing."""
    return len(_DEEPER.findall(lead)) if lead.strip() else 0


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a message that Markdown must not touch."""

    source: str
    """As it was written."""
    words: str
    """What of it is drawn."""
    tag: str = "code"

    def inline_element(self) -> Element:
        """Return it as it is drawn in a line."""
        made = Element("span", {"dir": "ltr", "class": MATH}) if self.tag == "span" else Element("code", {"dir": "ltr"})
        made.text = AtomicString(self.words.translate(_HIDE))
        return made


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is put aside while the library reads the rest."""

    parts: list[_Part] = field(default_factory=list)

    def _aside(self, part: _Part) -> str:
        self.parts.append(part)
        return f"{ASIDE}{len(self.parts) - 1}{BACK}"

    def put_fences_aside(self, text: str) -> str:
        """Put fenced code aside, one inside a list where it stands. A fence that nobody closes goes to the end."""

        def aside(found: re.Match[str]) -> str:
            code = "\n".join(line.removeprefix(found[1]) for line in found[3].split("\n")).rstrip()
            inside = " " * (-(-len(found[1]) // 4) * 4)
            return f"\n{inside}{self._aside(_Part(found[0], code, 'pre'))}\n"

        return _FENCE.sub(aside, text)

    def put_spans_aside(self, text: str) -> str:
        """Put code and mathematics in a line aside. What a backslash escapes begins neither."""

        def aside(found: re.Match[str]) -> str:
            if found["code"]:
                return self._aside(_Part(found[0], found["code"]))
            formula = found["line"] or found["block"]
            if not formula:
                return found[0]
            return self._aside(_Part(found[0], found[0], "span" if may_be_typeset(formula) else "code"))

        return _SPAN.sub(aside, text)


def _apart(text: str) -> str:
    """Put an empty line between a paragraph and the list that follows it, which people leave out and the library needs."""
    lines: list[str] = []
    listed = False
    for line in text.split("\n"):
        if not listed and lines and lines[-1].strip() and _ITEM.match(line):
            lines.append("")
        listed = bool(line.strip()) and (listed or bool(_LISTED.match(line)))
        lines.append(line)
    return "\n".join(lines)


def _library(kept: _Kept) -> Any:
    """Return the library, set up for one message: it holds what it reads, so two threads must not share it."""
    library: Any = Markdown(extensions=[SaneListExtension()])
    for part in (library.preprocessors, library.parser.blockprocessors, library.treeprocessors, library.inlinePatterns):
        for name in LEFT_OUT:
            part.deregister(name, strict=False)
    # "#1" and "#done" are no headings.
    library.parser.blockprocessors["hashheader"].RE = _HEADING
    library.treeprocessors.register(_Blocks(kept), "mn-blocks", 30)
    library.inlinePatterns.register(_Aside(kept), "mn-aside", 230)
    library.inlinePatterns.register(_Link(), "mn-link", 220)
    library.inlinePatterns.register(_Bare(), "mn-bare", 210)
    for place, (tag, pattern) in enumerate(EMPHASIS):
        library.inlinePatterns.register(_Emphasis(tag, pattern), f"mn-emphasis-{place}", 60 - place)
    return library


class _Blocks(Treeprocessor):
    """Before the lines are read: fenced code takes the place of its paragraph, and a heading becomes a bold paragraph.

    A heading in a message would stand in the outline of the course's page.
    """

    def __init__(self, kept: _Kept) -> None:
        super().__init__()
        self._kept = kept

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for parent in list(root.iter()):
            for child in parent:
                self._block(child, parent)

    def _block(self, block: Element, parent: Element) -> None:
        if block.tag in ("p", "pre"):
            text = (block.text if block.tag == "p" else block[0].text) or ""
            alone = _PUT_ASIDE.fullmatch(text.strip())
            part = self._kept.parts[int(alone[1])] if alone else None
            if part and part.tag == "pre":
                _code(block, part.words)
            elif block.tag == "pre":
                _code(block, text.replace("&gt;", ">"))  # which the library has done already
        elif re.fullmatch("h[1-6]", block.tag):
            block.tag, words, block.text = "p", block.text, None
            SubElement(block, "strong").text = words
        # A paragraph in a list is read from the side of its point, which looks at what has no direction of its own.
        if block.tag == "li" or block.tag == "p" and parent.tag != "li":
            block.set("dir", "auto")


def _code(block: Element, words: str) -> None:
    """Make an element a block of code."""
    block.clear()
    block.tag = "pre"
    block.set("dir", "ltr")
    SubElement(block, "code").text = AtomicString(words.rstrip("\n").translate(_HIDE))


class _Aside(InlineProcessor):
    """Puts back what was put aside."""

    def __init__(self, kept: _Kept) -> None:
        super().__init__(_PUT_ASIDE.pattern)
        self._kept = kept

    def handleMatch(self, m: re.Match[str], data: str) -> Any:
        """Return its element."""
        return self._kept.parts[int(m[1])].inline_element(), m.start(), m.end()


class _Link(InlineProcessor):
    """A link with words. Words that look like another address are followed by where it goes."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self) -> None:
        super().__init__(rf"(?<!\\)\[((?:[^\[\]\\\n]|\\.)++)\]\(({_ADDRESS}|mailto:{_LETTER}++)\)")

    def handleMatch(self, m: re.Match[str], data: str) -> Any:
        """Return the link."""
        made = Element("a", {"href": m[2]})
        made.text = m[1] if not _LIKE_ADDRESS.search(m[1]) or _place(m[1]) == _place(m[2]) else f"{m[1]} ({_place(m[2])})"
        return made, m.start(), m.end()


class _Bare(InlineProcessor):
    """An address by itself."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self) -> None:
        super().__init__(rf"(?<![\w/:]){_BARE_ADDRESS}")

    def handleMatch(self, m: re.Match[str], data: str) -> Any:
        """Return the link, without what closes the sentence."""
        address = _AFTER.sub("", m[0])
        made = Element("a", {"href": address})
        made.text = AtomicString(address)
        return made, m.start(), m.start() + len(address)


class _Emphasis(InlineProcessor):
    """Words between the signs of emphasis."""

    def __init__(self, tag: str, pattern: str) -> None:
        super().__init__(pattern)
        self._tag = tag

    def handleMatch(self, m: re.Match[str], data: str) -> Any:
        """Return its element."""
        made = Element(self._tag)
        made.text = m[1]
        return made, m.start(), m.end()


def _place(address: str) -> str:
    """Return the host, or the mailbox, that an address names."""
    return re.split("[/?#]", re.sub("^(?:https?://|mailto:)", "", address.strip(), flags=re.IGNORECASE))[0].casefold()
