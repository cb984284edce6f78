"""The public pages: the form, one question per page, and tracking by number and code."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.errors import InvalidInputError, NotFoundError
from app.kernel.web import flood_gate, headers, limits, upload_quota
from app.kernel.web.bodies import takes_files
from app.kernel.wizard.flow import CurrentDraft, Flow, Receipts, is_change
from app.kernel.wizard.tracking_access import Answer, ConfirmForm, TrackingDoor
from app.matters.redress.answers import RedressAnswers, RedressQuestion
from app.matters.redress.conditions import may_apply
from app.matters.redress.forms import (
    ConditionsForm,
    PartyCodeForm,
    RedressContactForm,
    RedressFilesForm,
    RedressKindForm,
    RedressStatementForm,
    RedressSubmitForm,
)
from app.matters.redress.queries.applications import (
    TrackedApplication,
    clock_from,
    code_hash_of,
    followed,
    live_draft,
)
from app.matters.redress.queries.applications import receipt as receipt_of
from app.matters.redress.queries.records import ContestedRecord, contested, deciding_bureau, named
from app.matters.redress.services.applying import (
    add_files,
    discard_draft,
    remove_file,
    save_answers,
    start_draft,
    submit_draft,
    withdraw_application,
)

bp = Blueprint("redress", __name__, url_prefix="/redress")
headers.no_store(bp)


@bp.after_request
def keep_private(response: Response) -> Response:
    """Nothing of an application travels in the address of the page before."""
    response.headers["Referrer-Policy"] = "same-origin"
    return response


Draft = CurrentDraft[RedressAnswers]


def found(token: str) -> Draft | None:
    """The draft of a token."""
    row = live_draft(token)
    if row is None:
        return None
    return CurrentDraft(
        token, RedressAnswers.parse(row.answers), list(row.evidence), row.is_submitted
    )


def record_of(draft: Draft) -> ContestedRecord:
    """The record of the draft; raises NotFoundError without one, GoneError when it has left."""
    if draft.answers.ref is None:
        raise NotFoundError
    return contested(draft.answers.ref)


flow = Flow("redress", folder="matters/redress", key="redress_draft", find=found, save=save_answers)


@bp.get("")
def index() -> Response:
    """The short address."""
    return redirect(url_for("redress.new"))


@bp.get("/new")
def new() -> str:
    """What can be applied for, by whom, and what is needed; with the record, if one was named."""
    contested_record = named(request.args.get("record", ""))
    return render_template("matters/redress/new.html", contested_record=contested_record)


@bp.route("/new/kind", methods=["GET", "POST"])
def kind() -> str | Response:
    """异议 or 信用修复; the first answer begins the draft. Another record begins another one."""
    draft = flow.current()
    form = RedressKindForm(
        record=request.args.get("record") or (draft.answers.record if draft else "")
    )
    contested_record = named(form.record.data or "")
    if contested_record is None or not contested_record.uscc:
        return redirect(url_for("redress.new", record=form.record.data or None))
    if draft is not None and draft.answers.ref != contested_record.ref:
        draft = None
    answers = draft.answers if draft else RedressAnswers(record=str(contested_record.ref))
    form.offer(contested_record.kinds)
    if not form.validate_on_submit():
        form.kind.data = form.kind.data or answers.kind or contested_record.only_kind
        back = url_for("redress.new", record=str(contested_record.ref))
        about = {"contested_record": contested_record, "back": back}
        return flow.ask("kind", RedressQuestion.KIND, form, answers, **about)
    answers = replace(answers, kind=form.kind.data)
    return flow.keep(draft, answers, RedressQuestion.KIND) if draft else _begun(answers)


def _begun(answers: RedressAnswers) -> Response:
    """Hold a new draft, and go on to what comes second."""
    limits.note_beginning()
    flow.hold(start_draft(answers=answers))
    return redirect(url_for("redress.code"))


@bp.route("/new/code", methods=["GET", "POST"])
@flow.with_draft(RedressQuestion.CODE)
def code(draft: Draft) -> str | Response:
    """The company's code, which must be that of the record's party."""
    contested_record = record_of(draft)
    form = PartyCodeForm(
        uscc=draft.answers.uscc, expected=contested_record.uscc, party=contested_record.party
    )
    if not form.validate_on_submit():
        return flow.ask(
            "code", RedressQuestion.CODE, form, draft.answers, contested_record=contested_record
        )
    return flow.keep(draft, replace(draft.answers, uscc=str(form.uscc.data)), RedressQuestion.CODE)


@bp.route("/new/conditions", methods=["GET", "POST"])
@flow.with_draft(RedressQuestion.CONDITIONS)
def conditions(draft: Draft) -> str | Response:
    """Which conditions hold, which are missing, and the earliest day. Too early ends here."""
    contested_record, form = record_of(draft), ConditionsForm()
    found, terms = contested_record.conditions, contested_record.repair_terms
    if form.validate_on_submit() and may_apply(found):
        return flow.keep(
            draft, replace(draft.answers, saw_conditions=True), RedressQuestion.CONDITIONS
        )
    return flow.ask(
        "conditions",
        RedressQuestion.CONDITIONS,
        form,
        draft.answers,
        contested_record=contested_record,
        conditions=found,
        may_apply=may_apply(found),
        earliest_on=terms.earliest_on if terms else None,
    )


@bp.route("/new/statement", methods=["GET", "POST"])
@flow.with_draft(RedressQuestion.STATEMENT)
def statement(draft: Draft) -> str | Response:
    """What is wrong, or how it was put right."""
    contested_record = record_of(draft)
    form = RedressStatementForm(answers=draft.answers, items=contested_record.items)
    if not form.validate_on_submit():
        return flow.ask(
            "statement",
            RedressQuestion.STATEMENT,
            form,
            draft.answers,
            contested_record=contested_record,
        )
    return flow.keep(
        draft, replace(draft.answers, statement=form.statement), RedressQuestion.STATEMENT
    )


@bp.route("/new/files", methods=["GET", "POST"])
@flow.with_draft(RedressQuestion.FILES)
@takes_files
def files(draft: Draft) -> str | Response:
    """The letter under the company's seal, and proofs; at least one file."""
    form = RedressFilesForm()
    mark = draft.fingerprint
    if form.validate_on_submit() and flood_gate.lets_files_in(form, mark, draft.evidence):
        try:
            return _files_added(draft, form)
        except InvalidInputError as error:
            form.files.errors = [error.message]
    more = {"evidence": draft.evidence, "gate": flood_gate.gate_for_files(mark, draft.evidence)}
    return flow.ask("files", RedressQuestion.FILES, form, draft.answers, **more)


