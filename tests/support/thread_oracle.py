"""What docs/rules.md asks of a conversation, in its own words: read off the stored rows, each time from the beginning.

A row is an entry as it is stored: ``k`` kind, ``i`` key, ``b`` by whom, ``o`` as what, ``t`` when, and what it says. Nothing
here is shared with the package, and nothing is kept from one row to the next.
"""

from datetime import datetime, timedelta

WORDS = {"message", "question", "answer", "feedback"}
SIDE = {"mentor", "backup", "staff"}
TEN = timedelta(seconds=10)
DONE_TO = {"edited", "erased", "hidden", "unhidden"}
SETTLING = {"resolved", "asked-again", "retracted"}
HEARD_OF = WORDS | {"note", "asked-again", "retracted", "handed", "paused"}
"""What counts as unread."""

STATES = {
    # what is said: from where it leads where
    "question": {None: "open"},
    "answer": {"open": "answered", "passed": "answered", "reopened": "answered"},
    "resolved": {"answered": "resolved", "reopened": "resolved"},
    "asked-again": {"resolved": "reopened", "open": "reopened", "passed": "reopened", "reopened": "reopened"},
    "retracted": {"open": "retracted", "passed": "retracted", "reopened": "retracted"},
    "handed": {"open": "passed"},
}


def at(row):
    return datetime.fromisoformat(row["t"])


# -- the clock


def begins(row):
    """Whether a row is something that a learner waits for an answer to."""
    return row["k"] == "asked-again" or (row["o"] == "learner" and row["k"] in WORDS)


def named(row):
    return row["q"] if row["k"] == "asked-again" else row["i"]


def ends(row, begun):
    """How a row ends the wait that another began, or None: most rows end nothing, and none what its author says it leaves."""
    if named(begun) in row.get("un", ()):
        return None
    if row["k"] in WORDS and row["o"] in SIDE:
        return "answered"
    if row["k"] == "read":
        return "passed"
    if row["k"] in ("left", "ended", "withdrew"):
        return "closed"
    if row["k"] in ("resolved", "retracted") and row["o"] == "learner" and row["q"] == named(begun):
        return "retracted"
    return None


def owed(rows):
    """Return the rows that still wait for an answer."""
    return [row for place, row in enumerate(rows) if begins(row) and not any(ends(later, row) for later in rows[place + 1 :])]


def waiting_since(rows):
    return min(map(at, owed(rows)), default=None)


def known_by(rows, begun, upto):
    """Whether somebody who has read up to a place knows of what is waited for."""
    return next(place for place, row in enumerate(rows) if row["i"] == named(begun)) <= upto


def mentor(rows):
    """Return who is the learner's mentor after these rows."""
    for row in reversed(rows):
        if row["k"] in ("assigned", "reassigned"):
            return row["m"]
        if row["k"] in ("requested", "withdrew"):
            return ""
    return ""


def ended_waits(rows):
    """Return every wait that is over: with which mentor, since when, until when, and how it ended."""
    over = []
    for place, row in enumerate(rows):
        before, after = rows[:place], rows[: place + 1]
        since, how = waiting_since(before), relief(before, after)
        if how in ("answered", "passed"):
            over.append((mentor(before), min(at(begun) for begun in owed(before) if ends(row, begun)), at(row), how))
        elif how:
            over.append((mentor(before), since, at(row), how))
        elif since and mentor(before) and mentor(before) != mentor(after):
            over.append((mentor(before), since, at(row), "moved"))
    return over


def relief(before, after):
    """Return how the last row ended a wait, or None: an answer ends it also where words that could not be read yet wait on."""
    hows = {how for begun in owed(before) if (how := ends(after[-1], begun))}
    return next(iter(hows), None) if not owed(after) or hows & {"answered", "passed"} else None


def paused(rows):
    kinds = [row["k"] for row in rows if row["k"] in ("paused", "resumed", "left")]
    return kinds[-1:] == ["paused"]


