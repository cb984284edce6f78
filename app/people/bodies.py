"""Which body of the city a name in a document means."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from app.kernel.db.session import db
from app.people.models import Bureau


class Body(NamedTuple):
    """A body, as far as records need to know it."""

    id: int
    name: str
    district_code: str | None


class BodyFinder:
    """Bodies by their full names and by those aliases that name the city or a district."""

    def __init__(self, rows: Iterable[tuple[int, str, str | None, list[str]]]) -> None:
        self._known: dict[str, Body] = {}
        for key, name, district_code, aliases in rows:
            body = Body(key, name, district_code)
            self._known[name] = body
            for alias in aliases:
                if alias.startswith("温州"):
                    self._known.setdefault(alias, body)

    def find(self, name: str) -> Body | None:
        """The body with exactly this name; a bare 市场监管局 could be that of any city."""
        return self._known.get(name)


def body_finder() -> BodyFinder:
    """A finder over the bodies in the table, those of former days included."""
    statement = select(Bureau.id, Bureau.name, Bureau.district_code, Bureau.aliases)
    return BodyFinder((*row,) for row in db.session.execute(statement))
