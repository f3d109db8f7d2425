"""Rows of people's state in the host's own table: read many, change a few under lock.

The order of the steps in ``change_under_lock`` is measured, not a matter of taste; ``docs/decisions/0001-storage.md`` has the
reasons. In short: rows are created before the transaction, locked by primary key in one order, read fresh, written
only where they changed, and the whole is repeated when the database asks for it.
"""

import json
import logging
import random
import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from ..domain.record.errors import ActionRefused
from ..domain.record.values import PersonId, refuse_json_constant
from ..domain.stored_state import StatePart, StoredState, load_stored_state
from .kept_readings import KeptReadings
from .plain_select import select_rows
from .port import ApplyChange, NeedsMoreRows, T

log = logging.getLogger(__name__)

TRIES_MAX = 8
CHUNK_SIZE = 500
ESCAPED = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
"""What older MySQL tables (``utf8mb3``) do not take, and halves of surrogate pairs, which nothing takes: JSON can escape both."""
BUSY = (1205, "55P03", "57014")
"""Codes of a lock that stayed taken: MySQL's, and PostgreSQL's for ``lock_timeout`` and ``statement_timeout``."""
AGAIN = (1213, "40P01", "40001", "database is locked")
"""Codes of what passes by starting over: deadlocks, a conflict under another isolation level; SQLite has only words."""


class _Vanished(Exception):
    """A row that was there is gone: staff deleted it meanwhile."""


class UserStateRows:
    """The rows of one home block in one table of the host.

    ``keys`` gives the columns that identify a person's row, ``person_column`` the one that holds the person, ``in_column``
    what stands there for a person's id (None for a text that is nobody's), ``defaults`` what a new row is born with, and
    ``stamps`` the columns that change by themselves at each save.
    """

    def __init__(
        self,
        model: Any,
        keys: Mapping[str, Any],
        person_column: str,
        in_column: Callable[[PersonId], Any],
        defaults: Mapping[str, Any],
        stamps: tuple[str, ...] = (),
    ) -> None:
        """Remember the table and how a person's row is found in it."""
        self.model = model
        self.keys = dict(keys)
        self.person_column = person_column
        self.in_column = in_column
        self.defaults = {"state": "{}", **defaults}
        self.stamps = stamps

    @cached_property
    def _all(self) -> Any:
        """Everybody's rows: what is asked of them several times in one request is put together once."""
        return self.model.objects.filter(**self.keys).order_by()

    def _stored_ids(self, ids: Collection[PersonId]) -> list[Any]:
        """Return what stands in the table for these people, without whom it cannot hold."""
        return [value for person in ids if (value := self.in_column(person)) is not None]

    def _of(self, ids: Collection[PersonId]) -> Any:
        values = self._stored_ids(ids)
        if len(values) == 1:
            return self._all.filter(**{self.person_column: values[0]})
        return self._all.filter(**{f"{self.person_column}__in": values})

    def read_states(self, ids: Collection[PersonId]) -> dict[PersonId, StoredState]:
        """Return people's documents, unlocked. What cannot be read of one closes nobody else's."""
        found: dict[PersonId, StoredState] = dict.fromkeys(ids, StoredState())
        for person, state in select_rows(
            self.model, (self.person_column, "state"), self.keys, (self.person_column, self._stored_ids(ids))
        ):
            found[PersonId(str(person))] = load_stored_row(state, person)
        return found

    def query_of_states(self, ids: Collection[PersonId]) -> Any:
        """Return people's rows as they are stored, for a query of the host's."""
        return self._of(ids).values("state")

    def people_with_rows(self, ids: Collection[PersonId]) -> frozenset[PersonId]:
        """Return who has a row."""
        listed = sorted(ids)
        return frozenset(
            PersonId(str(person))
            for start in range(0, len(listed), CHUNK_SIZE)
            for person in self._of(listed[start : start + CHUNK_SIZE]).values_list(self.person_column, flat=True)
        )

    def next_people_with_rows(self, last: PersonId | None, size: int) -> list[PersonId]:
        """Return the next people with a row, ordered by the person's id. After nobody's id there is nobody."""
        rows = self._all.filter(**{f"{self.person_column}__isnull": False})  # the workbench's authored row
        if last is not None:
            value = self.in_column(last)
            if value is None:
                return []
            rows = rows.filter(**{f"{self.person_column}__gt": value})
        people = rows.order_by(self.person_column).values_list(self.person_column, flat=True)[:size]
        return [PersonId(str(person)) for person in people]

    def change_under_lock(self, people: Collection[PersonId], apply: ApplyChange[T]) -> T:
        """Lock, apply, write, commit; start over when the database or ``apply`` asks for it.

        Raises ActionRefused ``busy`` when the rows stay taken, ``newer`` or ``unreadable`` when what has changed must not be
        overwritten, and whatever ActionRefused ``apply`` raises: then nothing is written.
        """
        for attempt in range(TRIES_MAX):
            try:
                return self._once(people, apply)
            except NeedsMoreRows as more:
                people = more.people
            except (_Vanished, IntegrityError):
                log.info("mentorship: a row changed under a change; starting over")
            except OperationalError as fault:
                if not _passing(fault):
                    raise
            time.sleep(random.uniform(0, 0.01 * 2**attempt))
        raise ActionRefused("busy")

    def _once(self, people: Collection[PersonId], apply: ApplyChange[T]) -> T:
        primary = self._primary_keys(people)
        with transaction.atomic(durable=True):
            rows = {person: self._locked(primary[person]) for person in _in_lock_order(primary)}
            states = {person: _parsed(row.state) for person, row in rows.items()}
            before = {person: load_stored_state(state) for person, state in states.items()}
            after, answer = apply(before)
            for person, row in rows.items():
                new = after.get(person, before[person])
                if new != before[person]:
                    self._write(row, states[person], before[person], new)
        return answer

    def _primary_keys(self, people: Collection[PersonId]) -> dict[PersonId, Any]:
        """Find the rows, making those that are missing, outside any transaction: inside, first writers deadlock."""
        found = {PersonId(str(person)): key for person, key in self._of(people).values_list(self.person_column, "pk")}
        for person in people:
            if person not in found:  # somebody else may be making it too: then the change starts over and finds it
                row = self.model.objects.create(**self.keys, **self.defaults, **{self.person_column: person})
                found[person] = row.pk
        return found

    def _locked(self, primary_key: Any) -> Any:
        row = self.model.objects.select_for_update().filter(pk=primary_key).first()
        if row is None:
            raise _Vanished
        return row

    def _write(self, row: Any, state: Any, before: StoredState, new: StoredState) -> None:
        if new.record != before.record:
            before.checked_writable(StatePart.RECORD)
            state["record"] = new.record.as_stored_json()
        if new.ledger != before.ledger:
            before.checked_writable(StatePart.LEDGER)
            state["ledger"] = new.ledger.as_stored_json()
        row.state = _dumped(state)
        try:
            row.save(update_fields=["state", *self.stamps])
        except DatabaseError as fault:
            if fault.__cause__ is not None:  # the driver's own fault; that there was no row to write to is Django's word
                raise
            raise _Vanished from fault


