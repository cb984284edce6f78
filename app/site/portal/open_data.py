"""Open data: what can be downloaded, asked by program, and subscribed to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, current_app, render_template, request

from app.insight.monthly.queries import made as monthly_reports
from app.insight.monthly.words import title_of
from app.kernel import clock
from app.kernel.clock import city_date
from app.kernel.errors import NotFoundError
from app.publishing.kind.lists import newest
from app.records.bulletins.queries import newest_bulletins
from app.records.cases.kind import KIND as CASES
from app.records.creation.queries.applications import newest_public
from app.records.credit.queries import newest_entries
from app.records.credit.rules import ListKind
from app.records.honours.queries.records import newest_honours
from app.records.inspections.queries import newest_inspections
from app.records.licences.queries import newest_licences
from app.site.portal import queries
from app.site.portal.blueprint import bp
from app.site.portal.navigation import PLACES

FEED_LENGTH = 50


@dataclass(frozen=True)
class Entry:
    """A line of a feed: what it says, where it leads, when it came and was last changed."""

    title: str
    path: str
    on: date
    updated_at: datetime
    summary: str = ""


@dataclass(frozen=True)
class Feed:
    """A list that can be subscribed to."""

    title: str
    place: str
    newest: Callable[[int], Iterable[Entry]]


def credit_entries(kind: ListKind, limit: int) -> Iterable[Entry]:
    """Entries of the red or the black list."""
    for row in newest_entries(kind, limit=limit):
        title = f"{row.company.name}：{row.named(row.title)}"
        summary = f"{row.deciding_body}　{row.reason}"
        yield Entry(title, f"/credit/{row.id}", row.decided_on, row.updated_at, summary)


def red_entries(limit: int) -> Iterable[Entry]:
    """Entries of the red list."""
    return credit_entries(ListKind.RED, limit)


def black_entries(limit: int) -> Iterable[Entry]:
    """Entries of the black list."""
    return credit_entries(ListKind.BLACK, limit)


def case_entries(limit: int) -> Iterable[Entry]:
    """Disclosed penalties."""
    for row in newest(CASES, limit=limit):
        on = row.published_on or row.decided_on
        summary = f"{row.deciding_body}　{row.content}"
        yield Entry(row.named(row.title), f"/cases/{row.id}", on, row.updated_at, summary)


def licence_entries(limit: int) -> Iterable[Entry]:
    """Administrative licences."""
    for row in newest_licences(limit=limit):
        on = row.published_on or row.decided_on
        summary = f"{row.deciding_body}　{row.content}"
        yield Entry(row.named(row.title), f"/licences/{row.id}", on, row.updated_at, summary)


def inspection_entries(limit: int) -> Iterable[Entry]:
    """Inspected batches."""
    for row in newest_inspections(limit=limit):
        summary = "　".join(filter(None, (row.inspecting_body, row.failing_items)))
        address = f"/inspections/{row.id}"
        yield Entry(row.named(row.headline), address, row.announced_on, row.updated_at, summary)


def honour_entries(limit: int) -> Iterable[Entry]:
    """Honours."""
    for row in newest_honours(limit=limit):
        on = row.published_on or row.granted_on
        title, summary = row.named(f"{row.party_name}：{row.words}"), f"{row.grantor}　{row.merits}"
        yield Entry(title, f"/honours/{row.id}", on, row.updated_at, summary)


def creation_entries(limit: int) -> Iterable[Entry]:
    """Notices of creation, and badges that hold."""
    for row in newest_public(limit=limit):
        on = row.awarded_on or row.notice_from or clock.city_date(row.created_at)
        address, summary = f"/creation/{row.number}", f"{row.state.label}　{row.district.name}"
        yield Entry(row.title, address, on, clock.day_start(on), summary)


def report_entries(limit: int) -> Iterable[Entry]:
    """Progress reports of key projects."""
    for report, project in queries.newest_reports(limit):
        title = f"{project.name}：完成 {report.percent}%"
        path = f"/projects/{project.code}"
        yield Entry(title, path, report.reported_on, report.updated_at, report.text)


def bulletin_entries(limit: int) -> Iterable[Entry]:
    """Articles."""
    for row in newest_bulletins(limit=limit):
        address = f"/bulletins/{row.id}"
        yield Entry(row.title, address, row.published_on, row.updated_at, row.summary)


def monthly_entries(limit: int) -> Iterable[Entry]:
    """Monthly reports; a corrected one comes again under its edition."""
    for made in monthly_reports(limit=limit):
        title = title_of(made.month)
        if made.edition > 1:
            title += f"（第 {made.edition} 版，有更正）"
        path = f"/evaluation/monthly/{made.code}"
        on = city_date(made.counted_at)
        yield Entry(title, path, on, made.counted_at)


FEEDS: dict[str, Feed] = {
    "red": Feed("红名单", "red", red_entries),
    "black": Feed("黑名单", "black", black_entries),
    "cases": Feed("行政处罚", "cases", case_entries),
    "licences": Feed("行政许可", "licences", licence_entries),
    "inspections": Feed("监督抽查", "inspections", inspection_entries),
    "honours": Feed("荣誉", "honours", honour_entries),
    "creation": Feed("创建公示与授牌", "creation", creation_entries),
    "projects": Feed("重点项目进展", "projects", report_entries),
    "monthly": Feed("质量诚信月报", "monthly", monthly_entries),
    "bulletins": Feed("通知公告", "bulletins", bulletin_entries),
}


@bp.get("/data")
def data() -> str:
    """Downloads, programming interface, feeds, and the terms of use."""
    return render_template("site/portal/data.html", feeds=FEEDS)


@bp.get("/data/feeds/<kind>.xml")
def feed(kind: str) -> Response:
    """The newest entries of a list as an Atom feed."""
    if kind not in FEEDS:
        raise NotFoundError()
    chosen = FEEDS[kind]
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
