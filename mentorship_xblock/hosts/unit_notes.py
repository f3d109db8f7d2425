"""What authors tell mentors about units, gathered from the blocks in which it is written."""

from collections.abc import Iterable

from ..authoring.guidance import read_unit_note
from ..authoring.parsing import FieldReader


def notes_by_place(written: Iterable[tuple[object, Iterable[str]]]) -> dict[str, str]:
    """Return the notes under the names of the places that each is about; several about one place follow each other.

    A note that cannot be read, or is too long, is left out: its author is told in Studio.
    """
    found: dict[str, list[str]] = {}
    for stored, places in written:
        if note := read_unit_note(FieldReader(), stored):
            for place in places:
                found.setdefault(place, []).append(note)
    return {place: "\n\n".join(notes) for place, notes in found.items()}
