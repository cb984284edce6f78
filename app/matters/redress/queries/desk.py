"""What staff see: worklists, their counts, and single applications, within their own body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db, only
from app.kernel.imports.models import ImportBatch
from app.matters.complaints.desk.queries import DeskDates
from app.matters.redress.models import (
    RedressApplication,
    RedressEvent,
)
from app.matters.redress.rules import (
    OPEN,
    RedressEventKind,
    RedressStatus,
    RedressWorklist,
)
from app.people.models import Staff
from app.people.rules import Role
from app.publishing.life.models import RecordVersion


@dataclass(frozen=True)
class RedressFilters:
    """A page of a worklist: applications whose number or party holds ``text``, if any."""

    worklist: RedressWorklist
    text: str = ""
    page: int = 1


def visible_to(staff: Staff) -> ColumnElement[bool]:
    """The applications a person may know of: those of their body; all, for coordinators."""
    if staff.has_role(Role.COORDINATOR):
        return true()
    if not (staff.has_role(Role.HANDLER) or staff.has_role(Role.HEAD)):
        return false()
    return RedressApplication.bureau_id == staff.bureau_id


def in_worklist(worklist: RedressWorklist, dates: DeskDates) -> ColumnElement[bool]:
    """Whether an application stands in a worklist."""
    status, due_on = RedressApplication.status, RedressApplication.due_on
    conditions: Mapping[RedressWorklist, ColumnElement[bool]] = {
        RedressWorklist.NEW: status == RedressStatus.NEW,
        RedressWorklist.ACCEPTED: status == RedressStatus.ACCEPTED,
        RedressWorklist.DUE_SOON: due_on.between(dates.today, dates.soon_on),
        RedressWorklist.OVERDUE: due_on < dates.today,
        RedressWorklist.ENDED: status.not_in(OPEN),
    }
    return conditions[worklist]


def worklist_counts(staff: Staff, dates: DeskDates) -> dict[RedressWorklist, int]:
    """How many applications stand in each worklist; one statement."""
    columns = [
        func.coalesce(func.sum(case((in_worklist(each, dates), 1), else_=0)), 0)
        for each in RedressWorklist
    ]
    row = db.session.execute(select(*columns).where(visible_to(staff))).one()
    return dict(zip(RedressWorklist, row, strict=True))


def worklist_page(
    staff: Staff, filters: RedressFilters, dates: DeskDates, counts: Mapping[RedressWorklist, int]
) -> Page[RedressApplication]:
    """A page of a worklist, the most urgent first; what has ended, the newest first.

    ``counts`` are those of all worklists.
    """
    model = RedressApplication
    statement = (
        select(model)
        .where(visible_to(staff), in_worklist(filters.worklist, dates))
        .options(joinedload(RedressApplication.bureau))
    )
    if filters.text:
        found = (
            column.contains(filters.text, autoescape=True) for column in (model.number, model.party)
        )
        statement = statement.where(or_(*found))
    has_ended = filters.worklist is RedressWorklist.ENDED
    order = (model.id.desc(),) if has_ended else (model.due_on, model.id)
    total = None if filters.text else counts[filters.worklist]
    return paginate(statement.order_by(*order), page=filters.page, total=total)


def existing_application(
    staff: Staff, number: str, *, for_update: bool = False
) -> RedressApplication:
    """An application with all that its page shows; raises NotFoundError.

    To another body it does not exist.
    """
    statement = (
        select(RedressApplication)
        .where(RedressApplication.number == number, visible_to(staff))
        .options(
            joinedload(RedressApplication.bureau),
            selectinload(RedressApplication.evidence),
            selectinload(RedressApplication.documents),
            selectinload(RedressApplication.events).joinedload(RedressEvent.staff),
        )
    )
    if for_update:
        statement = statement.with_for_update(of=RedressApplication)
    return only(statement)


def authors(record: Any) -> set[int]:
    """Who wrote, sent or imported what the record says, at any time."""
    rows = db.session.execute(
        select(RecordVersion.author_id, RecordVersion.submitter_id).where(
            RecordVersion.kind == record.__tablename__, RecordVersion.record_id == record.id
        )
    ).all()
    imported = db.session.execute(
        select(ImportBatch.staff_id, ImportBatch.submitter_id).where(
            ImportBatch.id == record.import_batch_id
        )
    ).all()
    return {person for row in (*rows, *imported) for person in row if person is not None}


def acceptor(application: RedressApplication) -> int | None:
    """Who accepted the application; None when nobody has."""
    return next(
        (event.staff_id for event in application.events if event.kind is RedressEventKind.ACCEPTED),
        None,
    )


def accepted_beside(application: RedressApplication) -> RedressApplication | None:
    """Another application of the same kind about the same record that is being handled."""
    model = RedressApplication
    return db.session.scalars(
        select(model)
        .where(
            model.kind == application.kind,
            model.status == RedressStatus.ACCEPTED,
            model.id != application.id,
            model.ref == application.ref,
        )
        .limit(1)
    ).first()


def lock_record(record: Any) -> None:
    """Read the record afresh and keep others from changing it until the commit."""
    columns = [column.key for column in record.__mapper__.column_attrs]
    db.session.refresh(record, attribute_names=columns, with_for_update=True)
