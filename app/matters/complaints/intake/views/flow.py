"""The public form: one question per page."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.web import limits
from app.kernel.web.form_checks import tidy
from app.kernel.wizard.flow import is_change
from app.matters.complaints.intake.forms.questions import (
    CompanyForm,
    EvidenceForm,
    FactsForm,
    IdentityForm,
    KindForm,
    SubjectForm,
)
from app.matters.complaints.intake.queries import drafts as offered
from app.matters.complaints.intake.queries.subjects import (
    candidates,
    company_choice,
    settled,
    subject_from_link,
)
from app.matters.complaints.intake.services.drafts import (
    add_evidence,
    remove_evidence,
    save_answers,
    start_draft,
)
from app.matters.complaints.intake.views.drafting import Draft, flow
from app.matters.complaints.matter.answers import ComplaintAnswers, ComplaintQuestion
from app.matters.complaints.matter.queries import serving_bureaus
from app.matters.complaints.matter.views import bp


@bp.get("")
def index() -> Response:
    """The short address that is printed on posters."""
    return redirect(url_for("complaints.new"))


@bp.get("/new")
def new() -> str:
    """What can be reported, by whom it is handled, what is needed."""
    link = {name: request.args[name] for name in ("company", "project") if request.args.get(name)}
    return render_template(
        "matters/complaints/new.html", link=link, subject=subject_from_link(**{**NO_LINK, **link})
    )


NO_LINK = {"company": "", "project": ""}


@bp.route("/new/kind", methods=["GET", "POST"])
def kind() -> str | Response:
    """投诉, 举报, or both; the first answer begins the draft."""
    draft = flow.current()
    answers = draft.answers if draft else ComplaintAnswers()
    form = KindForm(kind=_kind_of(answers), **{**NO_LINK, **request.args.to_dict()})
    if not form.validate_on_submit():
        return flow.ask("kind", ComplaintQuestion.KIND, form, answers)
    linked = subject_from_link(company=form.company.data or "", project=form.project.data or "")
    answers = replace(answers, kinds=form.kinds, subject=linked or answers.subject)
    if draft is None:
        limits.note_beginning()
        flow.hold(start_draft(answers=answers))
        return redirect(url_for("complaints.subject"))
    return flow.keep(draft, answers, ComplaintQuestion.KIND)


def _kind_of(answers: ComplaintAnswers) -> str | None:
    return "both" if len(answers.kinds) > 1 else next(iter(answers.kinds), None)


@bp.route("/new/subject", methods=["GET", "POST"])
@flow.with_draft(ComplaintQuestion.SUBJECT)
def subject(draft: Draft) -> str | Response:
    """Whom it is about: a company, a project, an official, or unknown."""
    form = SubjectForm(obj=draft.answers.subject)
    form.offer(
        projects=[(project.code, project.name) for project in offered.open_projects()],
        bureaus=[(body.code, body.name) for body in serving_bureaus(clock.today())],
    )
    if not form.validate_on_submit():
        return flow.ask("subject", ComplaintQuestion.SUBJECT, form, draft.answers)
    answers = replace(draft.answers, subject=settled(form.subject))
    if answers.subject and not answers.subject.is_settled:
        save_answers(token=draft.token, answers=answers)
        return redirect(url_for("complaints.company", change=is_change() or None))
    return flow.keep(draft, answers, ComplaintQuestion.SUBJECT)


@bp.route("/new/company", methods=["GET", "POST"])
@flow.with_draft(ComplaintQuestion.SUBJECT)
def company(draft: Draft) -> str | Response:
    """Which of the known companies is meant, where the words leave a doubt."""
    meant = draft.answers.subject
    known = candidates(meant) if meant else []
    if meant is None or not known:
        return redirect(url_for("complaints.subject"))
    form = CompanyForm()
    form.offer([(one.ref, one.name) for one in known])
    if not form.validate_on_submit():
        back = url_for("complaints.subject")
        return flow.ask(
            "company", ComplaintQuestion.SUBJECT, form, draft.answers, known=known, back=back
        )
    answers = replace(draft.answers, subject=company_choice(meant, str(form.company.data)))
    return flow.keep(draft, answers, ComplaintQuestion.SUBJECT)


@bp.get("/new/companies")
@limits.search
def company_names() -> dict[str, list[str]]:
    """Names of known companies, for suggestions while one is typed."""
    words = tidy(request.args.get("q"))[:100]
    return {"names": [one.name for one in offered.companies_like(words)] if len(words) > 1 else []}


@bp.route("/new/facts", methods=["GET", "POST"])
@flow.with_draft(ComplaintQuestion.FACTS)
def facts(draft: Draft) -> str | Response:
    """What happened, when and where."""
    districts = [(district.code, district.name) for district in offered.districts()]
    form = FactsForm(answers=draft.answers, districts=districts)
    if not form.validate_on_submit():
        return flow.ask("facts", ComplaintQuestion.FACTS, form, draft.answers)
    return flow.keep(draft, replace(draft.answers, facts=form.facts), ComplaintQuestion.FACTS)


@bp.route("/new/evidence", methods=["GET", "POST"])
@flow.with_draft(ComplaintQuestion.EVIDENCE)
def evidence(draft: Draft) -> str | Response:
    """Files, as many as allowed, or none."""
    form = EvidenceForm()
    if form.validate_on_submit():
        try:
            return _evidence_added(draft, form)
        except InvalidInputError as error:
            form.files.errors = [error.message]
    return flow.ask(
        "evidence", ComplaintQuestion.EVIDENCE, form, draft.answers, evidence=draft.evidence
    )


def _evidence_added(draft: Draft, form: EvidenceForm) -> Response:
    """Keep the files, and go on, unless more are to be chosen."""
    goes_on = request.form.get("act") != "add"
    answers = replace(draft.answers, saw_evidence=True) if goes_on else draft.answers
    files, already = form.files.data or [], len(draft.evidence)
    added = add_evidence(token=draft.token, files=files, already=already, answers=answers)
    if goes_on:
        return flow.go_on(answers, ComplaintQuestion.EVIDENCE)
    flash(f"已上传 {added} 个文件。" if added else "请先选择文件，再上传。")
    return redirect(url_for("complaints.evidence", change=is_change() or None))


@bp.post("/new/evidence/<int:evidence_id>/remove")
@flow.with_draft(ComplaintQuestion.EVIDENCE)
def drop_evidence(draft: Draft, evidence_id: int) -> Response:
    """Take a file out again."""
    remove_evidence(token=draft.token, file_id=evidence_id)
    flash("已移除文件。")
    return redirect(url_for("complaints.evidence", change=is_change() or None))


@bp.route("/new/identity", methods=["GET", "POST"])
@flow.with_draft(ComplaintQuestion.IDENTITY)
def identity(draft: Draft) -> str | Response:
    """Who reports; anonymity is offered for 举报 only."""
    form = IdentityForm(answers=draft.answers)
    if not form.validate_on_submit():
        return flow.ask("identity", ComplaintQuestion.IDENTITY, form, draft.answers)
    return flow.keep(
        draft, replace(draft.answers, identity=form.identity), ComplaintQuestion.IDENTITY
    )
