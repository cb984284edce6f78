"""The desk of imports: upload, assign columns, check, review, run, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response

from app.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from app.kernel.files.uploads import attachment
from app.kernel.imports.columns import ColumnChoice
from app.kernel.imports.exporting import disposition
from app.kernel.imports.new_workbook import template_of
from app.kernel.imports.rules import (
    KEPT,
    KEPT_CHANGES,
    KEPT_FINDINGS,
    UNDER_WAY,
    FindingKind,
    ImportState,
)
from app.kernel.imports.services import remembered_columns
from app.kernel.imports.targets import ChangedRow, registry, target_labels
from app.kernel.web.bodies import takes_files
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.publishing.desk.queries import records_among
from app.publishing.desk.rules import Difference
from app.publishing.desk.staff_views.desks import changes, desks
from app.publishing.workbench import queries
from app.publishing.workbench.forms import (
    ColumnsForm,
    ImportFilterForm,
    ImportFindingsForm,
    ImportReturnForm,
    UploadForm,
    table_of,
)
from app.publishing.workbench.services import acts
from app.publishing.workbench.services.accounts import WORKBOOK

if TYPE_CHECKING:
    from app.kernel.imports.models import ImportBatch


bp = Blueprint("workbench", __name__, url_prefix="/imports")

Answer = str | Response | tuple[str, int]
PAGES = {
    ImportState.UPLOADED: "columns",
    ImportState.CHECKING: "under_way",
    ImportState.RUNNING: "under_way",
}
EDITOR_ACTS = {
    "reopen": (acts.choose_again, "请重新对应字段。"),
    "submit": (acts.submit, "已送审核，由另一位审核人员同意后导入。"),
    "discard": (acts.discard, "已放弃，文件已删除。"),
    "cancel": (acts.cancel, "已中止。"),
}


@bp.get("/")
@requires(Permission.READ_RECORDS)
def index() -> str:
    """The imports of one's own body."""
    form = ImportFilterForm.read(request.args)
    state = ImportState(form.state.data) if form.state.data else None
    page = queries.import_page(current_staff(), state=state, page=form.page.data)
    senders = queries.sender_names(page.items)
    return _render("list", page=page, form=form, senders=senders, labels=target_labels(current_app))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.IMPORT_RECORDS)
@takes_files
def new() -> Answer:
    """A file and what it holds."""
    form = UploadForm()
    labels = target_labels(current_app)
    form.offer((kind, labels[kind]) for kind in registry(current_app).targets)
    if not form.is_submitted():
        return _render("upload", form=form)
    if not form.validate():
        return _render("upload", form=form), 400
    try:
        batch = acts.upload(
            staff=current_staff(),
            kind=form.kind.data,
            name=form.file.data.filename,
            data=form.content(),
            token=form.token.data,
        )
    except InvalidInputError as refusal:
        form.file.errors = [refusal.message]
        return _render("upload", form=form), 400
    return redirect(url_for(".detail", key=batch.id))


@bp.get("/templates/<kind>.xlsx")
@requires(Permission.IMPORT_RECORDS)
def template(kind: str) -> Response:
    """The empty table of a kind."""
    target = registry(current_app).targets.get(kind)
    if target is None:
        raise NotFoundError
    answer = send_file(BytesIO(template_of(target)), mimetype=WORKBOOK, max_age=0)
    answer.headers["Content-Disposition"] = disposition(f"导入模板_{_label(kind)}.xlsx")
    return answer


@bp.get("/<int:key>")
@requires(Permission.READ_RECORDS)
def detail(key: int) -> Answer:
    """The step that an import has come to."""
    batch = queries.import_of(current_staff(), key)
    page = PAGES.get(batch.state, "result")
    if page == "columns":
        return _columns_page(batch, _columns_form(batch))
    if page == "under_way":
        return _render(page, batch=batch, label=_label(batch.kind))
    return _result_page(batch, ImportReturnForm())


@bp.post("/<int:key>/check")
@requires(Permission.IMPORT_RECORDS)
def check(key: int) -> Answer:
    """Have every row checked with the columns as chosen."""
    batch = queries.import_of(current_staff(), key)
    if batch.state is not ImportState.UPLOADED:
        raise ConflictError(acts.TAKEN)
    form = _columns_form(batch)
    if not form.validate():
        return _columns_page(batch, form), 400
    acts.start_check(
        batch=batch, staff=current_staff(), choice=form.choice, guesses=form.table.guesses
    )
    return redirect(url_for(".detail", key=key))


