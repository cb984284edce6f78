"""Keeping a narrowed worklist under a name, and forgetting it."""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, NotFoundError
from app.matters.complaints.models import DeskView
from app.matters.complaints.queries.narrowing import view_of, views_of
from app.matters.complaints.rules import MOST_VIEWS, Wanted
from app.people.models import Staff


def save_view(*, staff: Staff, name: str, wanted: Wanted) -> DeskView:
    """Keep the list under ``name``; one that bears it already is replaced."""
    own = views_of(staff)
    view = next((one for one in own if one.name == name), None)
    if view is None and len(own) >= MOST_VIEWS:
        raise ConflictError(f"最多保存 {MOST_VIEWS} 个视图，请先删除不用的。")
    if view is None:
        view = DeskView(staff_id=staff.id, name=name, created_at=clock.now())
        db.session.add(view)
    view.wanted = wanted.as_args()
    _finish("desk_view.saved", staff, view)
    return view


def forget_view(*, staff: Staff, view_id: int) -> None:
    """Delete a view of the person's own."""
    view = view_of(staff, view_id)
    if view is None:
        raise NotFoundError
    db.session.delete(view)
    _finish("desk_view.deleted", staff, view)


def _finish(action: str, staff: Staff, view: DeskView) -> None:
    db.session.flush()
    audit.record(action, actor=staff.as_actor(), object_type="desk_view", object_id=view.id)
    db.session.commit()
