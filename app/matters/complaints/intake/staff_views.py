"""Registering what somebody told by telephone, letter or visit: write down, check, hand a slip."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.crypto.tracking_codes import code_behind
from app.kernel.db.browser_sessions import token_hash
from app.kernel.errors import InvalidInputError
from app.kernel.web.bodies import takes_files
from app.matters.complaints.intake import queries
from app.matters.complaints.intake.forms.staff import (
    RegistrationCheckForm,
    RegistrationForm,
    written_before,
)
from app.matters.complaints.intake.rules import SLIP_LASTS, Arrival
from app.matters.complaints.intake.services import submission as services
from app.matters.complaints.matter.answers import ComplaintAnswers, Subject, SubjectKind
from app.matters.complaints.matter.queries import with_conduct_signs
from app.matters.complaints.matter.staff_views import bp
from app.matters.complaints.routing.queries.destination import destination, expected_dates
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.people.queries import district_options

if TYPE_CHECKING:
    from app.matters.complaints.intake.models import ComplaintDraft


KEY = "desk_registration"
ADVICE = "反映工作人员的，请把反映对象改为“政府部门或工作人员”，就不会转给被反映的部门；"


Answer = str | Response | tuple[str, int]


@bp.route("/register", methods=["GET", "POST"])
@requires(Permission.HANDLE_MATTERS)
def register() -> Answer:
    """Write down what was told. Nothing is registered yet."""
    form = _form()
    if not form.validate_on_submit():
        page = render_template("matters/complaints/staff/register.html", form=form)
        return (page, 400) if form.errors else page
    subject = _subject(form)
    if subject is None:
        return render_template("matters/complaints/staff/register.html", form=form)
    answers = with_conduct_signs(form.answers(subject))
    signs = answers.conduct_signs if answers.may_be_conduct else ()
    if not form.may_reach_body(signs, ADVICE):
        return render_template("matters/complaints/staff/register.html", form=form), 400
    registered = services.RegisteredAnswers(replace(answers, conduct_denied=signs), form.arrival)
    if _draft() is None:
        session[KEY] = services.start_draft(answers=registered)
    else:
        services.save_answers(token=session[KEY], answers=registered)
    return redirect(url_for("admin.complaints.check_registration"))


@bp.route("/register/check", methods=["GET", "POST"])
@requires(Permission.HANDLE_MATTERS)
@takes_files
def check_registration() -> Answer:
    """Where it goes and by when it must be answered; files; then the one button."""
    draft = _draft()
    if draft is None:
        return redirect(url_for("admin.complaints.register"))
    form = RegistrationCheckForm(seen=_fingerprint())
    if not form.validate_on_submit():
        return _overview(draft, form)
    if form.seen.data != _fingerprint():
        flash("您在另一个窗口登记了别的内容，下面是最新的，请核对。", "error")
        return redirect(url_for("admin.complaints.check_registration"))
    files, already = form.files.data or [], len(draft.evidence)
    try:
        services.add_evidence(token=session[KEY], files=files, already=already)
        if request.form.get("act") == "add":
            return redirect(url_for("admin.complaints.check_registration"))
        services.register_draft(token=session[KEY], staff=current_staff())
    except InvalidInputError as error:
        form.files.errors = [error.message]
        return _overview(draft, form), 400
    return redirect(url_for("admin.complaints.registered"))


@bp.post("/register/evidence/<int:evidence_id>/remove")
@requires(Permission.HANDLE_MATTERS)
def drop_registered_file(evidence_id: int) -> Response:
    """Take a file out again."""
    if _draft() is not None:
        services.remove_evidence(token=session[KEY], file_id=evidence_id)
        flash("已移除文件。")
    return redirect(url_for("admin.complaints.check_registration"))


@bp.post("/register/discard")
@requires(Permission.HANDLE_MATTERS)
def discard_registration() -> Response:
    """Forget what was written down, or the slip that was handed over."""
    if token := session.pop(KEY, ""):
        services.discard_draft(token=token)
    flash("已清除。")
    return redirect(url_for("admin.complaints.inbox"))


@bp.get("/register/done")
@requires(Permission.HANDLE_MATTERS)
def registered() -> Answer:
    """The slip with number and code, for half an hour, in this browser."""
    token = session.get(KEY, "")
    submission = queries.receipt(token) if token else None
    code = code_behind(token, submission.code_hash) if submission else None
    if code is None:
        return redirect(url_for("admin.complaints.register"))
    return render_template(
        "matters/complaints/staff/slip.html",
        submission=submission,
        code=code,
        minutes=SLIP_LASTS.seconds // 60,
    )


def _form() -> RegistrationForm:
    draft = _draft()
    before = (
        written_before(
            ComplaintAnswers.parse(draft.answers), Arrival.parse(draft.answers[services.ARRIVAL])
        )
        if draft
        else {"received_on": clock.today(), "keeps_identity_from_subject": True}
    )
    form = RegistrationForm(data=before)
    form.offer_subjects(**queries.subject_choices())
    form.offer_categories(queries.category_options(in_use=True))
    form.offer_districts(district_options())
    if form.is_submitted() and form.who.data == SubjectKind.COMPANY:
        subject = queries.matched_subject(form.subject)
        known = [] if subject.is_settled else queries.candidates(subject)
        form.offer_companies([(one.ref, one.name) for one in known])
    return form


def _subject(form: RegistrationForm) -> Subject | None:
    """Whom it is about; None while it has to be chosen among companies of like names."""
    subject = queries.matched_subject(form.subject)
    if subject.is_settled:
        return subject
    return queries.company_choice(subject, str(form.company.data)) if form.company.data else None


def _draft() -> "ComplaintDraft | None":
    """What this browser has written down and not registered yet."""
    token = session.get(KEY, "")
    draft = queries.live_draft(token) if token else None
    return None if draft is None or draft.is_submitted else draft


def _fingerprint() -> str:
    return token_hash(session[KEY])[:16]


def _overview(draft: "ComplaintDraft", form: RegistrationCheckForm) -> str:
    answers, arrival = (
        ComplaintAnswers.parse(draft.answers),
        Arrival.parse(draft.answers[services.ARRIVAL]),
    )
    target = destination(answers, clock.today())
    received_on = clock.city_date(arrival.received_at)
    return render_template(
        "matters/complaints/staff/register_check.html",
        form=form,
        answers=answers,
        arrival=arrival,
        evidence=draft.evidence,
        target=target,
        about=queries.subject_summary(answers.subject),
        expected=expected_dates(answers.kinds, received_on, undecided=target.is_undecided),
    )
