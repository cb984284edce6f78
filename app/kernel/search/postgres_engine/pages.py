"""One statement for a page: the hits that may be seen, narrowed, counted and put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, exists, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql import ColumnCollection

from app.kernel.db.site import SiteFact
from app.kernel.search.engine import Filters, SortOrder
from app.kernel.search.postgres_engine.entries import KINDS
from app.kernel.search.postgres_engine.matching import TIER_TEXT, Pass
from app.kernel.search.postgres_engine.models import SearchEntry

FACETS = ("kind", "district", "bureau_id", "year", "category", "status")
HIT_COLUMNS = (*FACETS, "key", "rank", "length", "day", "amount", "bureau_name")
BUILT = "search_index"
"""The fact of the site that tells of which version the index is."""

Condition = ColumnElement[bool]
Columns = ColumnCollection[str, ColumnElement[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the hits is shown, and in what order."""

    filters: Filters
    sort: SortOrder
    offset: int
    limit: int
    facets: bool


def visible(today: date) -> Condition:
    """Whether the public may see a record on a day."""
    until = SearchEntry.visible_until
    return and_(SearchEntry.visible_from <= today, or_(until.is_(None), until >= today))


def page_of(found: Pass, *also: Condition, wanted: Wanted) -> Select[Any]:
    """A row with all that is asked about the hits of a pass."""
    columns = [getattr(SearchEntry, name) for name in HIT_COLUMNS]
    chosen = select(*columns, found.tier.label("tier")).where(found.condition, *also)
    hits = chosen.cte("hits")
    passing = _passing(hits.c, wanted.filters)
    return select(
        select(SiteFact.value).where(SiteFact.name == BUILT).scalar_subquery().label("version"),
        exists(select(hits.c.key)).label("is_found"),
        _count(hits, passing).label("total"),
        _page(hits, passing, wanted).label("page"),
        *(_counts(hits, passing, name).label(name) for name in FACETS if wanted.facets),
        *([_bureau_names(hits, wanted.filters).label("bureau_names")] if wanted.facets else []),
    )


def _passing(hits: Columns, filters: Filters) -> dict[str, list[Condition]]:
    """The conditions of the filters, under the property that each narrows."""
    kind = None if filters.kind is None else KINDS.index(filters.kind)
    values = (kind, filters.district, filters.bureau_id, filters.year, filters.category)
    passing = {
        name: [hits[name] == value]
        for name, value in zip(FACETS, (*values, filters.status), strict=True)
        if value is not None
    }
    ranges = {
        "day": (filters.first_day, filters.last_day),
        "amount": (filters.least_yuan, filters.most_yuan),
    }
    for name, (first, last) in ranges.items():
        passing[name] = [] if first is None else [hits[name] >= first]
        passing[name] += [] if last is None else [hits[name] <= last]
    return passing


def _all(passing: Mapping[str, Sequence[Condition]], *, but: str = "") -> list[Condition]:
    return [each for name, found in passing.items() if name != but for each in found]


def _count(hits: CTE, passing: Mapping[str, Sequence[Condition]]) -> ColumnElement[int]:
    return select(func.count()).select_from(hits).where(*_all(passing)).scalar_subquery()


def _page(
    hits: CTE, passing: Mapping[str, Sequence[Condition]], wanted: Wanted
) -> ColumnElement[Any]:
    page = (
        select(hits)
        .where(*_all(passing))
        .order_by(*_ordering(hits.c, wanted.sort))
        .offset(wanted.offset)
        .limit(wanted.limit)
        .subquery("page")
    )
    hit = func.json_build_array(page.c.kind, page.c.key, page.c.tier)
    ordered = aggregate_order_by(hit, *_ordering(page.c, wanted.sort))
    return select(func.json_agg(ordered)).scalar_subquery()


def _ordering(hits: Columns, sort: SortOrder) -> list[ColumnElement[Any]]:
    """The order that all engines keep; among texts, length says nothing."""
    tier, rank, day = hits["tier"].desc(), hits["rank"], hits["day"].desc().nulls_last()
    length = case((hits["tier"] > TIER_TEXT, hits["length"]), else_=0)
    return {
        SortOrder.RELEVANCE: [tier, length, rank, day],
        SortOrder.DATE: [day, tier, length, rank],
        SortOrder.AMOUNT: [hits["amount"].desc().nulls_last(), tier, rank, day],
    }[sort] + [hits["kind"], hits["key"]]


def _counts(hits: CTE, passing: Mapping[str, Sequence[Condition]], name: str) -> ColumnElement[Any]:
    """How many hits have each value, all filters but the value's own applied."""
    value = hits.c[name]
    counted = (
        select(value.label("value"), func.count().label("number"))
        .where(value.is_not(None), *_all(passing, but=name))
        .group_by(value)
        .subquery()
    )
    return select(func.json_object_agg(counted.c.value, counted.c.number)).scalar_subquery()


def _bureau_names(hits: CTE, filters: Filters) -> ColumnElement[Any]:
    """The names of the bureaus that are counted, and of the one that is chosen."""
    chosen = (
        select(SearchEntry.bureau_id, SearchEntry.bureau_name)
        .where(SearchEntry.bureau_id == filters.bureau_id)
        .limit(1)
    )
    counted = select(hits.c.bureau_id, hits.c.bureau_name)
    known = union_all(counted, chosen).subquery() if filters.bureau_id else counted.subquery()
    named = (
        select(known.c.bureau_id, func.max(known.c.bureau_name).label("name"))
        .where(known.c.bureau_id.is_not(None), known.c.bureau_name.is_not(None))
        .group_by(known.c.bureau_id)
        .subquery()
    )
    return select(func.json_object_agg(named.c.bureau_id, named.c.name)).scalar_subquery()
