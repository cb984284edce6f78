"""The values that the site computes of its indicators, as kept.

A scope is a measure; its parts are the indicators that name it, by their codes.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.kernel.aggregates.queries import kept
from app.kernel.db.session import db
from app.records.indicators.measures import registered
from app.records.indicators.models import Indicator
from app.records.indicators.readings import Computed

KIND = "indicators"


def computed(indicator: Indicator) -> list[Computed]:
    """The values that the site computes of an indicator; none for one that is reported."""
    return computed_of([indicator])[indicator.code]


def computed_of(indicators: Iterable[Indicator]) -> dict[str, list[Computed]]:
    """The same of several by their codes: one statement, and those of what is not kept."""
    found = list(indicators)
    names = {one.measure for one in found if one.measure in registered().kept}
    sheets = kept({KIND: sorted(map(str, names))}) if names else {}
    values = {}
    for one in found:
        sheet = sheets.get((KIND, str(one.measure)))
        if sheet and sheet.is_right:
            values[one.code] = [Computed.read(one, told) for told in sheet.parts.get(one.code, ())]
        else:
            values[one.code] = _measured(one)
    return values


def count(wanted: Mapping[str, Collection[str] | None]) -> dict[str, dict[str, Any]]:
    """What is to be kept of these measures: the values of all indicators that name them."""
    statement = select(Indicator).where(Indicator.measure.in_(list(wanted)))
    found: dict[str, dict[str, Any]] = {name: {} for name in wanted}
    for one in db.session.scalars(statement):
        found[str(one.measure)][one.code] = [value.told() for value in _measured(one)]
    return found


def _measured(indicator: Indicator) -> list[Computed]:
    return registered().named[indicator.measure](indicator) if indicator.measure else []