def stopped(rows):
    """Return when contact was stopped, if it is: until the team decides, or the learner has a mentor whom it is not about."""
    since, reports = None, []
    for place, row in enumerate(rows):
        if row["k"] == "reported":
            since, reports = since or at(row), [*reports, row]
        other = mentor(rows[: place + 1])
        if row["k"] == "cleared":
            reports = [one for one in reports if one["i"] != row["of"]]
        elif other and other != mentor(rows[:place]):
            reports = [one for one in reports if other in (one["b"], one["to"])]
        since = since if reports else None
    return since


def ticked(rows, since, until):
    """Return how much time the clocks ran between two moments: stretch by stretch, from each row to the next."""
    ran = timedelta(0)
    for place in range(len(rows)):
        begin = max(at(rows[place]), since)
        end = min(at(rows[place + 1]), until) if place + 1 < len(rows) else until
        if end > begin and not paused(rows[: place + 1]) and not stopped(rows[: place + 1]):
            ran += end - begin
    return ran


def handed_to(rows):
    """Return who has the present wait instead of the mentor."""
    have, taken = "", set()
    for place, row in enumerate(rows):
        before, after = rows[:place], rows[: place + 1]
        if not owed(before) or mentor(before) != mentor(after):
            have, taken = "", set()
        elif row["k"] == "handed":
            have, taken = row["to"], set(map(named, owed(before)))
        elif relief(before, after):
            taken &= set(map(named, owed(after)))
            have = have if taken else ""
    return have


def asked(rows):
    """Return the questions that wait for an answer."""
    stand = states(rows)
    return [named(row) for row in owed(rows) if stand.get(named(row)) in ("open", "passed", "reopened")]


def left(rows, row, upto):
    """Return what the words of the mentoring side leave to be answered: other questions, and what was not read yet."""
    seen = [one["i"] for one in rows[: len(rows) if upto is None else upto + 1]]
    waits = [named(one) for one in owed(rows)]
    return [one for one in waits if one != row.get("q") and (one in asked(rows) or one not in seen)]


# -- questions and words


def states(rows):
    """Return where every question stands."""
    stand = {}
    for row in rows:
        for question in list(stand) if row["k"] == "handed" else [row["i"] if row["k"] == "question" else row.get("q", "")]:
            moves = STATES.get(row["k"], {})
            if stand.get(question) in moves:
                stand[question] = moves[stand.get(question)]
    return stand


def says(rows, row):
    """Return what a message says now to both sides."""
    done = [later for later in rows if later["k"] in DONE_TO and later["of"] == row["i"]]
    hidden = [later["k"] for later in done if later["k"] in ("hidden", "unhidden")]
    if hidden[-1:] == ["hidden"] or any(later["k"] == "erased" for later in done) or states(rows).get(row["i"]) == "retracted":
        return ""
    return [row["x"], *(later["x"] for later in done if later["k"] == "edited")][-1]


# -- who sees what


def about(rows, row):
    """Return the message that a row says something about and is nothing without."""
    if row["k"] in DONE_TO:
        key = row["of"]
    elif row["k"] in SETTLING:
        key = row["q"]
    else:
        key = row["i"].removeprefix("handed.") if row["k"] == "handed" else ""
    return next((one for one in rows if one["i"] == key and one["k"] in WORDS | {"note"}), None)


def held_back(rows, row, viewer, staff, now):
    """Whether a row is not yet this person's to see."""
    row = about(rows, row) or row
    if row["b"] == viewer or row["k"] not in WORDS | {"note"}:
        return False
    if now < at(row) + TEN:
        return True
    since = stopped(rows)
    return bool(since) and not staff and row["o"] != "staff" and row["k"] != "note" and at(row) + TEN > since


def kept_from(rows, row, viewer, learner):
    """Whether a row is never this person's to see."""
    row = about(rows, row) or row
    return row["k"] == "note" and learner and row["b"] != viewer


def sees(rows, viewer, role, now):
    """Return the places of the rows that somebody sees."""
    return [
        place
        for place, row in enumerate(rows)
        if row["b"] == viewer
        or not (held_back(rows, row, viewer, role == "staff", now) or kept_from(rows, row, viewer, role == "learner"))
    ]
