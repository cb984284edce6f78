"""Which district a text speaks of, by the places that it names."""

from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace

from app.kernel.topics import PlaceFinder
from app.people.reference import district_rows


@cache
def place_finder() -> PlaceFinder:
    """A finder over the city's districts, their towns, streets and known places."""
    return PlaceFinder([SimpleNamespace(**row) for row in district_rows()])


@cache
def district_names() -> Mapping[str, str]:
    """The districts by code."""
    return {row["code"]: row["name"] for row in district_rows()}
