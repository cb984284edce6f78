"""What the portal asks of the features' tables: the newest of each list, and the city's figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.bulletins.models import Bulletin
from app.cases.models import CaseDisclosure
from app.core.db import db
from app.credit.models import CreditEntry
from app.credit.rules import ListKind
from app.projects.models import KeyProject, ProjectReport
from app.publishing.queries import published


@dataclass(frozen=True)
class Entry:
    """A line of a list of news: what it says, where it leads, when it came."""

    title: str
    ref: str
    on: date
    updated_at: datetime
    summary: str = ""


def newest_credit(kind: ListKind, limit: int) -> list[Entry]:
    """The newest entries of one list."""
    rows = db.session.scalars(
        select(CreditEntry)
        .where(published(CreditEntry), CreditEntry.list == kind)
        .options(joinedload(CreditEntry.company))
        .order_by(CreditEntry.decided_on.desc(), CreditEntry.id.desc())
        .limit(limit)
    )
    return [
        Entry(
            f"{row.company.name}：{row.title}",
            str(row.id),
            row.decided_on,
            row.updated_at,
            f"{row.deciding_body}　{row.reason}",
        )
        for row in rows
    ]


def newest_cases(limit: int) -> list[Entry]:
    """The newest disclosed penalties."""
    rows: Sequence[CaseDisclosure] = db.session.scalars(
        select(CaseDisclosure)
        .where(published(CaseDisclosure))
        .order_by(CaseDisclosure.published_on.desc(), CaseDisclosure.id.desc())
        .limit(limit)
    ).all()
    return [
        Entry(
            row.title,
            str(row.id),
            row.published_on or row.decided_on,
            row.updated_at,
            f"{row.deciding_body}　{row.content}",
        )
        for row in rows
    ]


def newest_reports(limit: int) -> list[Entry]:
    """The newest progress reports of projects that are published."""
    rows = db.session.execute(
        select(ProjectReport, KeyProject)
        .join(KeyProject, KeyProject.id == ProjectReport.project_id)
        .where(published(ProjectReport), published(KeyProject))
        .order_by(ProjectReport.reported_on.desc(), ProjectReport.id.desc())
        .limit(limit)
    )
    return [
        Entry(
            f"{project.name}：完成 {report.percent}%",
            project.code,
            report.reported_on,
            report.updated_at,
            report.text,
        )
        for report, project in rows
    ]


def newest_bulletins(limit: int) -> list[Entry]:
    """The newest articles."""
    rows = db.session.scalars(
        select(Bulletin)
        .where(published(Bulletin))
        .order_by(Bulletin.published_on.desc(), Bulletin.id.desc())
        .limit(limit)
    )
    return [
        Entry(
            row.title,
            str(row.id),
            row.published_on or row.created_at.date(),
            row.updated_at,
            row.summary,
        )
        for row in rows
    ]
