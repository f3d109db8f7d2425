"""Writing the program: the editor, what is saved of it, what authors see, what leaves with the course."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.signing import BadSignature, Signer
from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock, XBlockMixin
from xblock.validation import Validation, ValidationMessage

from .actions.request_guard import read_authoring_body, reader_fingerprint
from .authoring.guidance import read_milestone_guidance, read_unit_note
from .authoring.parsing import FieldReader, read_single_line
from .authoring.plan_parsing import PLAN_ITEMS_MAX
from .authoring.program import (
    MILESTONE_UNITS_MAX,
    PROGRAM_PARTS,
    Program,
    program_as_authored,
    read_authored_program,
    units_as_stored,
)
from .domain.plan.course_plan import CompletionRule
from .domain.record.errors import ActionRefused
from .domain.record.text_rules import displayable_text
from .hosts import (
    authored_home_block,
    count_mentorships,
    list_course_units,
    may_write_program,
    other_home_blocks,
    program_author,
    titles_above_block,
    tracks_completion,
    usage_name_meant_by,
)
from .hosts.unit_completion import completion_rule_of, usual_completion_rule
from .hosts.usage_names import block_named_beside, name_within_course
from .views.author_preview import draw_sample_panel
from .views.dispatch import json_response
from .views.editor import (
    TitledUnits,
    advice_sentences,
    completion_form_facts,
    describe_faults,
    editor_form_facts,
    faults_of_gone_units,
    program_preview_facts,
    unread_sentences,
    untracked_sentences,
)
from .views.editor_conflicts import differences_of_authors
from .views.error_messages import refusal_answer
from .views.guidance import all_guidance, guidance_facts
from .views.text.i18n import _, isolate_direction
from .views.text.rendering import render_template

COURSE_OWN_FIELDS = (
    "roster", "assignment", "begins", "reply_hours", "review_hours", "home", "units", "completes", "completes_at",
)  # fmt: skip
"""What a course decides for itself: a library's block never overwrites it there."""


AUTHOR_FIELDS = ("display_name", "home", "completes", "completes_at", "unit_note", *PROGRAM_PARTS)
"""The fields that an author writes."""

BROUGHT_BY_ROWS = frozenset({"units", "guidance"})
"""The parts of a program that the editor brings in the rows of the milestones, and that are stored apart from them."""

UsageFinder = Callable[[str], str | None]
"""Finds how the block that a text means is named in the course, by the text alone; None if it is none of this course."""


def read_editor_fields(
    body: Mapping[str, Any], home: Callable[[str], str], unit: UsageFinder
) -> tuple[dict[str, Any], list[ActionRefused]]:
    """Return the fields to store, and the faults that forbid it. ``home`` finds the block that an id names.

    A block that continues another has no program: what it had before is neither read nor lost.
    """
    faults: list[ActionRefused] = []
    fields: dict[str, Any] = {}
    try:
        fields["display_name"] = read_single_line(body.get("title"), "title", "title", needed=True)
    except ActionRefused as fault:
        faults.append(fault)
    continued = body.get("home")
    counts, wrong = read_completion_fields(body, continues=continued is not None)
    fields |= counts
    if "unit_note" in body:
        reader = FieldReader()
        fields["unit_note"] = read_unit_note(reader, body["unit_note"])
        wrong += reader.faults
    if continued is None:
        program, found = read_authored_program({name: value for name, value in body.items() if name not in BROUGHT_BY_ROWS})
        units, amiss = read_milestone_units(body.get("plan"), unit)
        guidance, unsaid = read_milestone_guidance(body.get("plan"))
        written = {name: value for name, value in program_as_authored(program).items() if name not in BROUGHT_BY_ROWS}
        return {**fields, "home": None, **written, **units, **guidance}, faults + found + amiss + unsaid + wrong
    try:
        fields["home"] = home(continued)
    except ActionRefused as fault:
        faults.append(fault)
    return fields, faults + wrong