@bp.post("/<int:key>/<any(reopen, submit, discard, cancel):act>")
@requires(Permission.IMPORT_RECORDS)
def decide(key: int, act: str) -> Response:
    """What editors decide by one button."""
    batch = queries.import_of(current_staff(), key)
    carry_out, words = EDITOR_ACTS[act]
    carry_out(batch=batch, staff=current_staff())
    flash(words)
    return redirect(url_for(".detail", key=key))


@bp.post("/<int:key>/approve")
@requires(Permission.PUBLISH_RECORDS)
def approve(key: int) -> Response:
    """A reviewer lets the rows in."""
    batch = queries.import_of(current_staff(), key)
    acts.approve(batch=batch, staff=current_staff())
    return redirect(url_for(".detail", key=key))


@bp.post("/<int:key>/return")
@requires(Permission.PUBLISH_RECORDS)
def send_back(key: int) -> Answer:
    """A reviewer gives the import back."""
    batch, form = queries.import_of(current_staff(), key), ImportReturnForm()
    if not form.validate_on_submit():
        return _result_page(batch, form), 400
    acts.send_back(batch=batch, staff=current_staff(), reason=form.reason.data)
    flash("已退回。")
    return redirect(url_for(".detail", key=key))


@bp.get("/<int:key>/progress")
@requires(Permission.READ_RECORDS)
def progress(key: int) -> Response:
    """How far it has come, for the bar."""
    batch = queries.import_of(current_staff(), key)
    answer: Response = jsonify(
        read=batch.rows_read, total=batch.total_rows, under_way=batch.state in UNDER_WAY
    )
    return answer


@bp.post("/<int:key>/errors")
@requires(Permission.IMPORT_RECORDS)
def errors(key: int) -> Response:
    """The rejected rows, each bad cell marked; whoever takes them along is noted."""
    staff = current_staff()
    batch = queries.import_of(staff, key)
    if batch.errors_id is None:
        raise NotFoundError
    acts.note_download(batch=batch, staff=staff)
    name = f"待改正_{batch.file_name.rpartition('.')[0] or batch.file_name}.xlsx"
    return attachment(batch.errors_id, name, WORKBOOK)


def _columns_form(batch: "ImportBatch") -> ColumnsForm:
    layout = registry(current_app).targets[batch.kind].layout
    choice = ColumnChoice.from_json(batch.choice) if batch.choice else None
    table = table_of(
        batch.preview or [],
        layout,
        remembered_columns(batch.source_bureau_id, batch.kind),
        choice=choice,
        position=request.values.get("sheet", type=int),
        header_row=request.values.get("header", type=int),
    )
    return ColumnsForm.for_table(table, layout, choice)


def _columns_page(batch: "ImportBatch", form: ColumnsForm) -> str:
    return _render(
        "columns",
        batch=batch,
        form=form,
        table=form.table,
        label=_label(batch.kind),
        sender=queries.sender_of(batch),
        before=queries.same_file(batch),
    )


def _result_page(batch: "ImportBatch", form: ImportReturnForm) -> str:
    shown = ImportFindingsForm.read(request.args)
    changes = queries.changes_page(batch, shown.page.data) if shown.wants_changes else None
    return _render(
        "result",
        batch=batch,
        form=form,
        shown=shown.shown_kind,
        changes=changes,
        changed=shown_rows(changes.items) if changes else [],
        kinds=FindingKind,
        findings=None
        if changes
        else queries.findings_page(batch, shown.shown_kind, shown.page.data),
        label=_label(batch.kind),
        sender=queries.sender_of(batch),
        is_own=current_staff().id in {batch.staff_id, batch.submitter_id},
        most=KEPT_FINDINGS,
        most_changes=KEPT_CHANGES,
    )


def _render(template: str, /, **context: Any) -> str:
    return render_template(
        f"publishing/workbench/staff/{template}.html",
        kept_days=KEPT.days,
        states=ImportState,
        **context,
    )


def _label(kind: str) -> str:
    return target_labels(current_app)[kind]


@dataclass(frozen=True)
class ShownRow:
    """A row that changes a record: which, where it stands, and item by item what."""

    row: int
    title: str
    url: str
    differences: list[Difference]


def shown_rows(rows: Iterable[ChangedRow]) -> list[ShownRow]:
    """The rows in words; the records are asked for once for each kind."""
    rows, known = list(rows), desks()
    records = {
        name: records_among(
            known[name].source,
            current_staff(),
            [each.record_id for each in rows if each.kind == name],
        )
        for name in {each.kind for each in rows if each.kind in known}
    }
    shown = []
    for each in rows:
        record = records.get(each.kind, {}).get(each.record_id)
        if record is not None:
            kind = known[each.kind]
            url = kind.url("versions", key=each.record_id)
            differing = changes(kind, each.before, each.after)
            shown.append(ShownRow(each.row, record.headline, url, differing))
    return shown
