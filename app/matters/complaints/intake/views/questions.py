"""The questions of the form, one a page, but for the kind of problem."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.web import bodies, flood_gate, limits, upload_quota
from app.kernel.web.forms import tidy
from app.kernel.wizard.flow import is_change
from app.matters.complaints.intake import queries
from app.matters.complaints.intake.forms.public import (
    CompanyForm,
    ComplaintEvidenceForm,
    ConductForm,
)
from app.matters.complaints.intake.forms.questions import (
    ComplaintKindForm,
    FactsForm,
    IdentityForm,
    SubjectForm,
    kind_of,
)
from app.matters.complaints.intake.services import submission as services
from app.matters.complaints.intake.views.flow import Draft, flow
from app.matters.complaints.matter.answers import ComplaintAnswers, ComplaintQuestion, Identity
from app.matters.complaints.matter.queries import (
    bodies_meant,
    serving_bureaus,
    with_conduct_signs,
)
from app.matters.complaints.matter.views import bp
from app.people.queries import district_options

KIND, SUBJECT = ComplaintQuestion.KIND, ComplaintQuestion.SUBJECT
FACTS, CONDUCT = ComplaintQuestion.FACTS, ComplaintQuestion.CONDUCT
EVIDENCE, IDENTITY = ComplaintQuestion.EVIDENCE, ComplaintQuestion.IDENTITY


@bp.get("")
def index() -> Response:
    """The short address that is printed on posters."""
    return redirect(url_for("complaints.new"))


@bp.get("/new")
def new() -> str:
    """What can be reported, by whom it is handled, what is needed."""
    link = _link()
    subject = queries.subject_from_link(**link)
    return render_template("matters/complaints/new.html", link=link, subject=subject)


@bp.route("/new/kind", methods=["GET", "POST"])
def kind() -> str | Response:
    """投诉, 举报, or both; the first answer begins the draft."""
    draft = flow.current()
    answers = draft.answers if draft else ComplaintAnswers()
    form = ComplaintKindForm(kind=kind_of(answers), **_link())
    if not form.validate_on_submit():
        return flow.ask("kind", KIND, form, answers)
    linked = queries.subject_from_link(company=form.company.data, project=form.project.data)
    answers = replace(answers, kinds=form.kinds, subject=linked or answers.subject)
    if draft is None:
        limits.note_beginning()
        flow.hold(services.start_draft(answers=answers))
        return redirect(url_for("complaints.subject"))
    return flow.keep(draft, answers, KIND)


def _link() -> dict[str, str]:
    """What of ours the visitor came from."""
    return {name: request.args[name] for name in ("company", "project") if request.args.get(name)}


@bp.route("/new/subject", methods=["GET", "POST"])
@flow.with_draft(SUBJECT)
def subject(draft: Draft) -> str | Response:
    """Whom it is about: a company, a project, an official, or unknown."""
    form = SubjectForm(obj=draft.answers.subject)
    form.offer_subjects(**queries.subject_choices())
    if not form.validate_on_submit():
        return flow.ask("subject", SUBJECT, form, draft.answers)
    subject = queries.matched_subject(form.subject)
    answers = with_conduct_signs(replace(draft.answers, subject=subject))
    if answers.subject and not answers.subject.is_settled:
        services.save_answers(token=draft.token, answers=answers)
        return redirect(url_for("complaints.company", change=is_change() or None))
    return flow.keep(draft, answers, SUBJECT)


@bp.route("/new/company", methods=["GET", "POST"])
@flow.with_draft(SUBJECT)
def company(draft: Draft) -> str | Response:
    """Which of the known companies is meant, where the words leave a doubt."""
    meant = draft.answers.subject
    known = queries.candidates(meant) if meant else []
    if meant is None or not known:
        return redirect(url_for("complaints.subject"))
    form = CompanyForm()
    form.offer([(one.ref, one.name) for one in known])
    if not form.validate_on_submit():
        back = url_for("complaints.subject")
        return flow.ask("company", SUBJECT, form, draft.answers, known=known, back=back)
    chosen = queries.company_choice(meant, str(form.company.data))
    answers = with_conduct_signs(replace(draft.answers, subject=chosen))
    return flow.keep(draft, answers, SUBJECT)


@bp.get("/new/companies")
@limits.search
def company_names() -> dict[str, list[str]]:
    """Names of known companies, for suggestions while one is typed."""
    words = tidy(request.args.get("q"))[:100]
    return {"names": [one.name for one in queries.companies_like(words)] if len(words) > 1 else []}


@bp.route("/new/facts", methods=["GET", "POST"])
@flow.with_draft(FACTS)
def facts(draft: Draft) -> str | Response:
    """What happened, when and where."""
    form = FactsForm(obj=draft.answers.facts)
    form.ask_of(draft.answers)
    form.offer_districts(district_options())
    if not form.validate_on_submit():
        return flow.ask("facts", FACTS, form, draft.answers)
    answers = with_conduct_signs(replace(draft.answers, facts=form.facts))
    return flow.keep(draft, answers, FACTS)


@bp.route("/new/conduct", methods=["GET", "POST"])
@flow.with_draft(CONDUCT)
def conduct(draft: Draft) -> str | Response:
    """Whether it is about officials, where the words sound like it: then it never reaches them."""
    if not draft.answers.may_be_conduct:
        return redirect(flow.page_of(draft.answers.first_open))
    meant = bodies_meant(draft.answers)
    form = ConductForm(bureau=meant[0].code if meant else "")
    others = [body for body in serving_bureaus(clock.today()) if body not in meant]
    form.offer([(body.code, body.name) for body in (*meant, *others)])
    if not form.validate_on_submit():
        return flow.ask("conduct", CONDUCT, form, draft.answers)
    return flow.keep(draft, form.applied(draft.answers), CONDUCT)


@bp.route("/new/evidence", methods=["GET", "POST"])
@flow.with_draft(EVIDENCE)
@bodies.takes_files
def evidence(draft: Draft) -> str | Response:
    """Files, as many as allowed, or none."""
    form = ComplaintEvidenceForm()
    mark = draft.fingerprint
    if form.validate_on_submit() and flood_gate.lets_files_in(form, mark, draft.evidence):
        try:
            return _evidence_added(draft, form)
        except InvalidInputError as error:
            form.files.errors = [error.message]
    gate = flood_gate.gate_for_files(mark, draft.evidence)
    return flow.ask("evidence", EVIDENCE, form, draft.answers, evidence=draft.evidence, gate=gate)


def _evidence_added(draft: Draft, form: ComplaintEvidenceForm) -> Response:
    """Keep the files, and go on, unless more are to be chosen."""
    goes_on = request.form.get("act") != "add"
    answers = replace(draft.answers, saw_evidence=True) if goes_on else draft.answers
    files, already = form.files.data or [], len(draft.evidence)
    upload_quota.take(files)
    added = services.add_evidence(token=draft.token, files=files, already=already, answers=answers)
    if goes_on:
        return flow.go_on(answers, EVIDENCE)
    flash(f"已上传 {added} 个文件。" if added else "请先选择文件，再上传。")
    return redirect(url_for("complaints.evidence", change=is_change() or None))


@bp.post("/new/evidence/<int:evidence_id>/remove")
@flow.with_draft(EVIDENCE)
def drop_evidence(draft: Draft, evidence_id: int) -> Response:
    """Take a file out again."""
    services.remove_evidence(token=draft.token, file_id=evidence_id)
    flash("已移除文件。")
    return redirect(url_for("complaints.evidence", change=is_change() or None))


@bp.route("/new/identity", methods=["GET", "POST"])
@flow.with_draft(IDENTITY)
def identity(draft: Draft) -> str | Response:
    """Who reports; anonymity is offered for 举报 only."""
    form = IdentityForm(obj=draft.answers.identity or Identity(is_anonymous=False))
    form.ask_of(draft.answers)
    if not form.validate_on_submit():
        return flow.ask("identity", IDENTITY, form, draft.answers)
    return flow.keep(draft, replace(draft.answers, identity=form.identity), IDENTITY)
