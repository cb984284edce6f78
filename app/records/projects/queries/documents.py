"""Projects as the search index knows them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.kernel.search.rows import RowSource
from app.people.models import Bureau
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.projects.models import KeyProject, ProjectMilestone
from app.records.projects.rules import ProjectState, state

DOCUMENT = (
    select(
        KeyProject.id,
        KeyProject.code,
        KeyProject.name,
        KeyProject.objective,
        KeyProject.lead_body,
        KeyProject.implementing_firm,
        KeyProject.uscc,
        KeyProject.lead_bureau_id,
        KeyProject.district_code,
        KeyProject.field,
        KeyProject.year,
        KeyProject.is_stopped,
        KeyProject.latest_percent,
        KeyProject.latest_report_on,
        KeyProject.next_due_on,
        KeyProject.investment_cents,
        KeyProject.status,
        KeyProject.published_on,
        KeyProject.publish_until,
        Bureau.name.label("bureau_name"),
        ProjectMilestone.title.label("step"),
        ProjectMilestone.position,
    )
    .outerjoin(KeyProject.lead_bureau)
    .outerjoin(KeyProject.milestones)
)
"""What search reads of a project: a row for each of its milestones, or one."""


def turning_keys() -> list[int]:
    """Projects whose state may be another tomorrow though nobody reports: those with a plan."""
    running = and_(KeyProject.next_due_on.is_not(None), KeyProject.latest_percent < 100)
    return list(db.session.scalars(select(KeyProject.id).where(published(KeyProject), running)))


def _documents(rows: Iterable[Any]) -> Iterator[SearchDocument]:
    for _, alike in groupby(rows, key=attrgetter("id")):
        project, *others = sorted(alike, key=lambda row: row.position or 0)
        if project.status is PublicationStatus.PUBLISHED and project.published_on is not None:
            yield _document(project, [row.step for row in (project, *others) if row.step])


def _state(project: Any) -> ProjectState:
    return state(
        stopped=project.is_stopped,
        percent=project.latest_percent,
        next_due_on=project.next_due_on,
        today=clock.today(),
    )


def _document(project: Any, steps: Sequence[str]) -> SearchDocument:
    return SearchDocument(
        kind=SearchKind.PROJECT,
        key=project.id,
        ref=project.code,
        title=project.name,
        names=present(project.name, project.implementing_firm),
        codes=present(project.code, project.uscc),
        texts=(
            ("目标", project.objective),
            ("牵头单位", project.lead_body),
            ("节点", "；".join(steps)),
        ),
        district=project.district_code,
        bureau_id=project.lead_bureau_id,
        bureau_name=project.bureau_name or project.lead_body,
        category=project.field.label,
        status=_state(project).label,
        year=project.year,
        on=project.latest_report_on or project.published_on,
        amount_cents=project.investment_cents,
        rank=5,
        visible_from=project.published_on,
        visible_until=project.publish_until,
        facts=(project.code, project.field.label, project.lead_body),
    )


search_documents = RowSource(
    lambda: DOCUMENT,
    KeyProject.id,
    _documents,
    everything=lambda: KeyProject.status == PublicationStatus.PUBLISHED,
)
"""Projects as the search index knows them."""
