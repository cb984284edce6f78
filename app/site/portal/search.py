"""The search page: one box over everything that is published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import render_template, request

from app.kernel.db.paging import Page
from app.kernel.search.documents import FACETS, PROPERTIES, SPANS
from app.kernel.search.engine import SORT_ORDERS, Filters
from app.kernel.search.facets import Facet, Span
from app.kernel.search.find import SearchPage, find, no_results_help, request_from
from app.kernel.search.snippets import Hit
from app.kernel.search.state import address_of, appearance_of
from app.kernel.web import limits
from app.kernel.web.templating import urls_with
from app.site.portal.pages import bp


class FacetValue(NamedTuple):
    """A line of the filters beside the results: choosing it narrows them, or widens them again."""

    label: str
    total: int
    chosen: bool
    address: str
    """Of the results with the value, or without it where it is chosen."""


@dataclass(frozen=True)
class FacetFilter:
    """One property to filter by, under the parameter's name."""

    name: str
    title: str
    values: list[FacetValue]


@bp.get("/search")
@limits.search
def search() -> str:
    """Results with tabs by kind, filters, marks, and the reason of each.

    Raises InvalidInputError for a wrong parameter, SearchUnavailableError without an index.
    """
    query = request_from(request.args)
    if not query.text:
        return render_template("site/portal/search_start.html")
    found = find(query)
    facets = facets_of(found)
    return render_template(
        "site/portal/search.html",
        found=found,
        page=Page[Hit](items=list(found.hits), total=found.total, page=found.request.page),
        kinds=sorted(found.kinds.items(), key=lambda item: -item[1]),
        facets=facets,
        chosen=chosen_values(facets, found.request.filters),
        spans=SPANS,
        open=dict.fromkeys(each.name for row in PROPERTIES for each in row.parameters),
        sorts=SORT_ORDERS,
        appearance_of=appearance_of,
        address_of=address_of,
        lost=no_results_help(found),
    )


def facets_of(page: SearchPage) -> list[FacetFilter]:
    """Each property with its values and counts, but the kinds, which are tabs."""
    return [_facet(each, page) for each in FACETS if each.name != "kind"]


def _facet(facet: Facet, page: SearchPage) -> FacetFilter:
    """By how many results there are, or from the newest; what is chosen is first among them."""
    counts, chosen = page.facets[facet.name], page.request.filters[facet.name]
    shown, address = _shown(facet, page), urls_with(facet.parameter)
    values = [
        FacetValue(
            label,
            counts.get(value, 0),
            value == chosen,
            address(None if value == chosen else value),
        )
        for value, label in shown.items()
        if value in counts or value == chosen
    ]
    if not facet.newest_first:
        values.sort(key=lambda value: -value.total)
    return FacetFilter(
        facet.parameter, facet.label, sorted(values, key=lambda value: not value.chosen)
    )


def _shown(facet: Facet, page: SearchPage) -> Mapping[Any, str]:
    """What the values are called; without names, those that are counted, and the one chosen."""
    names = page.names(facet)
    if names is not None:
        return names
    known = {*page.facets[facet.name], page.request.filters[facet.name]} - {None}
    return {value: facet.shown(value) for value in sorted(known, reverse=facet.newest_first)}


def chosen_values(facets: Iterable[FacetFilter], filters: Filters) -> list[tuple[str, str]]:
    """The filters in force: parameter and words, each removable by its chip."""
    values = [
        (facet.name, value.label) for facet in facets for value in facet.values if value.chosen
    ]
    ends = [
        end
        for each, bounds in filters
        if isinstance(each, Span)
        for end in each.chip_labels(bounds)
    ]
    return [*values, *ends]
