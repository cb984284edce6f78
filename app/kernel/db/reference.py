"""Rows that come from data files of the project: put in, brought up to date, never doubled."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, or_, select, true
from sqlalchemy import Enum as SqlEnum

from app.kernel.db.session import Base, db

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Loaded:
    """What loading one kind did. Zero added and changed: the table was up to date."""

    kind: str
    total: int
    added: int
    changed: int


def read_data(path: Path) -> dict[str, Any]:
    """The content of a data file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def known(model: type[Base]) -> ColumnElement[bool]:
    """Selects the rows whose words this release knows.

    While hosts are upgraded one after the other, those of the release before meet reference rows
    of the next one, such as a role or a kind of indicator that they have no word for. They pass
    them over.
    """
    columns = [each for each in model.metadata.tables[model.__tablename__].c if _words_of(each)]
    return and_(true(), *(_is_known(column) for column in columns))


def _is_known(column: Column[Any]) -> ColumnElement[bool]:
    has_known_word = column.in_(_words_of(column))
    return or_(column.is_(None), has_known_word) if column.nullable else has_known_word


def _words_of(column: Column[Any]) -> list[Any]:
    """All that an enumeration can say; nothing for other columns."""
    kind = column.type
    return list(kind.enum_class) if isinstance(kind, SqlEnum) and kind.enum_class else []


def sync_rows(
    kind: str,
    model: type[Base],
    key: str,
    rows: Iterable[Row],
    *,
    once: frozenset[str] = frozenset(),
) -> Loaded:
    """Make the table hold ``rows``, found again by their attribute ``key``; the caller commits.

    Attributes named in ``once`` are set on new rows only: they are for people to change.
    Rows that no file names are left alone.
    """
    known = {getattr(row, key): row for row in db.session.scalars(select(model))}
    total = added = changed = 0
    for values in rows:
        total += 1
        row = known.get(values[key])
        if row is None:
            db.session.add(model(**values))
            added += 1
        else:
            changed += _update(row, {name: values[name] for name in values.keys() - once})
    db.session.flush()
    return Loaded(kind, total, added, changed)


def _update(row: Base, values: Row) -> bool:
    stale = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in stale.items():
        setattr(row, name, value)
    return bool(stale)
