"""Search and suggestions. The parameters are those of the search page."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request

from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import FACETS
from app.kernel.search.find import (
    SearchPage,
    SearchSuggestion,
    find,
    request_from,
    suggest,
    text_from,
)
from app.kernel.search.snippets import Hit
from app.kernel.search.state import address_of
from app.kernel.web import limits
from app.site.api.blueprint import bp

Json = dict[str, Any]


@bp.get("/search")
@limits.search
def search() -> Response:
    """One page of results with the counts of all."""
    asked = request_from(request.args)
    if not asked.text:
        raise InvalidInputError("请用参数 q 说明要搜索的文字，例如 /api/v1/search?q=酱油。")
    return jsonify(page_json(find(asked)))


@bp.get("/suggest")
@limits.suggestions
def suggestions() -> Response:
    """Names that have what was typed so far, and numbers that begin so."""
    found = suggest(text_from(request.args))
    return jsonify({"suggestions": [suggestion_json(each) for each in found]})


def page_json(found: SearchPage) -> Json:
    """A page of results."""
    return {
        "total": found.total,
        "approximate": found.approximate,
        "page": found.request.page,
        "pages": found.pages,
        "match": found.mode.value,
        "hits": [hit_json(hit) for hit in found.hits],
        "facets": facets_json(found),
    }


def hit_json(hit: Hit) -> Json:
    """A result. The snippet is HTML: escaped text in which only ``mark`` is markup."""
    return {
        "type": hit.document.kind.value,
        "id": hit.document.ref,
        "title": hit.document.title,
        "url": address_of(hit.document, external=True),
        "score": hit.score,
        "snippet": str(hit.snippet),
        "reason": hit.reason,
    }


def facets_json(found: SearchPage) -> Json:
    """The counts of each property, the most frequent value first."""
    return {
        facet.parameter: _counts(found.facets[facet.name], found.names(facet) or {})
        for facet in FACETS
    }


def suggestion_json(suggestion: SearchSuggestion) -> Json:
    """What may be typed, and the record that it leads to."""
    return {
        "text": suggestion.text,
        "detail": suggestion.detail,
        "type": suggestion.document.kind.value,
        "label": suggestion.document.kind.label,
        "url": address_of(suggestion.document, external=True),
    }


def _counts(counts: Mapping[Any, int], labels: Mapping[Any, str]) -> list[Json]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return [
        {"value": str(value), "label": labels.get(value, str(value)), "count": count}
        for value, count in ordered
    ]
