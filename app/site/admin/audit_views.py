"""For the auditor: who did what, what it changed, and whether the log is whole."""

from difflib import SequenceMatcher

from flask import Response, render_template, request

from app.kernel import audit
from app.kernel.audit import Result, queries, verifying
from app.kernel.audit.models import AuditEvent, read
from app.kernel.audit.queries import EventFilters
from app.kernel.imports.exporting import ExportColumn, export
from app.kernel.web.filtering import ChoiceFilter, DayFilter, FilterForm, RowField, TextFilter
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.site.admin import audit_words
from app.site.admin.blueprint import bp

RESULTS = {result.value: result for result in audit.Result}
Pieces = list[tuple[bool, str]]
"""Of a text, each with whether another lacks it."""


class AuditFilterForm(FilterForm):
    """Time, person, act, object, result, request; and after which row the page begins."""

    first_day = DayFilter("起始日期", name="from")
    last_day = DayFilter("截止日期", name="to")
    actor = TextFilter("操作人姓名")
    role = ChoiceFilter("角色", audit_words.ROLES.items())
    action = ChoiceFilter("动作", audit_words.ACTIONS.items())
    kind = ChoiceFilter("对象种类", audit_words.OBJECTS.items())
    number = TextFilter("对象编号", name="object")
    result = ChoiceFilter("结果", Result.choices())
    request = TextFilter("请求编号")
    before = RowField()

    def event_filters(self) -> EventFilters:
        """What to show of the log."""
        chosen = {name: self[name].data for name in EventFilters.__dataclass_fields__}
        return EventFilters(**chosen)


COLUMNS: tuple[ExportColumn[AuditEvent], ...] = (
    ExportColumn("id", "序号", lambda event: event.id),
    ExportColumn("at", "时间", lambda event: event.at),
    ExportColumn("actor_id", "账号编号", lambda event: event.actor_id),
    ExportColumn("actor", "操作人", lambda event: event.actor_name),
    ExportColumn("role", "角色", lambda event: audit_words.role_words(event.actor_role)),
    ExportColumn("action", "动作", lambda event: audit_words.action_words(event.action)),
    ExportColumn("action_code", "动作代码", lambda event: event.action),
    ExportColumn("kind", "对象种类", lambda event: audit_words.object_words(event.object_type)),
    ExportColumn("object", "对象编号", lambda event: event.object_id),
    ExportColumn("result", "结果", lambda event: Result(event.result)),
    ExportColumn("reason", "说明", lambda event: event.reason),
    ExportColumn("changes", "改动", lambda event: event.changes),
    ExportColumn("request", "请求编号", lambda event: event.request_id),
    ExportColumn("version", "校验方式", lambda event: event.version),
    ExportColumn("key", "密钥", lambda event: event.key_name),
    ExportColumn("mac", "校验码", lambda event: event.mac),
)


@bp.get("/audit")
@requires(Permission.READ_AUDIT)
def audit_log() -> str | Response:
    """Who did what, newest first; with ``verify`` also whether the log is whole.

    Raises InvalidInputError for a filter or a format that can't be understood.
    """
    form = AuditFilterForm.read(request.args)
    if file_format := request.args.get("format"):
        actor = current_staff().as_actor()
        audit.note(
            "audit.exported", actor=actor, reason=f"{file_format} {form.conditions_label}".strip()
        )
        rows = queries.all_events(form.event_filters())
        return export(file_format, name="审计日志", columns=COLUMNS, rows=rows)
    return render_template(
        "site/admin/audit_log.html",
        form=form,
        page=queries.events(form.event_filters(), before=form.before.data),
        head=queries.head(),
        verdict=_verdict() if request.args.get("verify") else None,
        results=RESULTS,
        words=audit_words,
    )


@bp.get("/audit/<int:event_id>")
@requires(Permission.READ_AUDIT)
def audit_log_event(event_id: int) -> str:
    """One row: all that it says, before and after, and whether it is as it was written.

    Raises NotFoundError when there is none.
    """
    event = queries.event(event_id)
    changes = [
        (audit_words.field_words(event.object_type, field), *difference(*values))
        for field, values in read(event.changes).items()
    ]
    return render_template(
        "site/admin/audit_event.html",
        event=event,
        changes=changes,
        problem=verifying.check_row(event),
        results=RESULTS,
        words=audit_words,
    )


def _verdict() -> verifying.ChainVerdict:
    actor = current_staff().as_actor()
    verdict = verifying.verify()
    result = audit.Result.FAILED if verdict.problem else audit.Result.DONE
    audit.note("audit.verified", actor=actor, result=result, reason=verdict.problem or "")
    return verdict


def difference(old: object, new: object) -> tuple[Pieces, Pieces]:
    """Both values in pieces, each with whether the other lacks it."""
    before, after = audit_words.value_words(old), audit_words.value_words(new)
    matches = SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
    return (
        [(tag != "equal", before[a:b]) for tag, a, b, _, _ in matches if a < b],
        [(tag != "equal", after[c:d]) for tag, _, _, c, d in matches if c < d],
    )
