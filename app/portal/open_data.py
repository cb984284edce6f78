"""Open data: what can be downloaded, asked by program, and subscribed to."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, current_app, render_template, request

from app.core import clock
from app.core.errors import NotFoundError
from app.credit.rules import ListKind
from app.portal import queries
from app.portal.blueprint import bp
from app.portal.navigation import PLACES
from app.portal.queries import Entry

FEED_LENGTH = 50


@dataclass(frozen=True)
class Feed:
    """A list that can be subscribed to; entries live under the path of their list."""

    title: str
    place: str
    path: str
    newest: Callable[[int], list[Entry]]


FEEDS: dict[str, Feed] = {
    "red": Feed("红名单", "red", "/credit", lambda n: queries.newest_credit(ListKind.RED, n)),
    "black": Feed("黑名单", "black", "/credit", lambda n: queries.newest_credit(ListKind.BLACK, n)),
    "cases": Feed("行政处罚", "cases", "/cases", queries.newest_cases),
    "projects": Feed("重点项目进展", "projects", "/projects", queries.newest_reports),
    "bulletins": Feed("通知公告", "bulletins", "/bulletins", queries.newest_bulletins),
}


@bp.get("/data")
def data() -> str:
    """Downloads, programming interface, feeds, and the terms of use."""
    return render_template("portal/data.html", feeds=FEEDS)


@bp.get("/data/feeds/<kind>.xml")
def feed(kind: str) -> Response:
    """The newest entries of a list as an Atom feed."""
    if kind not in FEEDS:
        raise NotFoundError()
    chosen = FEEDS[kind]
    entries = chosen.newest(FEED_LENGTH)
    body = render_template(
        "portal/feed.xml",
        feed=chosen,
        entries=entries,
        updated=max((entry.updated_at for entry in entries), default=clock.now()),
        root=current_app.config["SITE_URL"].rstrip("/"),
        address=request.path,
        list_path=PLACES[chosen.place],
    )
    return Response(body, mimetype="application/atom+xml")
