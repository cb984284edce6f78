"""Which district a text speaks of, by the places that it names, and which body a name means.

What a body is called is data of the body; how else people call it follows from its district.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import NamedTuple

from sqlalchemy import select

from app.kernel.db.cache import remembered
from app.kernel.db.session import db
from app.kernel.topics import PlaceFinder
from app.people.models import Bureau, BureauSuccession, District
from app.people.reference import district_rows

CITY = "温州"
SHORTEST_NAME = 3
"""In characters: a shorter one (海关, 监委) is part of too many other words."""


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


@dataclass(frozen=True)
class KnownBody:
    """What is asked of a body: its id and district, all that it is called, and if it is no more."""

    id: int
    district_code: str | None
    names: tuple[str, ...]
    is_former: bool


class BodyMentions:
    """Finds bodies by what they are called."""

    def __init__(
        self,
        bodies: Iterable[KnownBody],
        districts: Mapping[str, Sequence[str]],
        followers: Mapping[int, Sequence[int]],
    ) -> None:
        self._followers = followers
        self._whole: dict[str, list[int]] = {}
        """By a name, the bodies that have it, with each way to say its place; in office first."""
        self._bare: dict[str, dict[str, list[int]]] = {}
        """By a name without its place, those of each district; the city's under an empty code."""
        for body in sorted(bodies, key=lambda each: (each.is_former, each.id)):
            for name in body.names:
                self._add(body, name, districts.get(body.district_code or "", ()))
        long_enough = {name for name in self._whole if len(name) >= SHORTEST_NAME}
        names = sorted({*long_enough, *self._bare}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, names)) or "(?!)")

    def _add(self, body: KnownBody, name: str, places: Sequence[str]) -> None:
        _note(self._whole.setdefault(name, []), body.id)
        if body.district_code is None:
            stem = _without((f"{CITY}市", CITY), name)
            # 市住建局 is 住建局 of the city, but 市监局 is short for 市场监管局.
            stem = stem[1:] if stem[:1] == "市" and stem[1:] in body.names else stem
            variants = {f"{CITY}{stem}", f"{CITY}市{stem}"}
        else:
            stem = _without((*(f"{CITY}市{place}" for place in places), *places), name)
            variants = {f"{place}{stem}" for place in places if stem != name}
        for variant in variants:
            _note(self._whole.setdefault(variant, []), body.id)
        if len(stem) >= SHORTEST_NAME:
            by_district = self._bare.setdefault(stem, {})
            _note(by_district.setdefault(body.district_code or "", []), body.id)

    def names_in(self, text: str) -> tuple[str, ...]:
        """The names that stand in ``text``, the longest at each place, each once."""
        return tuple(dict.fromkeys(self._pattern.findall(text)))

    def body_in(self, text: str, *, shortest: int) -> int | None:
        """The id of the body whose name, of ``shortest`` characters at least, is the longest in
        ``text``; None where there is none."""
        named = [name for name in self.names_in(text) if len(name) >= shortest]
        return self.body_called(max(named, key=len)) if named else None

    def body_called(self, name: str) -> int | None:
        """The id of the body with exactly this name, not of one that may be of any district."""
        return next(iter(self._whole.get(name, ())), None)

    def in_office(self, text: str, district: str = "") -> tuple[int, ...]:
        """The ids of the bodies in office that ``text`` may mean, the likeliest first.

        A name without its place may mean the body of ``district``, then the city's. Of a former
        body those that have its duties now are given.
        """
        found: list[int] = []
        for name in sorted(self.names_in(text), key=len, reverse=True):
            bare = self._bare.get(name, {})
            near = [*bare.get(district, ()), *bare.get("", ())]
            found += near or self._whole.get(name, [])
        return tuple(dict.fromkeys(last for each in found for last in self._last(each)))

    def _last(self, body: int) -> list[int]:
        after = self._followers.get(body, ())
        return [last for each in after for last in self._last(each)] if after else [body]


def _note(ids: list[int], body: int) -> None:
    if body not in ids:
        ids.append(body)


def _without(before: Iterable[str], name: str) -> str:
    """The name without the longest of these that it begins with."""
    fitting = [each for each in before if each and name.startswith(each) and name != each]
    return name[len(max(fitting, key=len)) :] if fitting else name


def body_mentions() -> BodyMentions:
    """A finder over the bodies in the table, those of former days included."""
    return remembered("body mentions", _read_bodies)


def _read_bodies() -> BodyMentions:
    followers: dict[int, list[int]] = {}
    succession = select(BureauSuccession.predecessor_id, BureauSuccession.successor_id)
    for row in db.session.execute(succession):
        followers.setdefault(row.predecessor_id, []).append(row.successor_id)
    districts = db.session.execute(select(District.code, District.name, District.aliases))
    places = {row.code: (row.name, row.name[:-1], *row.aliases) for row in districts}
    bodies = [
        KnownBody(
            id=body.id,
            district_code=body.district_code,
            names=(body.name, body.short_name, *body.aliases),
            is_former=body.valid_until is not None,
        )
        for body in db.session.scalars(select(Bureau))
    ]
    return BodyMentions(bodies, places, followers)
