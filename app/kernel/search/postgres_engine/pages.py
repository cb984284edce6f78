"""One statement for a page: the hits that may be seen, narrowed, counted and put in order."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, exists, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql import ColumnCollection

from app.kernel.db.site import SiteFact
from app.kernel.search.documents import FACETS, PROPERTIES
from app.kernel.search.engine import SCORE_TEXT, Filters, ResultSlice, SortOrder
from app.kernel.search.facets import Facet
from app.kernel.search.postgres_engine.matching import MatchPass
from app.kernel.search.postgres_engine.models import SearchEntry
from app.kernel.search.postgres_engine.writing import stored
from app.kernel.search.properties import Property

NAMED = tuple(facet for facet in FACETS if facet.named_by)
HIT_COLUMNS = (
    "key",
    "rank",
    "length",
    *(name for each in PROPERTIES for name in each.columns),
)
BUILT = "search_index"
"""The fact of the site that tells of which version the index is."""

Condition = ColumnElement[bool]
Columns = ColumnCollection[str, ColumnElement[Any]]


def visible(today: date) -> Condition:
    """Whether the public may see a record on a day."""
    until = SearchEntry.visible_until
    return and_(SearchEntry.visible_from <= today, or_(until.is_(None), until >= today))


def page_of(match_pass: MatchPass, *also: Condition, result_slice: ResultSlice) -> Select[Any]:
    """A row with all that is asked about the hits of a pass."""
    columns = [getattr(SearchEntry, name) for name in HIT_COLUMNS]
    chosen = select(*columns, match_pass.tier.label("tier")).where(match_pass.condition, *also)
    hits = chosen.cte("hits")
    passing = {
        each.name: _condition(hits.c[each.name], each, of) for each, of in result_slice.filters
    }
    count = select(func.count()).select_from(hits).where(*_all(passing))
    return select(
        select(SiteFact.value).where(SiteFact.name == BUILT).scalar_subquery().label("version"),
        exists(select(hits.c.key)).label("is_found"),
        count.scalar_subquery().label("total"),
        _page(hits, passing, result_slice).label("page"),
        *(_counted(hits, passing, result_slice.filters) if result_slice.facets else ()),
    )


def _counted(
    hits: CTE, passing: Mapping[str, Sequence[Condition]], filters: Filters
) -> Iterator[ColumnElement[Any]]:
    """Under the name of each facet its counts; where values have names, these too."""
    for facet in FACETS:
        yield _counts(hits, passing, facet.name).label(facet.name)
    for facet in NAMED:
        yield _names(hits, facet, filters[facet.name]).label(facet.named_by)


def _condition(column: ColumnElement[Any], narrowed: Property, value: Any) -> list[Condition]:
    if isinstance(narrowed, Facet):
        return [column == stored(narrowed, value)]
    first, last = value
    return [
        *([] if first is None else [column >= first]),
        *([] if last is None else [column <= last]),
    ]


def _all(passing: Mapping[str, Sequence[Condition]], *, but: str = "") -> list[Condition]:
    return [each for name, found in passing.items() if name != but for each in found]


def _page(
    hits: CTE, passing: Mapping[str, Sequence[Condition]], result_slice: ResultSlice
) -> ColumnElement[Any]:
    page = (
        select(hits)
        .where(*_all(passing))
        .order_by(*_ordering(hits.c, result_slice.sort))
        .offset(result_slice.offset)
        .limit(result_slice.limit)
        .subquery("page")
    )
    hit = func.json_build_array(page.c.kind, page.c.key, page.c.tier)
    ordered = aggregate_order_by(hit, *_ordering(page.c, result_slice.sort))
    return select(func.json_agg(ordered)).scalar_subquery()


def _ordering(hits: Columns, sort: SortOrder) -> list[ColumnElement[Any]]:
    """The order that all engines keep; among texts and amounts, length says nothing."""
    tier, rank, day = hits["tier"].desc(), hits["rank"], hits["day"].desc().nulls_last()
    length = case((hits["tier"] > SCORE_TEXT, hits["length"]), else_=0)
    match sort.by:
        case "":
            order = [tier, length, rank, day]
        case "day":
            order = [day, tier, length, rank]
        case name:
            order = [hits[name].desc().nulls_last(), tier, rank, day]
    return [*order, hits["kind"], hits["key"]]


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


def _names(hits: CTE, facet: Facet, chosen_value: Any) -> ColumnElement[Any]:
    """The names of the values that are counted, and of the one that is chosen."""
    table = SearchEntry.__table__.c
    value, name = table[facet.name], table[facet.named_by]
    chosen = select(value, name).where(value == chosen_value).limit(1)
    counted = select(hits.c[facet.name], hits.c[facet.named_by])
    known = counted.subquery() if chosen_value is None else union_all(counted, chosen).subquery()
    value, name = known.c[facet.name], known.c[facet.named_by]
    named = (
        select(value.label("value"), func.max(name).label("name"))
        .where(value.is_not(None), name.is_not(None))
        .group_by(value)
        .subquery()
    )
    return select(func.json_object_agg(named.c.value, named.c.name)).scalar_subquery()
