"""The public form: one question per page."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response

from app.kernel.errors import InvalidInputError
from app.kernel.wizard.flow import is_change
from app.matters.redress.answers import Answers, Question
from app.matters.redress.conditions import may_apply
from app.matters.redress.forms.questions import (
    CodeForm,
    ConditionsForm,
    ContactForm,
    FilesForm,
    KindForm,
    StatementForm,
)
from app.matters.redress.queries.records import named
from app.matters.redress.services.drafts import add_files, remove_file, start_draft
from app.matters.redress.views.blueprint import bp
from app.matters.redress.views.drafting import Draft, flow, record_of


@bp.get("")
def index() -> Response:
    """The short address."""
    return redirect(url_for("redress.new"))


@bp.get("/new")
def new() -> str:
    """What can be applied for, by whom, and what is needed; with the record, if one was named."""
    held = named(request.args.get("record", ""))
    return render_template("matters/redress/new.html", held=held)


@bp.route("/new/kind", methods=["GET", "POST"])
def kind() -> str | Response:
    """异议 or 信用修复; the first answer begins the draft. Another record begins another one."""
    draft = flow.current()
    form = KindForm(record=request.args.get("record") or (draft.answers.record if draft else ""))
    held = named(form.record.data or "")
    if held is None or not held.uscc:
        return redirect(url_for("redress.new", record=form.record.data or None))
    is_same = draft is not None and draft.answers.ref == held.ref
    answers = draft.answers if draft and is_same else Answers(record=str(held.ref))
    form.offer(held.kinds)
    if not form.validate_on_submit():
        form.kind.data = form.kind.data or answers.kind or held.only_kind
        back = url_for("redress.new", record=str(held.ref))
        return flow.ask("kind", Question.KIND, form, answers, held=held, back=back)
    answers = replace(answers, kind=form.kind.data)
    if draft and is_same:
        return flow.keep(draft, answers, Question.KIND)
    flow.hold(start_draft(answers=answers))
    return redirect(url_for("redress.code"))


@bp.route("/new/code", methods=["GET", "POST"])
@flow.with_draft(Question.CODE)
def code(draft: Draft) -> str | Response:
    """The company's code, which must be that of the record's party."""
    held = record_of(draft)
    form = CodeForm(uscc=draft.answers.uscc, expected=held.uscc, party=held.party)
    if not form.validate_on_submit():
        return flow.ask("code", Question.CODE, form, draft.answers, held=held)
    return flow.keep(draft, replace(draft.answers, uscc=str(form.uscc.data)), Question.CODE)


@bp.route("/new/conditions", methods=["GET", "POST"])
@flow.with_draft(Question.CONDITIONS)
def conditions(draft: Draft) -> str | Response:
    """Which conditions hold, which are missing, and the earliest day. Too early ends here."""
    held, form = record_of(draft), ConditionsForm()
    found, terms = held.conditions, held.repair_terms
    if form.validate_on_submit() and may_apply(found):
        return flow.keep(draft, replace(draft.answers, saw_conditions=True), Question.CONDITIONS)
    return flow.ask(
        "conditions",
        Question.CONDITIONS,
        form,
        draft.answers,
        held=held,
        conditions=found,
        may_apply=may_apply(found),
        earliest_on=terms.earliest_on if terms else None,
    )


@bp.route("/new/statement", methods=["GET", "POST"])
@flow.with_draft(Question.STATEMENT)
def statement(draft: Draft) -> str | Response:
    """What is wrong, or how it was put right."""
    held = record_of(draft)
    form = StatementForm(answers=draft.answers, items=held.items)
    if not form.validate_on_submit():
        return flow.ask("statement", Question.STATEMENT, form, draft.answers, held=held)
    return flow.keep(draft, replace(draft.answers, statement=form.statement), Question.STATEMENT)


@bp.route("/new/files", methods=["GET", "POST"])
@flow.with_draft(Question.FILES)
def files(draft: Draft) -> str | Response:
    """The letter under the company's seal, and proofs; at least one file."""
    form = FilesForm()
    if form.validate_on_submit():
        try:
            return _files_added(draft, form)
        except InvalidInputError as error:
            form.files.errors = [error.message]
    return flow.ask("files", Question.FILES, form, draft.answers, evidence=draft.evidence)


def _files_added(draft: Draft, form: FilesForm) -> Response:
    already = len(draft.evidence)
    added = add_files(token=draft.token, files=form.files.data or [], already=already)
    if request.form.get("act") != "add":
        if not already + added:
            raise InvalidInputError("请上传加盖公章的申请书或承诺书，至少一个文件")
        return flow.keep(draft, replace(draft.answers, has_files=True), Question.FILES)
    flash(f"已上传 {added} 个文件。" if added else "请先选择文件，再上传。")
    return redirect(url_for("redress.files", change=is_change() or None))


@bp.post("/new/files/<int:file_id>/remove")
@flow.with_draft(Question.FILES)
def drop_file(draft: Draft, file_id: int) -> Response:
    """Take a file out again; without any, the question is open again."""
    remove_file(token=draft.token, file_id=file_id)
    if all(file.id == file_id for file in draft.evidence):
        flow.save(token=draft.token, answers=replace(draft.answers, has_files=False))
    flash("已移除文件。")
    return redirect(url_for("redress.files", change=is_change() or None))


@bp.route("/new/contact", methods=["GET", "POST"])
@flow.with_draft(Question.CONTACT)
def contact(draft: Draft) -> str | Response:
    """Whom to ask."""
    form = ContactForm(obj=draft.answers.contact)
    if not form.validate_on_submit():
        return flow.ask("contact", Question.CONTACT, form, draft.answers)
    return flow.keep(draft, replace(draft.answers, contact=form.contact), Question.CONTACT)