def read_completion_fields(body: Mapping[str, Any], continues: bool) -> tuple[dict[str, Any], list[ActionRefused]]:
    """Return when the block counts as completed, as it is stored, and what is wrong about that.

    What goes without saying stays unsaid, so that it is another where the block comes to stand elsewhere.
    """
    reader = FieldReader()
    otherwise = usual_completion_rule(continues)
    chosen = reader.read_choice(body.get("completes") or otherwise, "completes", otherwise)
    fields: dict[str, Any] = {"completes": "" if chosen is otherwise else chosen.value}
    if chosen is CompletionRule.NUMBER:
        fields["completes_at"] = reader.read_number(body.get("completes_at"), "completes_at", PLAN_ITEMS_MAX, "completes-at", 1)
    return fields, reader.faults


def read_milestone_units(plan: object, unit: UsageFinder) -> tuple[dict[str, Any], list[ActionRefused]]:
    """Return the units that the rows of the milestones bring, as they are stored, and the faults among them.

    Rows from an editor that has no units to choose from bring none, and then what is stored stays.
    """
    reader, unheard = FieldReader(), FieldReader()
    found: dict[str, list[str]] = {}
    brought = False
    for aim, goal in unheard.read_rows(plan, "plan"):
        for path, row in unheard.read_rows(goal.get("milestones", []), f"{aim}.milestones"):
            if "units" not in row:
                continue
            brought = True
            bound = found.setdefault(str(row.get("id")), [])
            for place, one in reader.read_rows(row["units"], f"{path}.units"):
                text = one.get("unit")
                usage = unit(text) if isinstance(text, str) and text else None
                if usage is None and text:
                    reader.note_refusal("unit-gone", place)
                elif len(bound) == MILESTONE_UNITS_MAX:
                    reader.note_refusal("units-too-many", place, most=MILESTONE_UNITS_MAX)
                elif usage is not None and usage not in bound:
                    bound.append(usage)
    return ({"units": units_as_stored(found)} if brought else {}), reader.faults


