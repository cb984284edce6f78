"""The criteria of each kind and year, as the data file says."""

from functools import cache
from pathlib import Path

from app.kernel.db.reference import read_data
from app.kernel.errors import NotFoundError
from app.records.creation.rules import CreationCriterion, CreationKind, Standard

FILE = Path(__file__).parent / "data" / "standards.json"


@cache
def standards() -> tuple[Standard, ...]:
    """All lists of criteria, each kind's newest first."""
    found = (
        Standard(
            kind=CreationKind(entry["kind"]),
            year=entry["year"],
            pass_points=entry["pass_points"],
            gap=entry["gap"],
            notice_days=entry["notice_days"],
            valid_years=entry["valid_years"],
            lead=entry["lead"],
            basis=entry["basis"],
            criteria=tuple(CreationCriterion(**one) for one in entry["criteria"]),
        )
        for entry in read_data(FILE)["standards"]
    )
    order = list(CreationKind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), -one.year)))


def newest() -> dict[CreationKind, Standard]:
    """The list by which each kind is applied for now."""
    found = {one.kind: one for one in reversed(standards())}
    return {kind: found[kind] for kind in CreationKind if kind in found}


def standard_of(kind: CreationKind, year: int) -> Standard:
    """The list of a kind and year; raises NotFoundError."""
    for one in standards():
        if (one.kind, one.year) == (kind, year):
            return one
    raise NotFoundError
