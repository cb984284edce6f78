"""Writes sealed values together with the number of their row, which is drawn before the INSERT."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, event, func, select
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.sql.elements import NamedColumn
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app.kernel.crypto.columns import EncryptedText, RowValue


def bind_rows(engine: Engine) -> None:
    """Have every INSERT and UPDATE that goes through ``engine`` name the row of sealed values."""

    @event.listens_for(engine, "before_execute", retval=True)
    def name_rows(
        connection: Connection,
        statement: Any,
        rows: list[dict[str, Any]],
        row: dict[str, Any],
        _options: Mapping[str, Any],
    ) -> tuple[Any, list[dict[str, Any]], dict[str, Any]]:
        if isinstance(statement, Insert | Update) and isinstance(statement.table, Table):
            sealed = _sealed_columns(statement.table)
            if sealed and isinstance(statement, Insert):
                return _inserted(connection, statement, rows, row, sealed)
            if sealed:
                return (
                    statement,
                    [_updated(one, statement.table, sealed) for one in rows],
                    _updated(row, statement.table, sealed),
                )
        return statement, rows, row


@cache
def _sealed_columns(table: Table) -> Sequence[Column[Any]]:
    return [column for column in table.columns if isinstance(column.type, EncryptedText)]


def _inserted(
    connection: Connection,
    statement: Insert,
    rows: list[dict[str, Any]],
    row: dict[str, Any],
    sealed: Sequence[Column[Any]],
) -> tuple[Insert, list[dict[str, Any]], dict[str, Any]]:
    given = rows or ([row] if row else [])
    (key,) = statement.table.primary_key
    if not all(one.get(key.key) is not None for one in given):
        numbers = _new_numbers(connection, statement.table, key, len(given))
        given = [{**one, key.key: number} for one, number in zip(given, numbers, strict=True)]
    named = [_named({**_defaults(sealed), **one}, one[key.key], sealed) for one in given]
    return (statement, named, {}) if rows else (statement, [], next(iter(named), {}))


def _updated(row: dict[str, Any], table: Any, sealed: Sequence[Column[Any]]) -> dict[str, Any]:
    """The session names the row it updates by the label of the primary key."""
    (key,) = table.primary_key
    number = row.get(f"{table.name}_{key.name}")
    return row if number is None else _named(row, number, sealed)


def _named(row: dict[str, Any], number: Any, sealed: Sequence[Column[Any]]) -> dict[str, Any]:
    named = {
        column.key: RowValue(number, row[column.key])
        for column in sealed
        if row.get(column.key) is not None and not isinstance(row[column.key], RowValue)
    }
    return {**row, **named}


def _defaults(sealed: Sequence[Column[Any]]) -> dict[str, Any]:
    return {
        column.key: column.default.arg
        for column in sealed
        if isinstance(column.default, ScalarElementColumnDefault)
    }


def _new_numbers(
    connection: Connection, table: Any, key: NamedColumn[Any], count: int
) -> Sequence[int]:
    """Numbers that no row of the table has or will be given: of PostgreSQL's sequence; on SQLite,
    where one transaction writes at a time, those after the last."""
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
        return connection.execute(drawn).scalars().all()
    last = connection.execute(select(func.coalesce(func.max(key), 0))).scalar_one()
    return range(last + 1, last + 1 + count)