class AuthoringMixin(XBlockMixin):
    """The block as its authors meet it."""

    def studio_view(self, context: Any = None) -> Fragment:
        """Draw the editor."""
        if not may_write_program(self):
            return self._page(
                "studio/author_closed.html", {"notice": refusal_answer(ActionRefused("author-only"), self.language)[1]["message"]}
            )
        fragment = self._page("studio/editor.html", self._editor())
        fragment.add_javascript_url(self.runtime.local_resource_url(self, "public/studio.js"))
        fragment.initialize_js("MentorshipStudio")
        return fragment

    def _editor(self) -> dict[str, Any]:
        """Return what the editor's template needs."""
        units = list_course_units(self)
        return {
            "title": self.display_name,
            "unit_note": displayable_text(self.unit_note or ""),
            "reader": reader_fingerprint(program_author(self)),
            "print": self._print(),
            "home": str(self.home_key) if self._continues else "",
            "usage": isolate_direction(str(self.scope_ids.usage_id)),
            "faults": describe_faults(self._faults(units), self.language),
            **editor_form_facts(self.authored, units, self.language),
            **completion_form_facts(
                completion_rule_of(self),
                self.completes_at,
                {usual_completion_rule(False): "own", usual_completion_rule(True): "other"},
                self.language,
            ),
        }

    def _stored(self) -> dict[str, Any]:
        """Return all that an author writes, by the fields' names."""
        return {name: getattr(self, name) for name in AUTHOR_FIELDS}

    def _print(self) -> str:
        """Return what tells whether anything an author writes is as it was, signed for this author and this block."""
        return self._signer.sign(hashlib.sha256(json.dumps(self._stored(), default=str, sort_keys=True).encode()).hexdigest()[:16])

    @property
    def _signer(self) -> Signer:
        return Signer(salt=f"mentorship.editor:{self.scope_ids.usage_id}:{program_author(self)}")

    @XBlock.handler
    def submit_studio_edits(self, request: Any, suffix: str = "") -> Response:
        """Save what the editor sends, or answer 400 with every fault by its field.

        Somebody else may have saved since the editor was opened: then it is 409, and both are shown. Studio asks after the
        author's rights only once this has answered. So it looks at nothing but what was sent, and shows what is stored only to
        whoever was given the editor: their print of it is signed.
        """
        try:
            body = read_authoring_body(may_write_program(self), partial(program_author, self), request)
            fields, faults = read_editor_fields(body, self._read_home, partial(usage_name_meant_by, self))
        except ActionRefused as refusal:
            status, body = refusal_answer(refusal, self.language)
            return json_response(body, status)
        if faults:
            return json_response({"errors": describe_faults(faults, self.language)}, 400)
        opened = body.get("print")
        if opened is not None and opened != self._print():
            return json_response(self._meanwhile(opened, fields), 409)
        if opened is not None and not body.get("parts") and (parting := self._parting(fields["home"])):
            return json_response(parting, 409)
        for name, value in fields.items():
            setattr(self, name, value)
        saved = {"saved": True} if opened is None else {"saved": True, "print": self._print()}
        return json_response(saved)

    def _parting(self, home: str | None) -> dict[str, Any] | None:
        """Return what an author reads who lets the block keep, or continue, other mentorships than it has until now; None where
        there is nobody whom that would part from their mentor here.
        """
        if block_named_beside(self, home) == self.home_key:
            return None
        number = count_mentorships(self, self.home_key)
        if number == 0:
            return None
        both = render_template("studio/parting.html", self.language, {"uid": self.uid, "number": number})
        return {**refusal_answer(ActionRefused("home-moves"), self.language)[1], "both": both}

    def _meanwhile(self, opened: object, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return what an author reads whose editor was opened before what is stored now, and the editor as it would open now."""
        language, stored = self.language, self._stored()
        answer = refusal_answer(ActionRefused("saved-meanwhile"), language)[1]
        try:
            self._signer.unsign(str(opened))
        except BadSignature:
            return answer
        parts = differences_of_authors(stored, fields, language)
        return {
            **answer,
            "both": render_template(
                "studio/saved_meanwhile.html", language, {"uid": self.uid, "print": self._print(), "parts": parts}
            ),
            "editor": render_template("studio/editor.html", language, {"uid": self.uid, **self._editor()}),
        }

    def author_view(self, context: Any = None) -> Fragment:
        """Show the author what learners will meet, with sample people, and what is still to be mended."""
        language = self.language
        units = self._units_for(self)
        facts = {
            "title": self.display_name,
            "faults": describe_faults(self._faults(units), language),
            "unread": self._unread,
            "continues": self._continues,
        }
        try:
            source = self.source()
        except ActionRefused:
            return self._page("studio/author.html", facts)
        program = read_authored_program(source.authored)[0]
        facts |= {
            "home": self._where(source) if self._continues else None,
            "others": [where for home in self._others if (where := self._where(home))["place"]],
            "regions": draw_sample_panel(program, language, self.uid),
            **program_preview_facts(program, units if source is self else self._units_for(source), language),
            "advice": self._advice(),
            # Of a block that continues another what mentors read of milestones is that one's, and shown there.
            "guidance": guidance_facts(
                all_guidance(Program() if self._continues else program, self.unit_note, language.translate_text(_("This unit")))
            ),
        }
        return self._page("studio/author.html", facts)

    def validate(self) -> Validation:
        """Tell Studio's page what is to be mended, and what would be better."""
        validation = super().validate()
        language = self.language
        for fault in describe_faults(self._faults(self._units_for(self)), language):
            validation.add(ValidationMessage(ValidationMessage.ERROR, language.isolated_outside(fault["line"])))
        for sentence in self._unread:
            validation.add(ValidationMessage(ValidationMessage.WARNING, language.isolated_outside(sentence)))
        for sentence in self._advice():
            validation.add(ValidationMessage(ValidationMessage.WARNING, language.isolated_outside(sentence)))
        return validation

    @classmethod
    def get_customizable_fields(cls) -> dict[str, str | None]:
        """Keep what a course decides for itself out of the updates from a library."""
        inherited: dict[str, str | None] = getattr(super(), "get_customizable_fields", dict)()
        return {**inherited, **dict.fromkeys(COURSE_OWN_FIELDS)}

    def index_dictionary(self) -> dict[str, Any]:
        """Let the search find the block by its title, and by nothing that anybody is called."""
        inherited: dict[str, Any] = getattr(super(), "index_dictionary", dict)()
        return {**inherited, "content": {"display_name": self.display_name}, "content_type": "Mentorship"}

    @property
    def _continues(self) -> bool:
        """Whether another block holds the mentorships."""
        return bool(self.home_key != self.scope_ids.usage_id)

    def _units_for(self, block: Any) -> TitledUnits:
        """Return the units of the course if a milestone of this block is bound to any: to list them is to read the whole course."""
        return list_course_units(self) if block.units else []

    def _faults(self, units: TitledUnits) -> list[ActionRefused]:
        counts = {"completes": self.completes, "completes_at": self.completes_at}
        faults, reader = read_completion_fields(counts, self._continues)[1], FieldReader()
        read_unit_note(reader, self.unit_note)
        faults += reader.faults
        if not self._continues:
            return [
                *read_authored_program(self.authored)[1],
                *(faults_of_gone_units(self.authored, units) if units else ()),
                *faults,
            ]
        try:
            self.source()
        except ActionRefused:
            there = (
                authored_home_block(self, self.home_key)
                if usage_name_meant_by(self, self.home, self.scope_ids.block_type)
                else None
            )
            faults.append(ActionRefused("home-continues" if there else "home-gone", "home", name=displayable_text(self.home)))
        return faults

    @property
    def _unread(self) -> list[str]:
        """What the author wrote by hand and nothing reads; of a block that continues another, nothing of the program it had."""
        return unread_sentences(
            self.unread_names, {"roster": [], "plan": [], "guidance": {}} if self._continues else self.authored, self.language
        )

    def _where(self, home: Any) -> dict[str, str]:
        """Return how a home is called, and where it stands."""
        place = titles_above_block(self, home)
        return {
            "title": isolate_direction(home.display_name or str(home.scope_ids.usage_id)),
            "place": isolate_direction(place) if place else "",
        }

    @property
    def _others(self) -> list[Any]:
        """The other homes of the course, of which this block may be a copy; none of a block that continues another."""
        return [] if self._continues else other_home_blocks(self)

    def _advice(self) -> list[str]:
        """Return what would be better, although it may stay so. Whose program is another's answers for the completion alone."""
        program = Program() if self._continues else read_authored_program(self.authored)[0]
        counts = self.completes in [finishes for finishes in CompletionRule if finishes is not CompletionRule.NEVER]
        sentences = [] if self._continues else advice_sentences(program, self.language)
        return sentences if tracks_completion(self) else [*sentences, *untracked_sentences(program, counts, self.language)]

    def _read_home(self, written: object) -> str:
        """Return the name of the block to continue. Raises ActionRefused ``home`` or ``home-itself``."""
        usage = usage_name_meant_by(self, written.strip(), self.scope_ids.block_type) if isinstance(written, str) else None
        if usage is None:
            raise ActionRefused("home", "home")
        if usage == name_within_course(self.scope_ids.usage_id):
            raise ActionRefused("home-itself", "home")
        return usage

    def _page(self, template: str, facts: Mapping[str, Any]) -> Fragment:
        fragment = Fragment(render_template(template, self.language, {"uid": self.uid, **facts}))
        for sheet in ("mentorship.css", "studio.css"):
            fragment.add_css_url(self.runtime.local_resource_url(self, f"public/{sheet}"))
        return fragment
