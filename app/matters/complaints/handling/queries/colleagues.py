"""To whom of a body a matter can be given."""

from sqlalchemy import select

from app.kernel.db.session import db
from app.people.models import Staff, StaffRole
from app.people.queries import Options
from app.people.rules import Role

HANDLING = (Role.HANDLER, Role.HEAD, Role.COORDINATOR)


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