def _files_added(draft: Draft, form: RedressFilesForm) -> Response:
    already = len(draft.evidence)
    upload_quota.take(form.files.data or [])
    added = add_files(token=draft.token, files=form.files.data or [], already=already)
    if request.form.get("act") != "add":
        if not already + added:
            raise InvalidInputError("请上传加盖公章的申请书或承诺书，至少一个文件")
        return flow.keep(draft, replace(draft.answers, has_files=True), RedressQuestion.FILES)
    flash(f"已上传 {added} 个文件。" if added else "请先选择文件，再上传。")
    return redirect(url_for("redress.files", change=is_change() or None))


@bp.post("/new/files/<int:file_id>/remove")
@flow.with_draft(RedressQuestion.FILES)
def drop_file(draft: Draft, file_id: int) -> Response:
    """Take a file out again; without any, the question is open again."""
    remove_file(token=draft.token, file_id=file_id)
    if all(file.id == file_id for file in draft.evidence):
        flow.save(token=draft.token, answers=replace(draft.answers, has_files=False))
    flash("已移除文件。")
    return redirect(url_for("redress.files", change=is_change() or None))


@bp.route("/new/contact", methods=["GET", "POST"])
@flow.with_draft(RedressQuestion.CONTACT)
def contact(draft: Draft) -> str | Response:
    """Whom to ask."""
    form = RedressContactForm(obj=draft.answers.contact)
    if not form.validate_on_submit():
        return flow.ask("contact", RedressQuestion.CONTACT, form, draft.answers)
    return flow.keep(draft, replace(draft.answers, contact=form.contact), RedressQuestion.CONTACT)


@bp.route("/new/check", methods=["GET", "POST"])
@flood_gate.submission
@flow.with_draft(RedressQuestion.CHECK)
def check(draft: Draft) -> str | Response:
    """All answers, who decides and by when; then the one button."""
    form = RedressSubmitForm(seen=draft.fingerprint)
    if form.validate_on_submit():
        if form.seen.data == draft.fingerprint:
            submit_draft(token=draft.token)
            return redirect(url_for("redress.done"))
        flash("您在另一个窗口重新填写过，下面是最新的内容，请核对后再提交。", "error")
        return redirect(url_for("redress.check"))
    contested_record, today = record_of(draft), clock.today()
    return flow.ask(
        "check",
        RedressQuestion.CHECK,
        form,
        draft.answers,
        contested_record=contested_record,
        items=dict(contested_record.items),
        evidence=draft.evidence,
        body=deciding_bureau(contested_record, today),
        period=clock_from(today),
    )


Receipts(flow, receipt_of, discard_draft).register(bp)


tracked = TrackingDoor(
    "redress",
    folder="matters/redress",
    home="application",
    key="tracked_redress",
    code_of=code_hash_of,
    find=followed,
)
tracked.register(bp)


@bp.get("/track/application")
@tracked.guarded()
def application(found: TrackedApplication) -> Answer:
    """The application with its clock and its history."""
    return render_template(
        "matters/redress/application.html", found=found, application=found.application
    )


@bp.route("/track/withdraw", methods=["GET", "POST"])
@tracked.guarded()
def withdraw(found: TrackedApplication) -> Answer:
    """Ask once more, then withdraw."""
    form = ConfirmForm()
    if form.validate_on_submit():
        withdraw_application(application_id=found.application.id)
        flash(f"已撤回{found.application.kind.label}申请。")
        return redirect(url_for("redress.application"))
    return render_template("matters/redress/withdraw.html", form=form, found=found)
