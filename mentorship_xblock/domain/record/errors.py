"""Why something a person asked for is not done. Each reason has a stable code; its words and status live with the views."""


class ActionRefused(Exception):
    """An act that is not done, and changes nothing.

    ``code`` is stable and names the reason; ``field`` is the part of the request it is about, if any;
    ``facts`` are the values its sentence needs.
    """

    def __init__(self, code: str, field: str = "", **facts: object) -> None:
        """Keep the reason; the sentence is made where the reader's language is known."""
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class UnreadableDocument(Exception):
    """A stored document that is not of the shape this or any earlier version wrote."""

    @classmethod
    def by(cls, fault: Exception) -> "UnreadableDocument":
        """Return that a document cannot be read by this fault. It goes into the log, so that no stored word is in it: others than
        of a type quote what they are about.
        """
        return cls(str(fault) if isinstance(fault, TypeError) else type(fault).__name__)
