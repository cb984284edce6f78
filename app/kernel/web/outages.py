"""The page that says that database or disk can't do it now, with all that was typed.

It asks the database for nothing, and is sent again by one button: what people wrote stands in it,
and neither in a log nor in any store. Passwords do not, and files have to be chosen anew.
"""

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from flask import Response, current_app, jsonify, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.kernel.db.faults import Outage
from app.kernel.db.session import db

PASSWORDS = frozenset({"password", "old", "new", "again"})
NOT_SENT_AGAIN = frozenset({"proof"})

log = structlog.get_logger()


@dataclass(frozen=True)
class OutageText:
    """Status, how many seconds to wait, what to say."""

    status: int
    wait: int
    title: str
    message: str


TEXTS = {
    Outage.BUSY: OutageText(503, 10, "网站正忙", "现在同时办理的人太多，这次没有保存。"),
    Outage.AWAY: OutageText(503, 30, "暂时不能办理", "网站的数据库暂时连不上，这次没有保存。"),
    Outage.FULL: OutageText(507, 300, "暂时不能保存", "网站的存储空间满了，这次没有保存。"),
}


@dataclass(frozen=True)
class TypedForm:
    """What was sent and is to be sent again."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    """Names of the fields of files that have to be chosen anew."""
    is_page: bool = False
    """Nothing was sent; a page was asked for."""


def answer(outage: Outage) -> Response:
    """Say what is wrong and when to come back, and give back what was typed."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    words = TEXTS[outage]
    log.warning("request.not_served", outage=outage.value)
    if request.path.startswith("/api/"):
        body = {"status": words.status, "title": words.title, "detail": words.message}
        response = jsonify(body)
        response.mimetype = "application/problem+json"
    else:
        template = current_app.jinja_env.get_template("errors/outage.html")
        response = Response(template.render(words=words, form=typed()), mimetype="text/html")
    response.status_code = words.status
    response.headers["Retry-After"] = str(words.wait)
    response.headers["Cache-Control"] = "no-store"
    return response


def typed() -> TypedForm:
    """What the form held that could not be saved; nothing where only a page was asked for."""
    parts = urlsplit(request.url)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if request.method != "POST":
        return TypedForm(address, (), (), is_page=True)
    try:
        given, sent = [*request.form.items(multi=True)], [*request.files.items(multi=True)]
    except (HTTPException, OSError):  # it could not even be read
        given, sent = [], []
    if any(name in PASSWORDS for name, _ in given):
        return TypedForm(address, (), ())
    return TypedForm(
        address,
        tuple(each for each in given if each[0] not in NOT_SENT_AGAIN),
        tuple(dict.fromkeys(name for name, file in sent if file.filename)),
    )
