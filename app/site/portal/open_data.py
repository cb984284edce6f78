"""Open data: what can be downloaded, asked by program, and subscribed to."""

from collections.abc import Iterable

from flask import Response, current_app, render_template, request

from app.insight.monthly.queries import reported_months, title_of
from app.kernel import clock
from app.kernel.clock import city_date
from app.kernel.errors import NotFoundError
from app.publishing.kind.lists import Feed, FeedEntry, feeds_of
from app.records.bulletins.queries import newest_bulletins
from app.records.creation.queries.applications import newest_public
from app.records.register import KINDS
from app.site.portal import queries
from app.site.portal.navigation import PLACES
from app.site.portal.pages import bp

FEED_LENGTH = 50
"""Entries of a feed."""
DOWNLOADS: tuple[tuple[str, str], ...] = (
    *(each for kind in KINDS for each in kind.downloads),
    ("creation", "创建授牌"),
    ("projects", "重点项目"),
    ("pass_rates", "抽查合格率"),
    ("livelihood", "惠民工程"),
    ("closed", "投诉举报办结公开"),
    ("bulletins", "通知公告"),
    ("targets", "承诺兑现"),
    ("values", "指标数值"),
    ("assessment", "质量工作考核"),
    ("monthly", "质量诚信月报"),
)
"""Place and name of each list that can be downloaded."""


def creation_entries(limit: int) -> Iterable[FeedEntry]:
    """Notices of creation, and badges that hold."""
    for row in newest_public(limit=limit):
        on = row.awarded_on or row.notice_from or clock.city_date(row.created_at)
        address, summary = f"/creation/{row.number}", f"{row.state.label}　{row.district.name}"
        yield FeedEntry(row.title, address, on, clock.day_start(on), summary)


def report_entries(limit: int) -> Iterable[FeedEntry]:
    """Progress reports of key projects."""
    for report, project in queries.newest_reports(limit):
        title = f"{project.name}：完成 {report.percent}%"
        path = f"/projects/{project.code}"
        yield FeedEntry(title, path, report.reported_on, report.updated_at, report.text)


def bulletin_entries(limit: int) -> Iterable[FeedEntry]:
    """Articles."""
    for row in newest_bulletins(limit=limit):
        address = f"/bulletins/{row.id}"
        yield FeedEntry(row.title, address, row.published_on, row.updated_at, row.summary)


def monthly_entries(limit: int) -> Iterable[FeedEntry]:
    """Monthly reports; a corrected one comes again under its edition."""
    for made in reported_months(limit=limit):
        title = title_of(made.month)
        if made.edition > 1:
            title += f"（第 {made.edition} 版，有更正）"
        path = f"/evaluation/monthly/{made.code}"
        on = city_date(made.counted_at)
        yield FeedEntry(title, path, on, made.counted_at)


FEEDS: dict[str, Feed] = {
    "creation": Feed("创建公示与授牌", "creation", creation_entries),
    "projects": Feed("重点项目进展", "projects", report_entries),
    "monthly": Feed("质量诚信月报", "monthly", monthly_entries),
    "bulletins": Feed("通知公告", "bulletins", bulletin_entries),
}
"""Of kinds with pages of their own."""


def all_feeds() -> dict[str, Feed]:
    """All that can be subscribed to, those of declared kinds first."""
    declared = [feeds_of(kind) for kind in KINDS if kind.has_feed]
    return {name: feed for feeds in (*declared, FEEDS) for name, feed in feeds.items()}


@bp.get("/data")
def data() -> str:
    """Downloads, programming interface, feeds, and the terms of use."""
    return render_template("site/portal/data.html", feeds=all_feeds(), lists=DOWNLOADS)


@bp.get("/data/feeds/<kind>.xml")
def feed(kind: str) -> Response:
    """The newest entries of a list as an Atom feed; NotFoundError for a list without one."""
    chosen = all_feeds().get(kind)
    if chosen is None:
        raise NotFoundError()
    entries = list(chosen.newest(FEED_LENGTH))
    body = render_template(
        "site/portal/feed.xml",
        feed=chosen,
        entries=entries,
        updated=max((entry.updated_at for entry in entries), default=clock.now()),
        root=current_app.config["SITE_URL"].rstrip("/"),
        address=request.path,
        list_path=PLACES[chosen.place],
    )
    return Response(body, mimetype="application/atom+xml")
