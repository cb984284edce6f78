"""The description of the API in OpenAPI 3.1; a test holds the answers against it."""

from collections.abc import Iterable
from typing import Any

from flask import Response, current_app, jsonify, url_for

from app.kernel.search.documents import FACETS, PROPERTIES, SearchKind
from app.kernel.search.engine import SORT_ORDERS, MatchMode, SortOrder
from app.kernel.search.find import MAX_PAGE, MAX_SUGGESTIONS, MAX_TEXT, PAGE_SIZE
from app.site.api.views import MAX_ROUTING_TEXT, bp

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer", "minimum": 0}
PROBLEM = {"$ref": "#/components/schemas/Problem"}


@bp.get("/openapi.json")
def openapi() -> Response:
    """What the API offers, for people and programs."""
    return jsonify(describe(str(current_app.config["SITE_NAME"])))


def describe(site_name: str) -> Json:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name}开放接口",
            "version": "1",
            "description": "与公开页面内容一致的数据，可供任何网站和程序使用，不需要申请。",
        },
        "servers": [{"url": url_for("api.openapi", _external=True).removesuffix("/openapi.json")}],
        "paths": {
            "/search": {"get": _search()},
            "/suggest": {"get": _suggest()},
            "/routing/suggest": {"post": _suggest_routing()},
            "/openapi.json": {
                "get": _operation("本说明", "openapi", [], {"type": "object"}, errors=())
            },
        },
        "components": {
            "schemas": {
                "SearchPage": SEARCH_PAGE,
                "Hit": HIT,
                "FacetValue": FACET_VALUE,
                "Suggestions": SUGGESTIONS,
                "RoutingQuestion": ROUTING_QUESTION,
                "RoutingSuggestion": ROUTING_SUGGESTION,
                "Problem": PROBLEM_DETAILS,
            }
        },
    }


def _search() -> Json:
    return _operation(
        f"全文搜索，每页 {PAGE_SIZE} 条",
        "search",
        [
            _parameter("q", "搜索的文字", {**TEXT, "maxLength": MAX_TEXT}, required=True),
            *(_parameter(*parameter) for each in PROPERTIES for parameter in each.parameters),
            _parameter("sort", "排序方式", _values(SORT_ORDERS)),
            _parameter("page", "页码", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE}),
        ],
        {"$ref": "#/components/schemas/SearchPage"},
    )


def _suggest() -> Json:
    return _operation(
        f"按已输入的文字提示企业名称、代码和文号，最多 {MAX_SUGGESTIONS} 个",
        "suggest",
        [_parameter("q", "已输入的文字", {**TEXT, "maxLength": MAX_TEXT})],
        {"$ref": "#/components/schemas/Suggestions"},
    )


def _suggest_routing() -> Json:
    operation = _operation(
        "按一段文字建议问题类别和承办部门，并说明理由；文字不保存",
        "suggestRouting",
        [],
        {"$ref": "#/components/schemas/RoutingSuggestion"},
        errors=(400, 429),
    )
    question = {"schema": {"$ref": "#/components/schemas/RoutingQuestion"}}
    body = {"required": True, "content": {"application/json": question}}
    return {**operation, "requestBody": body}


def _operation(
    summary: str,
    operation: str,
    parameters: list[Json],
    schema: Json,
    *,
    errors: tuple[int, ...] = (400, 429, 503),
) -> Json:
    words = {400: "参数有误", 429: "请求太频繁", 503: "搜索暂时不可用"}
    problems = {
        str(status): {
            "description": words[status],
            "content": {"application/problem+json": {"schema": PROBLEM}},
        }
        for status in errors
    }
    answer = {"description": "成功", "content": {"application/json": {"schema": schema}}}
    return {
        "summary": summary,
        "operationId": operation,
        "parameters": parameters,
        "responses": {"200": answer, **problems},
    }


def _parameter(name: str, words: str, schema: Json, *, required: bool = False) -> Json:
    return {
        "name": name,
        "in": "query",
        "description": words,
        "required": required,
        "schema": schema,
    }


def _values(members: Iterable[SearchKind | SortOrder | MatchMode]) -> Json:
    return {"type": "string", "enum": [member.value for member in members]}


def _object(properties: Json, *, optional: tuple[str, ...] = ()) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _list(schema: Json) -> Json:
    return {"type": "array", "items": schema}


HIT = _object(
    {
        "type": _values(SearchKind),
        "id": {**TEXT, "description": "信用代码、项目编号或记录编号"},
        "title": TEXT,
        "url": {**TEXT, "format": "uri"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "snippet": {**TEXT, "description": "HTML，只含 mark 标签"},
        "reason": {**TEXT, "description": "为何匹配"},
    }
)
FACET_VALUE = _object({"value": TEXT, "label": TEXT, "count": COUNT})
FACET = _list({"$ref": "#/components/schemas/FacetValue"})
SEARCH_PAGE = _object(
    {
        "total": COUNT,
        "approximate": {"type": "boolean", "description": "总数和各项数量是否为估计"},
        "page": {"type": "integer", "minimum": 1},
        "pages": COUNT,
        "match": _values(MatchMode),
        "hits": _list({"$ref": "#/components/schemas/Hit"}),
        "facets": _object(dict.fromkeys([each.parameter for each in FACETS], FACET)),
    }
)
SUGGESTIONS = _object(
    {
        "suggestions": _list(
            _object(
                {
                    "text": {**TEXT, "description": "企业名称、代码或文号"},
                    "detail": {**TEXT, "description": "企业的信用代码，或记录的标题"},
                    "type": _values(SearchKind),
                    "label": {**TEXT, "description": "类型的中文名称"},
                    "url": {**TEXT, "format": "uri"},
                }
            )
        )
    }
)
ROUTING_QUESTION = _object(
    {
        "text": {**TEXT, "maxLength": MAX_ROUTING_TEXT, "description": "发生了什么事"},
        "district": {**TEXT, "description": "县（市、区）代码；不给则从文字中找"},
        "category": {**TEXT, "description": "类别代码；给大类则只在其中建议"},
    },
    optional=("district", "category"),
)
ROUTING_CANDIDATE = _object(
    {
        "bureau": {**TEXT, "description": "承办部门"},
        "category": {**TEXT, "description": "类别代码"},
        "category_name": TEXT,
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "because": _list({**TEXT, "description": "文字中支持这一类别的词"}),
    }
)
ROUTING_SUGGESTION = _object(
    {
        "candidates": {
            **_list(ROUTING_CANDIDATE),
            "description": "最可能的在前；不清楚时为空",
        },
        "in_scope": {
            "type": ["boolean", "null"],
            "description": "是否属于质量强市的职责范围；不清楚时为 null",
        },
        "district": {
            **_object({"code": TEXT, "name": TEXT, "because": _list(TEXT)}),
            "type": ["object", "null"],
            "description": "所在县（市、区）；不清楚时为 null",
        },
        "advice": {**TEXT, "description": "不属于职责范围时可以找谁，不清楚时怎么办"},
    }
)
PROBLEM_DETAILS = _object(
    {"status": {"type": "integer"}, "title": TEXT, "detail": TEXT, "incident": TEXT},
    optional=("incident",),
)
