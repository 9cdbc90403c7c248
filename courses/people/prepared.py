"""Statements that are asked for on every request: the ORM writes them once, not each time.

Building a queryset and its SQL takes Django longer than the database takes to answer, when the
answer is one row found by its key. `Prepared` has the ORM build the statement the first time; later
calls only put in values, ask, and make the same models as the queryset would. `insert` and `update`
do the same for one row whose columns are known.

On PostgreSQL the server, too, plans such a statement once for each connection: the run of a step,
with three subqueries, then costs a tenth.

Nothing of an answer is kept. What is kept, for each kind of database, is the text of a statement
and which model its columns belong to.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model, QuerySet
from django.db.models.query import get_related_populators

# Samples: values that stand for another one and occur nowhere else in a statement.
WHOLE = 7_215_734_629
SMALL = 31_607  # for columns of two or four bytes
WHICH = uuid.UUID("c5a9f2de-0d0b-4f0e-9a3c-5d1f2f0c7a11")
WHEN = dt.datetime(1987, 6, 5, 4, 3, 2, 101, tzinfo=dt.UTC)


@dataclass(frozen=True)
class _Slot:
    """A place of the statement that a value goes into, or what always stands there."""

    name: str = ""
    fixed: Any = None
    kind: Callable[[Any], Any] | None = None  # psycopg tells whole numbers apart by size

    def filled(self, values: dict[str, Any], ops: Any) -> Any:
        if not self.name:
            return self.fixed
        value = _written(values[self.name], ops)
        return self.kind(value) if self.kind is not None else value


class Prepared:
    """A queryset with places for values.

    `samples` names the places, each with a value that occurs nowhere else in the statement:
    `Prepared(lambda key: Thing.objects.filter(pk=key), key=WHOLE)`.
    """

    def __init__(self, queryset: Callable[..., QuerySet[Any, Any]], **samples: Any) -> None:
        self._queryset = queryset
        self._samples = samples
        self._built: dict[str, _Built] = {}

    def first(self, **values: Any) -> Any:
        """The first row as a model, or None; of a `values_list` as a list."""
        connection = connections[DEFAULT_DB_ALIAS]
        built = self._for(connection)
        with cursor_of(connection) as cursor:
            cursor.execute(built.sql, built.filled(values, connection.ops))
            row = cursor.fetchone()
        return None if row is None else built.made(row, connection)

    def all(self, **values: Any) -> list[Any]:
        """Every row, likewise."""
        connection = connections[DEFAULT_DB_ALIAS]
        built = self._for(connection)
        with cursor_of(connection) as cursor:
            cursor.execute(built.sql, built.filled(values, connection.ops))
            return [built.made(row, connection) for row in cursor.fetchall()]

    def _for(self, connection: Any) -> "_Built":
        built = self._built.get(connection.vendor)
        if built is None:
            built = _Built(self._queryset(**self._samples), self._samples, connection)
            self._built[connection.vendor] = built
        return built


class _Built:
    """A statement, its places, and how a row becomes models: as `ModelIterable` does it."""

    def __init__(self, queryset: QuerySet[Any, Any], samples: dict[str, Any], connection: Any):
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        self.slots = [_slot(param, samples, connection.ops) for param in params]
        missing = samples.keys() - {slot.name for slot in self.slots}
        if missing:
            raise ValueError(f"No place in the statement for {sorted(missing)}.")
        select, info = compiler.select, compiler.klass_info
        converters = compiler.get_converters([column[0] for column in select])
        self.converters = [(place, *found) for place, found in converters.items()]
        self.model = info["model"] if queryset._fields is None else None
        if self.model is None:  # a `values_list`: the row as it comes
            return
        columns = info["select_fields"]
        self.start, self.end = columns[0], columns[-1] + 1
        self.names = [column[0].target.attname for column in select[self.start : self.end]]
        self.related = get_related_populators(info, select, DEFAULT_DB_ALIAS)
        self.added = list((compiler.annotation_col_map or {}).items())

    def filled(self, values: dict[str, Any], ops: Any) -> list[Any]:
        return [slot.filled(values, ops) for slot in self.slots]

    def made(self, found: Any, connection: Any) -> Any:
        row = list(found)
        for place, converters, expression in self.converters:
            value = row[place]
            for convert in converters:
                value = convert(value, expression, connection)
            row[place] = value
        if self.model is None:
            return row
        made = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.start : self.end])
        for populator in self.related:
            populator.populate(row, made)
        for name, place in self.added:
            setattr(made, name, row[place])
        return made


def _slot(param: Any, samples: dict[str, Any], ops: Any) -> _Slot:
    for name, sample in samples.items():
        if param == _written(sample, ops):
            whole = isinstance(param, int) and type(param) is not int
            return _Slot(name, kind=type(param) if whole else None)
    return _Slot(fixed=param)


def _written(value: Any, ops: Any) -> Any:
    """A value as this kind of database takes it."""
    if isinstance(value, uuid.UUID):
        return value if ops.connection.features.has_native_uuid_field else value.hex
    if isinstance(value, dt.datetime):
        return ops.adapt_datetimefield_value(value)
    return value


def cursor_of(connection: Any) -> Any:
    """A cursor that has the server keep the plan, with Django's counting and errors around it.

    Django's own puts values into the text, which the server then reads and plans anew each time.
    """
    if connection.vendor != "postgresql" or not settings.DATABASE_PREPARED:
        return connection.cursor()
    from psycopg import Cursor

    connection.ensure_connection()
    return connection._prepare_cursor(Cursor(connection.connection))


def insert(row: Model) -> None:
    """Write a new row, as `save(force_insert=True)` would, without its signals."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insert(type(row), connection.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with cursor_of(connection) as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.lastrowid if connection.vendor == "sqlite" else cursor.fetchone()[0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(model: type[Model], changes: dict[str, Any], **where: Any) -> int:
    """Change the rows that are as `where` says, by attribute names; how many there were."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _update(model, tuple(changes), tuple(where), connection.vendor)
    values = [*changes.values(), *where.values()]
    prepared = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values, strict=True)
    ]
    with cursor_of(connection) as cursor:
        cursor.execute(sql, prepared)
        return int(cursor.rowcount)


@lru_cache(maxsize=64)
def _insert(model: type[Model], vendor: str) -> tuple[str, list[Field]]:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    meta = model._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(quoted(field.column) for field in fields)
    sql = f"INSERT INTO {quoted(meta.db_table)} ({names}) VALUES ({_places(len(fields))})"  # noqa: S608
    if vendor != "sqlite":
        sql += f" RETURNING {quoted(meta.pk.column)}"
    return sql, fields


@lru_cache(maxsize=64)
def _update(
    model: type[Model], changed: tuple[str, ...], where: tuple[str, ...], vendor: str
) -> tuple[str, list[Field]]:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in (*changed, *where)]
    sets = ", ".join(f"{quoted(by_name[name].column)} = %s" for name in changed)
    limits = " AND ".join(f"{quoted(by_name[name].column)} = %s" for name in where)
    return f"UPDATE {quoted(model._meta.db_table)} SET {sets} WHERE {limits}", fields  # noqa: S608


def _places(number: int) -> str:
    return ", ".join(["%s"] * number)
