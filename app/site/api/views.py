"""Search, suggestions, and which body a text would go to, open to the scripts of any site.

The parameters of search are those of its page. What is asked of routing is read and forgotten.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.kernel import clock
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
from app.matters.complaints.routing.queries.suggestion import (
    RoutingSuggestion,
    SuggestedCategory,
    suggestion_alone,
)

bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Let other sites read what is public anyway; nothing here depends on who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


Json = dict[str, Any]


@bp.get("/search")
@limits.search
def search() -> Response:
    """One page of results with the counts of all.

    Raises InvalidInputError for a wrong parameter, SearchUnavailableError without an index.
    """
    query = request_from(request.args)
    if not query.text:
        raise InvalidInputError("请用参数 q 说明要搜索的文字，例如 /api/v1/search?q=酱油。")
    return jsonify(page_json(find(query)))


@bp.get("/suggest")
@limits.suggestions
def suggestions() -> Response:
    """Names that have what was typed so far, and numbers that begin so.

    Raises InvalidInputError for too long a text, SearchUnavailableError without an index.
    """
    found = suggest(text_from(request.args))
    return jsonify({"suggestions": [suggestion_json(each) for each in found]})


def page_json(page: SearchPage) -> Json:
    """A page of results."""
    return {
        "total": page.total,
        "approximate": page.approximate,
        "page": page.request.page,
        "pages": page.pages,
        "match": page.mode.value,
        "hits": [hit_json(hit) for hit in page.hits],
        "facets": facets_json(page),
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


def facets_json(page: SearchPage) -> Json:
    """The counts of each property, the most frequent value first."""
    return {
        facet.parameter: _counts(page.facets[facet.name], page.names(facet) or {})
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


MAX_ROUTING_TEXT = 5000
"""In characters."""
UNCLEAR = "不清楚：请再写具体一些。提交后由质量强市办在 1 个工作日内确定承办部门。"


@bp.post("/routing/suggest")
@limits.suggestions
def suggest_routing() -> Response:
    """The likeliest categories with their bodies; none where the text does not say it.

    Raises InvalidInputError for what is no JSON object, or lacks the text.
    """
    question = request.get_json(silent=True)
    if not isinstance(question, dict):
        raise InvalidInputError('请用 JSON 提交，例如 {"text": "楼下半夜施工，吵得睡不着"}。')
    found = suggestion_alone(
        _text_in(question, "text", required=True),
        clock.today(),
        district=_text_in(question, "district"),
        category=_text_in(question, "category"),
    )
    return jsonify(routing_json(found))


def routing_json(suggestion: RoutingSuggestion) -> Json:
    """The candidates, the district, and whether it belongs here; null where it is not clear."""
    return {
        "candidates": [_candidate(each) for each in suggestion.candidates],
        "in_scope": suggestion.in_scope,
        "district": _district(suggestion),
        "advice": suggestion.best.category.pointer if suggestion.best else UNCLEAR,
    }


def _candidate(candidate: SuggestedCategory) -> Json:
    return {
        "bureau": candidate.bureau,
        "category": candidate.category.code,
        "category_name": candidate.category.name,
        "score": candidate.score,
        "because": list(candidate.because),
    }


def _district(suggestion: RoutingSuggestion) -> Json | None:
    if not suggestion.district:
        return None
    return {
        "code": suggestion.district,
        "name": suggestion.district_name,
        "because": list(suggestion.because_of_place),
    }


def _text_in(question: Json, name: str, *, required: bool = False) -> str:
    value = question.get(name) or ""
    if (
        not isinstance(value, str)
        or len(value) > MAX_ROUTING_TEXT
        or (required and not value.strip())
    ):
        raise InvalidInputError(f"{name} 请写文字，最多 {MAX_ROUTING_TEXT} 字。")
    return value.strip()
