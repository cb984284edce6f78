"""By what worklists can be narrowed, and the choices that are offered."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from app.kernel.db.session import db
from app.matters.complaints.catalogue import ComplaintCategory
from app.matters.complaints.models import DeskView, Matter, Submission
from app.matters.complaints.rules import NOBODY, DeskFilters
from app.people.models import Staff, StaffRole
from app.people.queries import bureau_options
from app.people.rules import Role
from app.records.companies.models import Company, FormerName

Options = list[tuple[str, str]]

HANDLING = (Role.HANDLER, Role.HEAD, Role.COORDINATOR)


def conditions(filters: DeskFilters) -> list[ColumnElement[bool]]:
    """What matters, joined with their submission and its company, must be to stand in the list."""
    found: list[ColumnElement[bool]] = []
    if filters.q:
        found.append(_told_by(filters.q))
    if filters.kind:
        found.append(Matter.kind == filters.kind)
    if filters.category:
        below = select(ComplaintCategory.code).where(
            ComplaintCategory.parent_code == filters.category
        )
        code = Submission.category_code
        found.append(or_(code == filters.category, code.in_(below)))
    if filters.district:
        found.append(Submission.district_code == filters.district)
    if filters.bureau:
        found.append(Matter.bureau_id == _key(filters.bureau))
    return [*found, *_of_whom_and_when(filters)]


def _of_whom_and_when(filters: DeskFilters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.handler == NOBODY:
        found.append(Matter.handler_id.is_(None))
    elif filters.handler:
        found.append(Matter.handler_id == _key(filters.handler))
    if filters.since:
        found.append(Matter.received_on >= filters.since)
    if filters.until:
        found.append(Matter.received_on <= filters.until)
    return found


def _told_by(text: str) -> ColumnElement[bool]:
    """Matters by number, or by a name or the code of the company they are about.

    What people wrote is encrypted, and is not searched.
    """
    pattern = "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    former = select(FormerName.company_id).where(FormerName.name.like(pattern, escape="\\"))
    return or_(
        Matter.number.like(pattern, escape="\\"),
        Company.name.like(pattern, escape="\\"),
        Company.uscc == text,
        Company.id.in_(former),
    )


def _key(text: str) -> int:
    """The id in a parameter; no row has the one that stands for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def category_options(*, in_use: bool = False) -> Options:
    """Pairs of code and name of categories, the second level after its first."""
    parent = aliased(ComplaintCategory)
    statement = (
        select(ComplaintCategory.code, ComplaintCategory.name, parent.name)
        .outerjoin(parent, parent.code == ComplaintCategory.parent_code)
        .order_by(ComplaintCategory.position)
    )
    if in_use:
        statement = statement.where(ComplaintCategory.is_in_use)
    rows = db.session.execute(statement)
    return [(code, f"{above}：{name}" if above else name) for code, name, above in rows]


def lead_options(chosen: int | None) -> Options:
    """Pairs of id and name of the bodies that lead matters, and of the one chosen."""
    return bureau_options(Matter.bureau_id, chosen=chosen)


def colleagues(staff: Staff) -> Options:
    """Pairs of id and name of those who can handle matters of the person's body."""
    handling = select(StaffRole.staff_id).where(StaffRole.role.in_(HANDLING))
    rows = db.session.execute(
        select(Staff.id, Staff.full_name)
        .where(Staff.bureau_id == staff.bureau_id, Staff.is_enabled, Staff.id.in_(handling))
        .order_by(Staff.full_name, Staff.id)
    )
    return [(str(key), name) for key, name in rows]


def colleague(staff: Staff, staff_id: int) -> Staff | None:
    """The colleague with this id, if matters can be given to them."""
    offered = {key for key, _ in colleagues(staff)}
    return db.session.get(Staff, staff_id) if str(staff_id) in offered else None


def views_of(staff: Staff) -> Sequence[DeskView]:
    """The views that the person has saved, oldest first."""
    own = select(DeskView).where(DeskView.staff_id == staff.id)
    return db.session.scalars(own.order_by(DeskView.id)).all()


def view_of(staff: Staff, view_id: int) -> DeskView | None:
    """One of them."""
    return db.session.scalar(
        select(DeskView).where(DeskView.id == view_id, DeskView.staff_id == staff.id)
    )
