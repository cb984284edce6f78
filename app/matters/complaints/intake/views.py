"""Reporting: one question a page, then all answers to be checked, and handing in."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug import Response

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.web import bodies, flood_gate, limits
from app.kernel.web.forms import tidy
from app.kernel.wizard.flow import CurrentDraft, Flow, Receipts, is_change
from app.matters.complaints.intake import queries
from app.matters.complaints.intake.forms.public import (
    UNSURE,
    CategoryForm,
    CompanyForm,
    ComplaintEvidenceForm,
    FirstCategoryForm,
    HandInForm,
)
from app.matters.complaints.intake.forms.questions import (
    ComplaintKindForm,
    FactsForm,
    IdentityForm,
    SubjectForm,
    kind_of,
)
from app.matters.complaints.intake.services import submission as services
from app.matters.complaints.matter.answers import (
    UNCLEAR_CATEGORY,
    ComplaintAnswers,
    ComplaintQuestion,
    Identity,
)
from app.matters.complaints.matter.views import bp
from app.matters.complaints.publication.queries import similar_matters
from app.matters.complaints.routing.queries.destination import (
    destination,
    expected_dates,
    may_ask_platform,
)
from app.matters.complaints.routing.queries.suggestion import (
    RoutingSuggestion,
    second_thought,
    suggestion,
    suggestion_for,
)
from app.people.queries import district_options

Draft = CurrentDraft[ComplaintAnswers]

KIND, SUBJECT, CATEGORY, FACTS, EVIDENCE, IDENTITY, CHECK = ComplaintQuestion


def draft_of(token: str) -> Draft | None:
    """The draft of a token."""
    row = queries.live_draft(token)
    if row is None:
        return None
    answers = ComplaintAnswers.parse(row.answers)
    return CurrentDraft(token, answers, list(row.evidence), row.is_submitted)


flow = Flow(
    "complaints", "matters/complaints", "complaint_draft", find=draft_of, save=services.save_answers
)


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
    answers = replace(draft.answers, subject=queries.matched_subject(form.subject))
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
    answers = replace(draft.answers, subject=queries.company_choice(meant, str(form.company.data)))
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
    return flow.keep(draft, replace(draft.answers, facts=form.facts), FACTS)


@bp.route("/new/evidence", methods=["GET", "POST"])
@flow.with_draft(EVIDENCE)
@bodies.takes_files
def evidence(draft: Draft) -> str | Response:
    """Files, as many as allowed, or none."""
    form = ComplaintEvidenceForm()
    if form.validate_on_submit():
        try:
            return _evidence_added(draft, form)
        except InvalidInputError as error:
            form.files.errors = [error.message]
    return flow.ask("evidence", EVIDENCE, form, draft.answers, evidence=draft.evidence)


def _evidence_added(draft: Draft, form: ComplaintEvidenceForm) -> Response:
    """Keep the files, and go on, unless more are to be chosen."""
    goes_on = request.form.get("act") != "add"
    answers = replace(draft.answers, saw_evidence=True) if goes_on else draft.answers
    files, already = form.files.data or [], len(draft.evidence)
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


@bp.route("/new/category", methods=["GET", "POST"])
@flow.with_draft(CATEGORY)
def category(draft: Draft) -> str | Response:
    """The kind of problem, first level; or what the words suggest, of either level."""
    chosen = queries.category(draft.answers.category)
    form = FirstCategoryForm(category=(chosen.parent_code or chosen.code) if chosen else None)
    suggested = _suggested(draft, form)
    tops = queries.categories()
    form.offer(
        [(top.code, top.name) for top in tops],
        first=[(each.category.code, each.category.name) for each in suggested.candidates],
    )
    if form.asks_for_suggestion or not form.validate_on_submit():
        more = {"offered": tops, "suggested": suggested}
        return flow.ask("category", CATEGORY, form, draft.answers, **more)
    return _keep(draft, str(form.category.data))


@bp.route("/new/subcategory", methods=["GET", "POST"])
@flow.with_draft(CATEGORY)
def subcategory(draft: Draft) -> str | Response:
    """The kind of problem, second level. Who is not sure stays with the first."""
    chosen = queries.category(draft.answers.category)
    if chosen is None:
        return redirect(url_for("complaints.category"))
    top = chosen.parent_code or chosen.code
    below = queries.categories(top)
    form = CategoryForm(category=chosen.code)
    form.offer([(one.code, one.name) for one in below])
    if not form.validate_on_submit():
        back = url_for("complaints.category", change=is_change() or None)
        more = {"offered": below, "suggested": RoutingSuggestion(), "back": back}
        return flow.ask("category", CATEGORY, form, draft.answers, **more)
    code = top if form.category.data == UNSURE else str(form.category.data)
    return flow.keep(draft, replace(draft.answers, category=code), CATEGORY)


def _keep(draft: Draft, code: str) -> Response:
    """Go on with a category of the second level, or to those below one of the first."""
    picked = queries.category(code)
    if code == UNSURE or (picked and picked.parent_code):
        final = UNCLEAR_CATEGORY if code == UNSURE else code
        return flow.keep(draft, replace(draft.answers, category=final), CATEGORY)
    kept = queries.category(draft.answers.category)
    if kept is None or kept.parent_code != code:
        services.save_answers(token=draft.token, answers=replace(draft.answers, category=code))
    return redirect(url_for("complaints.subcategory", change=is_change() or None))


def _suggested(draft: Draft, form: FirstCategoryForm) -> RoutingSuggestion:
    """From the words that were just written, else from the facts, if they are told already."""
    if form.words.data and form.words.validate(form):
        return suggestion(form.words.data, clock.today())
    return suggestion_for(draft.answers, clock.today())


@bp.route("/new/check", methods=["GET", "POST"])
@limits.submission
@flow.with_draft(CHECK)
def check(draft: Draft) -> str | Response:
    """All answers, who gets them and by when; then the one button."""
    form = HandInForm(seen=draft.fingerprint)
    if not form.validate_on_submit():
        return _overview(draft, form)
    if form.seen.data != draft.fingerprint:
        flash("您在另一个窗口重新填写过，下面是最新的内容，请核对后再提交。", "error")
        return redirect(url_for("complaints.check"))
    if not flood_gate.lets_in(form, draft.fingerprint):
        return _overview(draft, form)
    services.submit_draft(token=draft.token, by_platform=bool(form.by_platform.data))
    return redirect(url_for("complaints.done"))


def _overview(draft: Draft, form: HandInForm) -> str:
    today = clock.today()
    target = destination(draft.answers, today)
    return flow.ask(
        "check",
        CHECK,
        form,
        draft.answers,
        evidence=draft.evidence,
        gate=flood_gate.gate_for(draft.fingerprint),
        target=target,
        about=queries.subject_summary(draft.answers.subject),
        expected=expected_dates(draft.answers.kinds, today, undecided=target.is_undecided),
        may_ask_platform=may_ask_platform(draft.answers, target),
        similar=similar_matters(
            company_id=queries.company_id(draft.answers.subject),
            category=target.category.code,
            district=target.district.code if target.district else None,
        ),
        doubt=second_thought(draft.answers, target.category, today),
    )


Receipts(flow, queries.receipt, services.discard_draft).register(bp)
