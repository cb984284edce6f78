"""Which body a text would go to, and why. The text is read and forgotten."""

from typing import Any

from flask import Response, jsonify, request

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.web import limits
from app.matters.complaints.routing.queries.suggestion import (
    RoutingSuggestion,
    SuggestedCategory,
    suggestion_alone,
)
from app.site.api.blueprint import bp

Json = dict[str, Any]

MAX_TEXT = 5000
UNCLEAR = "不清楚：请再写具体一些。提交后由质量强市办在 1 个工作日内确定承办部门。"


@bp.post("/routing/suggest")
@limits.suggestions
def suggest_routing() -> Response:
    """The likeliest categories with their bodies; none where the text does not say it."""
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise InvalidInputError('请用 JSON 提交，例如 {"text": "楼下半夜施工，吵得睡不着"}。')
    found = suggestion_alone(
        _text(asked, "text", required=True),
        clock.today(),
        district=_text(asked, "district"),
        category=_text(asked, "category"),
    )
    return jsonify(suggestion_json(found))


def suggestion_json(found: RoutingSuggestion) -> Json:
    """The candidates, the district, and whether it belongs here; null where it is not clear."""
    return {
        "candidates": [_candidate(each) for each in found.candidates],
        "in_scope": found.in_scope,
        "district": _district(found),
        "advice": found.best.category.pointer if found.best else UNCLEAR,
    }


def _candidate(found: SuggestedCategory) -> Json:
    return {
        "bureau": found.bureau,
        "category": found.category.code,
        "category_name": found.category.name,
        "score": found.score,
        "because": list(found.because),
    }


def _district(found: RoutingSuggestion) -> Json | None:
    if not found.district:
        return None
    return {
        "code": found.district,
        "name": found.district_name,
        "because": list(found.because_of_place),
    }


def _text(asked: Json, name: str, *, required: bool = False) -> str:
    value = asked.get(name) or ""
    if not isinstance(value, str) or len(value) > MAX_TEXT or (required and not value.strip()):
        raise InvalidInputError(f"{name} 请写文字，最多 {MAX_TEXT} 字。")
    return value.strip()
