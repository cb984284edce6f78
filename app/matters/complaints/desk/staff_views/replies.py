"""The templates of a body's replies, and what of a matter fills them."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.errors import ConflictError
from app.kernel.web.templating import day_long
from app.matters.complaints.desk.forms import ReplyTemplateForm
from app.matters.complaints.desk.queries import template_of, templates_of
from app.matters.complaints.desk.rules import PLACEHOLDERS
from app.matters.complaints.desk.services import delete_template, save_template
from app.matters.complaints.matter.staff_views import bp
from app.people.access import current_staff, requires
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.matters.complaints.matter.models.matters import Matter, Submission


@bp.get("/templates")
@requires(Permission.HANDLE_MATTERS)
def reply_templates() -> str:
    """All templates of the body."""
    return render_template(
        "matters/complaints/staff/reply_templates.html", templates=templates_of(current_staff())
    )


@bp.route("/templates/new", methods=["GET", "POST"])
@requires(Permission.HANDLE_MATTERS)
def new_template() -> str | Response | tuple[str, int]:
    """Write a template."""
    return _template_page(None, ReplyTemplateForm())


@bp.route("/templates/<int:template_id>", methods=["GET", "POST"])
@requires(Permission.HANDLE_MATTERS)
def reply_template(template_id: int) -> str | Response | tuple[str, int]:
    """Change a template."""
    template = template_of(current_staff(), template_id)
    return _template_page(template_id, ReplyTemplateForm(obj=template))


@bp.post("/templates/<int:template_id>/delete")
@requires(Permission.HANDLE_MATTERS)
def drop_template(template_id: int) -> Response:
    """Delete a template."""
    delete_template(staff=current_staff(), template_id=template_id)
    flash("已删除模板，用它发出的答复不变。")
    return redirect(url_for("admin.complaints.reply_templates"))


def facts_of(matter: "Matter", *, track_url: str) -> dict[str, str | None]:
    """What fills the places of a template. Nothing of the reporter is in it."""
    return {
        "编号": matter.number,
        "登记编号": matter.submission.number,
        "类型": matter.kind.label,
        "类别": matter.submission.category.name,
        "收到日期": day_long(matter.received_on),
        "受理日期": day_long(matter.accepted_on) if matter.accepted_on else None,
        "本步期限": day_long(matter.due_on) if matter.due_on else None,
        "部门": matter.bureau.name,
        "部门电话": matter.bureau.phone,
        "反映对象": _subject(matter.submission),
        "今天": day_long(clock.today()),
        "查询网址": track_url,
    }


def _subject(submission: "Submission") -> str | None:
    if submission.company:
        return submission.company.name
    return submission.project.name if submission.project else submission.subject_name


def _template_page(
    template_id: int | None, form: ReplyTemplateForm
) -> str | Response | tuple[str, int]:
    if form.validate_on_submit():
        try:
            save_template(
                staff=current_staff(),
                template_id=template_id,
                title=str(form.title.data),
                text=str(form.text.data),
            )
        except ConflictError as error:
            form.title.errors = [error.message]
        else:
            flash("已保存模板。")
            return redirect(url_for("admin.complaints.reply_templates"))
    page = render_template(
        "matters/complaints/staff/reply_template.html",
        form=form,
        template_id=template_id,
        places=PLACEHOLDERS,
    )
    return (page, 400) if form.errors else page
