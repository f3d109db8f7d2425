"""Rows by the values of their columns, asked in SQL of our own.

A view asks for the same few rows every time, and Django takes four times as long to word such a query as a database takes to
answer it: ``docs/decisions/0022-plain-select.md``.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from django.db import connections, router

VALUES_MAX = 500
"""Values of one column in one query: every database takes as many."""


def select_rows(model: Any, columns: tuple[str, ...], where: Mapping[str, Any], one_of: tuple[str, Collection[Any]]) -> list[Any]:
    """Return these columns of the rows in which each column of ``where`` has its value, and that of ``one_of`` one of its values.

    Columns hold texts, numbers or yes and no, and come as the driver has them. ``user__username`` is a column of the row that the
    column ``user`` names; what names none is left out.
    """
    alias, (listed, values) = router.db_for_read(model), one_of
    fields, connection = model._meta.get_field, connections[alias]
    given = [fields(name).get_db_prep_value(value, connection) for name, value in where.items() if value is not None]
    stored = fields(listed).get_db_prep_value
    wanted = [stored(value, connection) for value in values]
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), VALUES_MAX):
            some = wanted[start : start + VALUES_MAX]
            empty = tuple((name, value is None) for name, value in where.items())
            cursor.execute(_worded(alias, model, columns, empty, listed, len(some)), [*given, *some])
            rows += cursor.fetchall()
    return rows


@lru_cache(maxsize=256)
def _worded(alias: str, model: Any, columns: tuple[str, ...], where: tuple[tuple[str, bool], ...], listed: str, count: int) -> str:
    """Return the query; of the columns in ``where`` it says whether they are to be empty."""
    quoted, meta = connections[alias].ops.quote_name, model._meta
    tables = [quoted(meta.db_table)]

    def column(name: str) -> str:
        own, _between, far = name.partition("__")
        field = meta.get_field(own)
        here = f"{quoted(meta.db_table)}.{quoted(field.column)}"
        if not far:
            return here
        other = field.related_model._meta
        joined = f"INNER JOIN {quoted(other.db_table)} ON {here} = {quoted(other.db_table)}.{quoted(other.pk.column)}"
        if joined not in tables:
            tables.append(joined)
        return f"{quoted(other.db_table)}.{quoted(other.get_field(far).column)}"

    conditions = [f"{column(name)} IS NULL" if empty else f"{column(name)} = %s" for name, empty in where]
    conditions.append(f"{column(listed)} IN ({', '.join(['%s'] * count)})")
    named = ", ".join(map(column, columns))
    return f"SELECT {named} FROM {' '.join(tables)} WHERE {' AND '.join(conditions)}"
