"""Which district a text speaks of, by the places that it names, and which body a name means."""

from collections.abc import Iterable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.topics import PlaceFinder
from app.people.models import Bureau
from app.people.reference import district_rows


@cache
def place_finder() -> PlaceFinder:
    """A finder over the city's districts, their towns, streets and known places."""
    return PlaceFinder([SimpleNamespace(**row) for row in district_rows()])


@cache
def district_names() -> Mapping[str, str]:
    """The districts by code."""
    return {row["code"]: row["name"] for row in district_rows()}


class NamedBody(NamedTuple):
    """A body, as far as records need to know it."""

    id: int
    name: str
    district_code: str | None


class BodyFinder:
    """Bodies by their full names and by those aliases that name the city or a district."""

    def __init__(self, rows: Iterable[tuple[int, str, str | None, list[str]]]) -> None:
        self._known: dict[str, NamedBody] = {}
        for key, name, district_code, aliases in rows:
            body = NamedBody(key, name, district_code)
            self._known[name] = body
            for alias in aliases:
                if alias.startswith("温州"):
                    self._known.setdefault(alias, body)

    def find(self, name: str) -> NamedBody | None:
        """The body with exactly this name; a bare 市场监管局 could be that of any city."""
        return self._known.get(name)


def body_finder() -> BodyFinder:
    """A finder over the bodies in the table, those of former days included."""
    statement = select(Bureau.id, Bureau.name, Bureau.district_code, Bureau.aliases)
    return BodyFinder((*row,) for row in db.session.execute(statement))
