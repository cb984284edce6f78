"""Refusals and mishaps become pages, or JSON under ``/api/``: the one place with status codes."""

import secrets
from dataclasses import dataclass

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, InternalServerError, TooManyRequests

from app.kernel import metrics
from app.kernel.db.faults import outage_behind
from app.kernel.db.session import db
from app.kernel.errors import (
    AlteredValueError,
    ConflictError,
    DomainError,
    GoneError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    UnavailableError,
)
from app.kernel.web import limits, outages, proof_page
from app.kernel.web.forms import ForeignOriginError

log = structlog.get_logger()

EVERY_CHANGE = "every change"
"""The limit of an address on all that is posted, whatever it is."""
DEFAULT_WAIT = 60
"""Seconds to wait after a limit that does not say how long."""

STATUSES: dict[type[DomainError], int] = {
    NotFoundError: 404,
    GoneError: 410,
    NotAllowedError: 403,
    InvalidInputError: 400,
    ConflictError: 409,
    AlteredValueError: 409,
    UnavailableError: 503,
}


@dataclass(frozen=True)
class ErrorText:
    """What a page says for a status: a title, what happened, what to do now, where to go on."""

    title: str
    message: str
    advice: str
    ways_on: tuple[tuple[str, str], ...] = ()


WORDS: dict[int, ErrorText] = {
    400: ErrorText(
        "内容或网址有误", "网站没有看懂这次请求。", "请检查填写的内容或网址，再试一次。"
    ),
    403: ErrorText(
        "没有权限", "您没有权限查看或办理这项内容。", "如需开通权限，请联系本单位管理员。"
    ),
    404: ErrorText(
        "没有找到这个页面",
        "网址可能有误，或内容已经移走。",
        "请核对网址，或用搜索按企业名称、代码、文号查找。",
    ),
    405: ErrorText("不能这样访问", "这个网址不接受这种访问方式。", "请从网站页面上的按钮进入。"),
    409: ErrorText(
        "现在不能这样办理", "在您操作期间，这项内容已经改变。", "请返回并刷新页面后再操作。"
    ),
    410: ErrorText(
        "已不再公示",
        "该信息已到期、修复或撤下，不再公示。",
        "公示到期后自动撤下，本站不再保留公开页面。",
    ),
    413: ErrorText(
        "文件太大",
        "上传的内容超过了限制。",
        "请用浏览器的“返回”回到刚才的页面，分次上传，或把图片改小再传；其他内容不受影响。",
    ),
    415: ErrorText("不支持的格式", "网站不接受这种格式的内容。", "请按页面说明的格式提交。"),
    429: ErrorText(
        "操作太频繁", "短时间内的请求太多，为保护系统已暂停受理。", "请稍候再试。急事请拨打 12345。"
    ),
    500: ErrorText(
        "网站出错了",
        "出错的是网站，不是您。这次操作没有保存。",
        "请稍后再试；若反复出现，请拨打 12345 并报下面的编号。",
    ),
    503: ErrorText("暂时不能服务", "这项服务正在维护或繁忙。", "请稍后再试。急事请拨打 12345。"),
}

EXPIRED_FORM = ErrorText(
    "页面停留太久",
    "为保护您的信息，表单在一段时间后失效，这次没有提交。",
    "请用浏览器的“返回”回到表单，您填写的内容还在；刷新页面后再提交一次。",
)

FOREIGN_FORM = ErrorText(
    "这次提交不是从本站页面发出的",
    "浏览器说明，表单在别的网站上，这次没有提交。",
    "请从本站首页重新进入，再填写和提交。",
)


def init_app(app: Flask) -> None:
    """Answer refusals, HTTP errors and unforeseen exceptions in one hand."""
    app.register_error_handler(DomainError, refuse)
    app.register_error_handler(CSRFError, expired_form)
    app.register_error_handler(ForeignOriginError, foreign_form)
    app.register_error_handler(TooManyRequests, too_many)
    app.register_error_handler(HTTPException, http_error)
    for kind in (DBAPIError, PoolTimeoutError, OSError):
        app.register_error_handler(kind, outage)
    app.register_error_handler(InternalServerError, mishap)


def refuse(error: DomainError) -> Response:
    """A service said no: its own message, under the status of its kind."""
    status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 400)
    words = words_for(status)
    return answer(status, ErrorText(words.title, error.message, words.advice, error.ways_on))


def expired_form(_error: CSRFError) -> Response:
    """The form's token is missing, wrong or too old."""
    return answer(400, EXPIRED_FORM)


def foreign_form(_error: ForeignOriginError) -> Response:
    """The form stands on a page of another site."""
    return answer(400, FOREIGN_FORM)


def too_many(error: TooManyRequests) -> Response:
    """A limit was reached: the answer asks for a proof, or says how many seconds to wait."""
    limit = getattr(error, "limit", None)
    scope = getattr(limit, "scope", None)
    metrics.REFUSALS.labels(scope if isinstance(scope, str) else EVERY_CHANGE).inc()
    seconds = limits.seconds_left(limit.limit.get_expiry()) if limit is not None else DEFAULT_WAIT
    if limits.asks_for_proof(limit) and not request.path.startswith("/api/"):
        response = make_response(proof_page.ask_here(), 429)
    else:
        response = answer(429, words_for(429), wait=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def outage(error: Exception) -> Response:
    """Database or disk could not do it; any other fault of them is one of the site."""
    found = outage_behind(error)
    if found is None:
        raise error
    return outages.answer(found)


def http_error(error: HTTPException) -> Response:
    """Any other HTTP error; redirects and ready answers pass as they are."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    response = answer(status, words_for(status))
    for name, value in error.get_headers(request.environ):
        if name not in ("Content-Type", "Content-Length"):
            response.headers.setdefault(name, value)
    return response


def mishap(error: InternalServerError) -> Response:
    """An unforeseen exception: logged under an incident number, never shown."""
    incident = secrets.token_hex(4)
    cause = error.original_exception or error
    if found := outage_behind(cause):  # while the page of another error was made
        return outages.answer(found)
    db.session.rollback()
    log.error("request.failed", incident=incident, error=type(cause).__name__, exc_info=cause)
    try:
        return answer(500, words_for(500), incident=incident)
    except Exception:  # the page needs what has just broken; plain words must do
        log.exception("error_page.failed", incident=incident)
        text = f"{WORDS[500].title}。{WORDS[500].message}编号：{incident}"
        return Response(text, status=500, mimetype="text/plain")


def words_for(status: int) -> ErrorText:
    """The words for a status; an unlisted one gets those of its class."""
    return WORDS.get(status) or WORDS[500 if status >= 500 else 400]


def answer(
    status: int, words: ErrorText, *, incident: str | None = None, wait: int | None = None
) -> Response:
    """The page, or JSON for the API; ``wait`` is in seconds."""
    if request.path.startswith("/api/"):
        body = {"status": status, "title": words.title, "detail": words.message}
        response = jsonify(body | ({"incident": incident} if incident else {}))
        response.mimetype = "application/problem+json"
    else:
        try:
            page = render_template(
                "errors/error.html", status=status, words=words, incident=incident, wait=wait
            )
        except DBAPIError as error:  # the frame of the page asks the database, too
            return outage(error)
        response = make_response(page)
    response.status_code = status
    return response
