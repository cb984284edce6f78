"""The search page: one box over everything that is published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from flask import render_template, request

from app.kernel.db.paging import Page
from app.kernel.search.addresses import address_of
from app.kernel.search.arguments import request_from
from app.kernel.search.documents import SearchKind
from app.kernel.search.engine import Filters, SortOrder
from app.kernel.search.find import Hit, SearchPage, find
from app.kernel.search.no_results import lost
from app.kernel.web import limits
from app.kernel.web.templating import urls_with
from app.people.queries import district_options
from app.site.portal.blueprint import bp

T = TypeVar("T")

SEALS = {
    SearchKind.COMPANY: "企",
    SearchKind.RED: "红",
    SearchKind.BLACK: "黑",
    SearchKind.CASE: "罚",
    SearchKind.PROJECT: "项",
    SearchKind.BULLETIN: "告",
    SearchKind.LICENCE: "许",
    SearchKind.INDICATOR: "诺",
    SearchKind.INSPECTION: "检",
    SearchKind.HONOUR: "荣",
    SearchKind.SURVEY: "评",
    SearchKind.LIVELIHOOD: "惠",
    SearchKind.FUND: "奖",
    SearchKind.CREATION: "创",
    SearchKind.MONTHLY: "月",
}


class FacetValue(NamedTuple):
    """A line of the filters beside the results: choosing it narrows them, or widens them again."""

    label: str
    total: int
    chosen: bool
    address: str
    """Of the results with the value, or without it where it is chosen."""


@dataclass(frozen=True)
class Facet:
    """One property to filter by, under the parameter's name."""

    name: str
    title: str
    values: list[FacetValue]


@bp.get("/search")
@limits.search
def search() -> str:
    """Results with tabs by kind, filters, marks, and the reason of each."""
    asked = request_from(request.args)
    if not asked.text:
        return render_template("site/portal/search_start.html", asked=asked)
    found = find(asked)
    facets = facets_of(found)
    return render_template(
        "site/portal/search.html",
        found=found,
        page=Page[Hit](items=list(found.hits), total=found.total, page=found.request.page),
        kinds=sorted(found.kinds.items(), key=lambda item: -item[1]),
        facets=facets,
        chosen=chosen_values(facets, found.request.filters),
        sorts=SortOrder,
        seals=SEALS,
        address_of=address_of,
        lost=lost(found),
    )


def facets_of(found: SearchPage) -> list[Facet]:
    """Each property with its values and counts; what is chosen is always among them."""
    filters, counts = found.request.filters, found.facets
    categories = {name: name for name in {*counts.categories, filters.category} if name}
    statuses = {name: name for name in {*counts.statuses, filters.status} if name}
    years = {year: f"{year} 年" for year in {*counts.years, filters.year} if year}
    return [
        _facet(
            "district", "县（市、区）", dict(district_options()), counts.districts, filters.district
        ),
        _facet("status", "状态", statuses, counts.statuses, filters.status),
        _facet("category", "类别", categories, counts.categories, filters.category),
        _facet("bureau", "部门", counts.bureau_names, counts.bureaus, filters.bureau_id),
        _facet(
            "year", "年度", dict(sorted(years.items(), reverse=True)), counts.years, filters.year
        ),
    ]


def _facet(
    name: str, title: str, labels: Mapping[T, str], counts: Mapping[T, int], chosen: T | None
) -> Facet:
    """Years from the newest, all else by how many results there are; what is chosen comes first."""
    address = urls_with(name)
    values = [
        FacetValue(
            label,
            counts.get(value, 0),
            value == chosen,
            address(None if value == chosen else value),
        )
        for value, label in labels.items()
        if value in counts or value == chosen
    ]
    if name != "year":
        values.sort(key=lambda value: -value.total)
    return Facet(name, title, sorted(values, key=lambda value: not value.chosen))


def chosen_values(facets: Iterable[Facet], filters: Filters) -> list[tuple[str, str]]:
    """The filters in force: parameter and words, each removable by its chip."""
    values = [
        (facet.name, value.label) for facet in facets for value in facet.values if value.chosen
    ]
    return [*values, *_range_words(filters)]


def _range_words(filters: Filters) -> Iterator[tuple[str, str]]:
    if filters.first_day:
        yield "from", f"{filters.first_day} 起"
    if filters.last_day:
        yield "to", f"{filters.last_day} 止"
    if filters.least_yuan is not None:
        yield "min", f"不少于 {filters.least_yuan:,} 元"
    if filters.most_yuan is not None:
        yield "max", f"不超过 {filters.most_yuan:,} 元"
