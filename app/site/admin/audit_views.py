"""For the auditor: who did what, what it changed, and whether the log is whole."""

from difflib import SequenceMatcher

from flask import Response, render_template, request

from app.kernel import audit
from app.kernel.audit import queries, search
from app.kernel.audit.rules import read
from app.kernel.imports.exporting import export
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.site.admin import audit_words
from app.site.admin.audit_exports import COLUMNS
from app.site.admin.audit_forms import AuditFilterForm
from app.site.admin.blueprint import bp

RESULTS = {result.value: result for result in audit.Result}


@bp.get("/audit")
@requires(Permission.READ_AUDIT)
def audit_log() -> str | Response:
    """Who did what, newest first; with ``verify`` also whether the log is whole."""
    form = AuditFilterForm.read(request.args)
    if file_format := request.args.get("format"):
        actor = current_staff().as_actor()
        audit.note("audit.exported", actor=actor, reason=f"{file_format} {form.words}".strip())
        rows = search.all_events(form.wanted)
        return export(file_format, name="审计日志", columns=COLUMNS, rows=rows)
    return render_template(
        "site/admin/audit_log.html",
        form=form,
        page=search.events(form.wanted, before=form.before.data),
        head=search.head(),
        verdict=_verdict() if request.args.get("verify") else None,
        results=RESULTS,
        words=audit_words,
    )


@bp.get("/audit/<int:event_id>")
@requires(Permission.READ_AUDIT)
def audit_log_event(event_id: int) -> str:
    """One row: all that it says, before and after, and whether it is as it was written."""
    event = search.event(event_id)
    changes = [
        (audit_words.field_words(event.object_type, field), *difference(*values))
        for field, values in read(event.changes).items()
    ]
    return render_template(
        "site/admin/audit_event.html",
        event=event,
        changes=changes,
        problem=queries.check_row(event),
        results=RESULTS,
        words=audit_words,
    )


def _verdict() -> queries.Verdict:
    actor = current_staff().as_actor()
    verdict = queries.verify()
    result = audit.Result.FAILED if verdict.problem else audit.Result.DONE
    audit.note("audit.verified", actor=actor, result=result, reason=verdict.problem or "")
    return verdict


Pieces = list[tuple[bool, str]]


def difference(old: object, new: object) -> tuple[Pieces, Pieces]:
    """Both values in pieces, each with whether the other lacks it."""
    before, after = audit_words.value_words(old), audit_words.value_words(new)
    matches = SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
    return (
        [(tag != "equal", before[a:b]) for tag, a, b, _, _ in matches if a < b],
        [(tag != "equal", after[c:d]) for tag, _, _, c, d in matches if c < d],
    )
