"""The desk of creation: applying, scoring, and what is decided. Nested under ``admin``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.errors import DomainError, NotFoundError
from app.kernel.files.uploads import download
from app.kernel.web.filtering import FilterForm
from app.people.access import current_staff, requires
from app.people.permissions import Permission
from app.people.queries import district_options
from app.publishing.desk.forms import ActForm
from app.records.creation import services
from app.records.creation.forms import AnswerForm, ApplyForm, DecisionForm, EvidenceForm, score_form
from app.records.creation.queries import applications
from app.records.creation.rules import CreationKind, acts
from app.records.creation.standards import newest

if TYPE_CHECKING:
    from app.records.creation.models import CreationApplication

bp = Blueprint("creation", __name__, url_prefix="/creation")

Answer = str | Response | tuple[str, int]
READ, EDIT, DECIDE = (
    *(Permission.READ_RECORDS, Permission.EDIT_RECORDS),
    Permission.PUBLISH_RECORDS,
)


@bp.get("/")
@requires(READ)
def index() -> str:
    """The applications that the person has to do with."""
    page = FilterForm.read(request.args).page.data
    found = applications.applications(current_staff(), page=page)
    return render_template("records/creation/staff/list.html", page=found)


@bp.route("/new", methods=["GET", "POST"])
@requires(EDIT)
def new() -> Answer:
    """Apply for a badge: first the words, then the evidence."""
    form = ApplyForm()
    form.district.offer(district_options())
    if not form.validate_on_submit():
        page = render_template("records/creation/staff/new.html", form=form, standards=newest())
        return (page, 400) if form.is_submitted() else page
    made = services.apply(
        kind=CreationKind(form.kind.data),
        applicant=form.applicant.data,
        district_code=form.district.data,
        statement=form.statement.data,
        staff=current_staff(),
    )
    flash("已保存为草稿。请逐条上传证明材料，再提交评审。")
    return redirect(url_for("admin.creation.detail", number=made.number))


@bp.get("/<number>")
@requires(READ)
def detail(number: str) -> Answer:
    """One application, with what can be done."""
    return _page(_find(number))


@bp.get("/<number>/files/<int:key>")
@requires(READ)
def file(number: str, key: int) -> Response:
    """A file of the evidence."""
    for one in _find(number).evidence:
        if one.id == key:
            return download(one.stored)
    raise NotFoundError


@bp.post("/<number>/evidence")
@requires(EDIT)
def evidence(number: str) -> Answer:
    """Put files to a criterion."""
    found, form = _find(number), EvidenceForm()
    form.offer(found.standard.criteria)
    return _carry_out(
        found,
        form,
        lambda: services.add_evidence(
            application=found,
            criterion=form.criterion.data,
            files=form.files.data or (),
            staff=current_staff(),
        ),
        "已上传。",
    )


@bp.post("/<number>/submit")
@requires(EDIT)
def submit(number: str) -> Answer:
    """Hand it in."""
    return _do(number, services.submit, "已提交，等待两人评分。")


@bp.post("/<number>/score")
@requires(DECIDE)
def score(number: str) -> Answer:
    """Give points, not having seen those of others."""
    found = _find(number)
    form = score_form(found.standard.criteria)
    return _carry_out(
        found,
        form,
        lambda: services.score(
            application=found,
            points=form.points,
            comment=form.comment.data,
            staff=current_staff(),
        ),
        "已记录您的评分。",
    )


@bp.post("/<number>/return")
@requires(DECIDE)
def send_back(number: str) -> Answer:
    """For more evidence."""
    return _with_reason(number, services.send_back, "已退回申报单位。")


@bp.post("/<number>/refuse")
@requires(DECIDE)
def refuse(number: str) -> Answer:
    """Too few points."""
    return _with_reason(number, services.refuse, "已告知申报单位未通过。")


@bp.post("/<number>/notice")
@requires(DECIDE)
def give_notice(number: str) -> Answer:
    """Let everyone know."""
    return _do(number, services.give_notice, "已开始公示。")


@bp.post("/<number>/award")
@requires(DECIDE)
def award(number: str) -> Answer:
    """Give the badge."""
    return _do(number, services.award, "已授牌。")


@bp.post("/<number>/objections/<int:key>")
@requires(DECIDE)
def answer(number: str, key: int) -> Answer:
    """Answer an objection, in public."""
    found, form = _find(number), AnswerForm()
    return _carry_out(
        found,
        form,
        lambda: services.answer(
            application=found,
            key=key,
            is_upheld=form.outcome.data == "yes",
            text=form.answer.data,
            staff=current_staff(),
        ),
        "已答复，答复公开显示在公示页面上。",
    )


def _find(number: str) -> "CreationApplication":
    return applications.application(current_staff(), number)


def _do(number: str, service: Callable[..., None], done: str) -> Answer:
    found = _find(number)
    act = lambda: service(application=found, staff=current_staff())  # noqa: E731  # one line
    return _carry_out(found, ActForm(), act, done)


def _with_reason(number: str, service: Callable[..., None], done: str) -> Answer:
    found, form = _find(number), DecisionForm()
    return _carry_out(
        found,
        form,
        lambda: service(application=found, reason=form.reason.data, staff=current_staff()),
        done,
    )


def _carry_out(
    found: "CreationApplication", form: FlaskForm, act: Callable[[], None], done: str
) -> Answer:
    """Do it if the form holds, and say so; else show the page with what is wrong."""
    number = found.number
    if not form.validate_on_submit():
        return _page(found, form), 400
    try:
        act()
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(_find(number), form), 409
    flash(done)
    return redirect(url_for("admin.creation.detail", number=number))


def _page(found: "CreationApplication", form: FlaskForm | None = None) -> str:
    """The page, with ``form`` in place of the one of its kind."""
    criteria, me = found.standard.criteria, current_staff()
    forms: dict[str, Any] = {
        "evidence": EvidenceForm(formdata=None),
        "score": score_form(criteria) if form is None else None,
        "decision": DecisionForm(formdata=None),
        "answer": AnswerForm(formdata=None),
    }
    kinds = {EvidenceForm: "evidence", DecisionForm: "decision", AnswerForm: "answer"}
    if form is not None:
        forms["score"] = form if hasattr(form, "names") else score_form(criteria)
        if name := kinds.get(type(form)):
            forms[name] = form
    forms["evidence"].offer(criteria)
    return render_template(
        "records/creation/staff/detail.html",
        application=found,
        forms=forms,
        wrong=form,
        acts=acts(found.standing, found.standard, clock.today()),
        is_own=found.bureau_id == me.bureau_id,
        may_decide=services.may_decide(found, me),
        has_scored=any(one.staff_id == me.id for one in found.scores),
        me=me.id,
    )