def _in_lock_order(primary: Mapping[PersonId, Any]) -> Iterable[PersonId]:
    """One order for everybody, whatever their roles: any other order deadlocks when people are mentor and learner."""
    return sorted(primary, key=lambda person: (len(person), person))


def _parsed(state: str | None) -> Any:
    """Read a row's JSON; None for what is none. A row made by a grade has none, a cleared one an empty text or object."""
    try:
        return json.loads(state, parse_constant=refuse_json_constant) if state else {}
    except (ValueError, RecursionError):
        return None


def _dumped(state: Mapping[str, Any]) -> str:
    """Write a row's JSON, every character as itself but those that not every table takes."""
    written = json.dumps(state, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return ESCAPED.sub(lambda sign: json.dumps(sign[0])[1:-1], written)


KEPT_MAX = 2_000_000
"""Of how many characters of rows a process keeps what they said: a course of 2,000 learners has half as many in its mentors' rows.
With what they said they take five to eight bytes each.
"""
read_row = KeptReadings(lambda state: load_stored_state(_parsed(state)), KEPT_MAX)


def load_stored_row(state: str | None, person: object) -> StoredState:
    """Read a row's documents; what cannot be read of them is named in the log."""
    document = read_row(state or "")
    for part, why in document.unreadable.items():
        log.error("mentorship: the %s of person %.80a cannot be read: %s", part, person, why)
    return document


def _passing(fault: OperationalError) -> bool:
    """Whether a database fault passes by trying again. Raises ActionRefused ``busy`` for a lock that stayed taken."""
    code = _code(fault)
    if code in BUSY:
        raise ActionRefused("busy") from fault
    return code in AGAIN


def _code(fault: OperationalError) -> object:
    """Return what the driver says went wrong: MySQL's number, PostgreSQL's state on the fault under Django's, SQLite's words.

    MySQL's drivers may have a state as well, which says less than the number.
    """
    first, driver = next(iter(fault.args), None), fault.__cause__
    if isinstance(first, int):
        return first
    return getattr(driver, "sqlstate", None) or getattr(driver, "pgcode", None) or first  # psycopg 3, psycopg 2, SQLite


def run_best_effort(hook: Callable[[], object]) -> None:
    """Run what comes after a commit. The act is done; nothing here may fail it."""
    try:
        hook()
    except Exception:
        log.exception("mentorship: something after the commit failed; the act stands")
