"""By what worklists can be narrowed, and the choices that are offered."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from app.kernel.db.session import db
from app.matters.complaints.desk.models import DeskView
from app.matters.complaints.desk.rules import NOBODY, DeskFilters
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.people.models import Staff
from app.people.queries import Options, bureau_options
from app.records.companies.models import Company, FormerName


def conditions(filters: DeskFilters) -> list[ColumnElement[bool]]:
    """What matters, joined with their submission and its company, must be to stand in the list."""
    found: list[ColumnElement[bool]] = []
    if filters.q:
        found.append(_matching(filters.q))
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


def _matching(text: str) -> ColumnElement[bool]:
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


def lead_options(chosen: int | None) -> Options:
    """Pairs of id and name of the bodies that lead matters, and of the one chosen."""
    return bureau_options(Matter.bureau_id, chosen=chosen)


def views_of(staff: Staff) -> Sequence[DeskView]:
    """The views that the person has saved, oldest first."""
    own = select(DeskView).where(DeskView.staff_id == staff.id)
    return db.session.scalars(own.order_by(DeskView.id)).all()


def view_of(staff: Staff, view_id: int) -> DeskView | None:
    """One of them."""
    return db.session.scalar(
        select(DeskView).where(DeskView.id == view_id, DeskView.staff_id == staff.id)
    )
