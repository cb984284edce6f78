"""What staff do at the desk: acts on many matters at once, saved views, templates of replies.

What can't be done to one of many keeps none of the others back, and is told with its reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, DomainError, NotFoundError
from app.matters.complaints.desk.models import DeskView, ReplyTemplate
from app.matters.complaints.desk.queries import template_of, templates_of, view_of, views_of
from app.matters.complaints.desk.rules import MOST_TEMPLATES, MOST_VIEWS, WorklistQuery
from app.matters.complaints.matter.queries import matter_of
from app.matters.complaints.matter.rules.acts import MatterAct
from app.people.models import Staff

STALE = "您打开页面之后，该事项已有新的进展，没有改动。请单独打开它再决定。"

NOT_THERE = "没有这件事项，或者它已不在贵单位。"


@dataclass(frozen=True)
class ChosenMatter:
    """A matter as it was when it was chosen."""

    number: str
    version: int


@dataclass(frozen=True)
class BulkResult:
    """What became of one of them; ``problem`` says why nothing did."""

    number: str
    problem: str = ""


def in_bulk(
    *,
    act: MatterAct,
    chosen: Sequence[ChosenMatter],
    staff: Staff,
    service: Callable[..., Any],
    arguments: Mapping[str, Any],
) -> list[BulkResult]:
    """Do ``service``, which has its own commit, to each of the matters with these arguments."""
    deed = partial(service, staff=staff, **arguments)
    return [_one(act, one, staff, deed) for one in chosen]


def _one(act: MatterAct, one: ChosenMatter, staff: Staff, deed: Callable[..., Any]) -> BulkResult:
    try:
        matter = matter_of(staff, one.number, for_update=True)
        if matter is None:
            raise NotFoundError(NOT_THERE)
        if matter.version != one.version:
            raise ConflictError(STALE)
        deed(matter=matter)
    except DomainError as error:
        db.session.rollback()
        audit.record(
            f"matter.{act.value}",
            actor=staff.as_actor(),
            object_type="matter",
            object_id=one.number,
            result=audit.Result.DENIED,
            reason=error.message,
        )
        db.session.commit()
        return BulkResult(one.number, error.message)
    return BulkResult(one.number)


def save_template(*, staff: Staff, template_id: int | None, title: str, text: str) -> None:
    """Keep a new template of the person's body, or a change of one.

    Raises ConflictError for a title that is taken, and where there are too many; NotFoundError
    for a template of another body.
    """
    own = templates_of(staff)
    template = template_of(staff, template_id) if template_id else None
    if any(one.title == title and one is not template for one in own):
        raise ConflictError(f"已经有名为“{title}”的模板，请换一个名称，或者修改原来的模板。")
    if template is None:
        if len(own) >= MOST_TEMPLATES:
            raise ConflictError(f"一个单位最多保存 {MOST_TEMPLATES} 个模板，请先删除不用的。")
        template = ReplyTemplate(bureau_id=staff.bureau_id)
        db.session.add(template)
    template.title, template.text, template.updated_at = title, text, clock.now()
    _finish("reply_template.saved", staff, template)


def delete_template(*, staff: Staff, template_id: int) -> None:
    """Delete a template of the body, NotFoundError for any other; replies made from it stay."""
    _delete("reply_template.deleted", staff, template_of(staff, template_id))


def save_view(*, staff: Staff, name: str, query: WorklistQuery) -> None:
    """Keep the list under ``name``; one that bears it already is replaced.

    Raises ConflictError where there are too many.
    """
    own = views_of(staff)
    view = next((one for one in own if one.name == name), None)
    if view is None:
        if len(own) >= MOST_VIEWS:
            raise ConflictError(f"最多保存 {MOST_VIEWS} 个视图，请先删除不用的。")
        view = DeskView(staff_id=staff.id, name=name, created_at=clock.now())
        db.session.add(view)
    view.wanted = query.as_args()
    _finish("desk_view.saved", staff, view)


def delete_view(*, staff: Staff, view_id: int) -> None:
    """Delete a view of the person's own; NotFoundError for any other."""
    _delete("desk_view.deleted", staff, view_of(staff, view_id))


def _delete(action: str, staff: Staff, row: DeskView | ReplyTemplate) -> None:
    db.session.delete(row)
    _finish(action, staff, row)


def _finish(action: str, staff: Staff, row: DeskView | ReplyTemplate) -> None:
    db.session.flush()
    kind = action.partition(".")[0]
    audit.record(action, actor=staff.as_actor(), object_type=kind, object_id=row.id)
    db.session.commit()
