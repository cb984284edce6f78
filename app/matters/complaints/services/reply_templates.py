"""Keeping the templates of a body's replies."""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, NotFoundError
from app.matters.complaints.models import ReplyTemplate
from app.matters.complaints.queries.reply_templates import template_of, templates_of
from app.matters.complaints.rules import MOST_TEMPLATES
from app.people.models import Staff


def save_template(*, staff: Staff, template_id: int | None, title: str, text: str) -> None:
    """Keep a new template of the person's body, or a change of one."""
    own = templates_of(staff)
    template = _found(staff, template_id) if template_id else None
    if any(one.title == title and one is not template for one in own):
        raise ConflictError(f"已经有名为“{title}”的模板，请换一个名称，或者修改原来的模板。")
    if template is None and len(own) >= MOST_TEMPLATES:
        raise ConflictError(f"一个单位最多保存 {MOST_TEMPLATES} 个模板，请先删除不用的。")
    if template is None:
        template = ReplyTemplate(bureau_id=staff.bureau_id)
        db.session.add(template)
    template.title, template.text, template.updated_at = title, text, clock.now()
    _finish("reply_template.saved", staff, template)


def delete_template(*, staff: Staff, template_id: int) -> None:
    """Delete a template of the person's body; replies made from it stay as they are."""
    template = _found(staff, template_id)
    db.session.delete(template)
    _finish("reply_template.deleted", staff, template)


def _found(staff: Staff, template_id: int) -> ReplyTemplate:
    template = template_of(staff, template_id)
    if template is None:
        raise NotFoundError
    return template


def _finish(action: str, staff: Staff, template: ReplyTemplate) -> None:
    db.session.flush()
    audit.record(
        action, actor=staff.as_actor(), object_type="reply_template", object_id=template.id
    )
    db.session.commit()
