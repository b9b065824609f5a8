"""Sets of rows in one statement with one parameter: a JSON text of them all.

Django's bulk_create prepares every value by itself, which costs more than all the rest
of a post.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

from hub.events import encode

# What is the same on the other side of JSON, or is made so below.
TRAVELLING = frozenset(
    {
        "AutoField",
        "BigAutoField",
        "BigIntegerField",
        "BooleanField",
        "CharField",
        "DateField",
        "DateTimeField",
        "IntegerField",
        "JSONField",
        "PositiveBigIntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "SmallIntegerField",
        "TextField",
        "UUIDField",
    }
)
Rows = Sequence[Sequence[Any]]
Fit = Callable[[Any], Any]


class _Shape(NamedTuple):
    """Columns of a model; `defaulted` may be left to the database.

    Fields in `follows` make their value of the row's others, as `save` lets them.
    """

    names: tuple[str, ...]
    defaulted: frozenset[str]
    follows: tuple[Any, ...]
    relations: tuple[tuple[str, str], ...]


class _Statement(NamedTuple):
    """`fit` gives the places whose values SQLite keeps in a form of its own."""

    sql: str
    names: tuple[str, ...]
    fit: tuple[tuple[int, Fit], ...]


class Set(NamedTuple):
    """Rows whose values are in the order of the columns `names`."""

    model: type[models.Model]
    names: tuple[str, ...]
    rows: Rows


def insert(*sets: Set) -> int:
    """Writes them in this order, on PostgreSQL all in one round trip.

    Returns the highest id among the new rows of the first set, 0 if there are none.
    """
    asked = []
    for place, (model, names, rows) in enumerate(sets):
        if rows:
            first = place == 0
            statement = _statement(model, names, connection.vendor, returning=first)
            asked.append((first, statement.sql, _parameter(statement, rows)))
    if len(asked) > 1 and connection.vendor == "postgresql":
        firsts, statements, parameters = zip(*asked, strict=True)
        return _execute(firsts[0], "; ".join(statements), parameters)
    return max((_execute(first, sql, [one]) for first, sql, one in asked), default=0)


def _execute(returning: bool, sql: str, parameters: Sequence[str]) -> int:
    """The highest id that the first statement returns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return max(key for (key,) in cursor.fetchall()) if returning else 0


def json_rows(
    model: type[models.Model], names: tuple[str, ...], rows: Rows
) -> tuple[str, str]:
    """Rows as a table `asked` to select from, and the parameter that it needs."""
    source = _source(model, names, connection.vendor)
    return f"({source.sql}) AS asked", _parameter(source, rows)


def insert_models(rows: Sequence[models.Model]) -> None:
    """Writes new rows of one model and gives each its id, as bulk_create does."""
    model = type(rows[0])
    names = _columns_of(rows)
    if names is None:
        model._default_manager.bulk_create(rows)
        return
    statement = _statement(model, names, connection.vendor, returning=True)
    values = [[getattr(row, name) for name in names] for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, [_parameter(statement, values)])
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding = False
        row._state.db = connection.alias


def _columns_of(rows: Sequence[models.Model]) -> tuple[str, ...] | None:
    """None if Django has to look at each value itself."""
    shape = _shape(type(rows[0]))
    if shape is None or any(row.pk is not None for row in rows):
        return None
    for row in rows:
        for field in shape.follows:
            field.pre_save(row, add=True)
        for column, relation in shape.relations:
            if getattr(row, column) is None:
                _look_up(row, column, relation)
    left_out = set()
    for name in shape.defaulted:
        missing = {isinstance(getattr(row, name), DatabaseDefault) for row in rows}
        if len(missing) > 1:
            return None
        if missing.pop():
            left_out.add(name)
    return tuple(name for name in shape.names if name not in left_out)


def _look_up(row: models.Model, column: str, relation: str) -> None:
    """What was new when it was assigned may have its id by now."""
    related = getattr(row, relation)
    if related is None:
        return
    if related.pk is None:
        raise ValueError(f"{relation} of {row!r} has to be written before it.")
    setattr(row, column, related.pk)


@cache
def _shape(model: type[models.Model]) -> _Shape | None:
    fields: list[Any] = [f for f in model._meta.concrete_fields if not f.primary_key]
    if not all(map(_travels, fields)):
        return None
    return _Shape(
        tuple(field.column for field in fields),
        frozenset(field.column for field in fields if field.has_db_default()),
        tuple(field for field in fields if _follows_others(field)),
        tuple((f.column, f.name) for f in fields if f.is_relation),
    )


def _follows_others(field: Any) -> bool:
    """Django's own fields do so only for times, which `_travels` leaves out."""
    return not type(field).pre_save.__module__.startswith("django.")


def _travels(field: Any) -> bool:
    target = field.target_field if field.is_relation else field
    kind = target.get_internal_type()
    odd_json = kind == "JSONField" and (field.null or field.encoder)
    sets_itself = getattr(field, "auto_now", False) or getattr(
        field, "auto_now_add", False
    )
    return (
        kind in TRAVELLING
        and field.column == field.attname
        and not (field.generated or odd_json or sets_itself)
    )


@cache
def _statement(
    model: type[models.Model], names: tuple[str, ...], vendor: str, *, returning: bool
) -> _Statement:
    quote = connection.ops.quote_name
    source = _source(model, names, vendor)
    columns = ", ".join(map(quote, names))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) {source.sql}"
    if returning:
        key: Any = model._meta.pk
        sql += f" RETURNING {quote(key.column)}"
    return source._replace(sql=sql)


@cache
def _source(
    model: type[models.Model], names: tuple[str, ...], vendor: str
) -> _Statement:
    """The SELECT that unpacks the parameter into columns of these names and types."""
    quoted = list(map(connection.ops.quote_name, names))
    by_column = {field.attname: field for field in model._meta.concrete_fields}
    fields: list[Any] = [by_column[name] for name in names]
    if vendor == "postgresql":
        # Without its length a type refuses what is too long, instead of cutting it.
        types = [field.db_type(connection).split("(")[0] for field in fields]
        given = ", ".join(map(" ".join, zip(quoted, types, strict=True)))
        sql = (
            f"SELECT {', '.join(quoted)} "
            f"FROM json_to_recordset(%s::json) AS given ({given})"
        )
        return _Statement(sql, names, ())
    parts = (
        f"json_extract(value, '$[{place}]') AS {name}"
        for place, name in enumerate(quoted)
    )
    sql = f"SELECT {', '.join(parts)} FROM json_each(%s)"
    fits = (
        (place, SQLITE_FITS[field.get_internal_type()])
        for place, field in enumerate(fields)
        if field.get_internal_type() in SQLITE_FITS
    )
    return _Statement(sql, names, tuple(fits))


def _parameter(statement: _Statement, rows: Rows) -> str:
    if connection.vendor == "postgresql":
        names = statement.names
        return encode([dict(zip(names, row, strict=True)) for row in rows]).decode()
    listed = [list(row) for row in rows]
    for place, fit in statement.fit:
        for row in listed:
            row[place] = fit(row[place])
    return encode(listed).decode()


def _time(value: datetime | None) -> str | None:
    if value is None:
        return None
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _uuid(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _json(value: object) -> str:
    return encode(value).decode()


SQLITE_FITS: dict[str, Fit] = {
    "DateTimeField": _time,
    "UUIDField": _uuid,
    "JSONField": _json,
}
