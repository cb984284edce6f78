"""Public pages of the livelihood programmes: the archive, a year, and proposing something."""

import secrets
from hashlib import sha256

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Redirect

from app.kernel import clock
from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web import flood_gate, limits
from app.kernel.web.filtering import FilterForm
from app.publishing.life.attachments import attachment_of, attachments_of
from app.records.livelihood import queries, services
from app.records.livelihood.exports import COLUMNS, PROGRAMMES
from app.records.livelihood.forms import CitizenProposalForm
from app.records.livelihood.rules import ProblemState

bp = Blueprint("livelihood", __name__, url_prefix="/livelihood")
MARK = "proposal"
"""Where the session keeps the mark of the form that is being filled in."""


@bp.get("")
def index() -> str | Response:
    """The archive: each year's theme, and how many of its problems are solved."""
    years = queries.archive()
    if file_format := request.args.get("format"):
        return export(file_format, name="惠民工程方案", columns=PROGRAMMES, rows=years)
    return render_template(
        "records/livelihood/list.html", years=years, states=ProblemState, today=clock.today()
    )


@bp.get("/<int:year>")
def year(year: int) -> str | Response:
    """A year: theme, plan, problems with their evidence, and what citizens propose."""
    programme = queries.programme_of(year)
    if file_format := request.args.get("format"):
        name = f"惠民工程问题_{year}"
        return export(file_format, name=name, columns=COLUMNS, rows=queries.all_problems(year))
    form = FilterForm.read(request.args)
    problems = queries.problems_of(programme.id)
    return render_template(
        "records/livelihood/year.html",
        programme=programme,
        files=attachments_of(programme),
        problems=[(each, attachments_of(each)) for each in problems],
        states=ProblemState,
        page=queries.answered(year, page=form.page.data),
        waiting=queries.waiting_count(year),
        can_propose=year >= clock.today().year,
    )


@bp.get("/<int:year>/files/<int:attachment_id>")
def attachment(year: int, attachment_id: int) -> Response:
    """A file of the plan."""
    return download(attachment_of(queries.programme_of(year), attachment_id).stored)


@bp.get("/<int:year>/problems/<int:problem_id>/files/<int:attachment_id>")
def evidence(year: int, problem_id: int, attachment_id: int) -> Response:
    """A file that shows how a problem was solved."""
    return download(attachment_of(queries.problem(year, problem_id), attachment_id).stored)


@bp.route("/<int:year>/propose", methods=["GET", "POST"])
@flood_gate.submission
def propose(year: int) -> str | Redirect | tuple[str, int]:
    """Say what should be solved. It is shown when staff have looked at it."""
    programme = queries.programme_of(year)
    form, mark = CitizenProposalForm(), _mark()
    if form.validate_on_submit() and flood_gate.lets_in(form, mark):
        token = sha256(mark.encode()).hexdigest()
        text = form.text.data or ""
        proposal = services.propose(programme=programme, text=text, token=token)
        session.pop(MARK, None)
        flash(f"已收到您的建议，编号 {proposal.id}。审核以后连同答复在本页公开，请记下编号。")
        return redirect(url_for("livelihood.year", year=year) + "#proposals")
    page = render_template(
        "records/livelihood/propose.html",
        programme=programme,
        form=form,
        gate=flood_gate.gate_for(mark),
    )
    return (page, 400) if form.errors else page


def _mark() -> str:
    """The mark of the form, made when somebody begins to fill one in."""
    if MARK not in session:
        limits.note_beginning()
        session[MARK] = secrets.token_hex(16)
    return str(session[MARK])
