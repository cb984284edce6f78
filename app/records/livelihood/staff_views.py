"""The desks of programmes and problems, and of what citizens propose. Nested under ``admin``."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.masking import hidden
from app.kernel.search.documents import SearchKind
from app.people.access import can, current_staff, requires
from app.people.permissions import Permission
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.fields.declaring import Place, fields_in
from app.publishing.fields.derived import record_form, typed_values
from app.publishing.fields.inputs import RecordForm
from app.publishing.life.rules import Life
from app.publishing.life.services import Edit
from app.records.livelihood import queries, services
from app.records.livelihood.forms import ProposalDecisionForm

if TYPE_CHECKING:
    from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme

bp = Blueprint("livelihood", __name__, url_prefix="/livelihood")
problems_bp = Blueprint("problems", __name__, url_prefix="/livelihood/problems")
proposals_bp = Blueprint("proposals", __name__, url_prefix="/livelihood/proposals")


def _rows(record: Any) -> list[tuple[str, str]]:
    fields = fields_in(type(record), Place.PAGE)
    return [(each.label, each.words_of(record)) for each in fields]


class ProgrammeDesk(RecordDesk["LivelihoodProgramme"]):
    """Programmes of years."""

    name = "惠民工程"
    source = queries.DESK
    form_class = record_form(queries.DESK.model)
    extra_template = "records/livelihood/staff/_problems.html"

    def kind(self, record: "LivelihoodProgramme") -> SearchKind:
        """A programme."""
        return SearchKind.LIVELIHOOD

    def facts(self, record: "LivelihoodProgramme") -> list[tuple[str, Any]]:
        """What the year's page shows."""
        return _rows(record)

    def public_url(self, record: "LivelihoodProgramme") -> str:
        """The year's page."""
        return url_for("livelihood.year", year=record.year)

    def acts(self, record: "LivelihoodProgramme") -> list[tuple[str, str]]:
        """A public programme has problems, and citizens propose more."""
        if record.life is not Life.PUBLISHED or not can(Permission.EDIT_RECORDS):
            return []
        return [
            ("录入问题", url_for("admin.problems.new", programme=record.id)),
            ("处理市民建议", url_for("admin.proposals.index")),
        ]

    def form(self, record: "LivelihoodProgramme | None") -> RecordForm:
        """A new one begins with this year and one's own body."""
        own = {"lead_body": current_staff().bureau.name, "year": clock.today().year}
        return self.form_class(obj=record, data={} if record else own)

    def save(
        self, record: "LivelihoodProgramme | None", form: RecordForm, edit: Edit
    ) -> "LivelihoodProgramme":
        """Keep the programme."""
        return services.save_programme(
            programme=record,
            values=typed_values(self.source.model, form),
            staff=current_staff(),
            edit=edit,
        )


class ProblemDesk(RecordDesk["LivelihoodProblem"]):
    """Problems of programmes: shown on the year's page, never in advance."""

    name = "惠民问题"
    source = queries.PROBLEMS
    form_class = record_form(queries.PROBLEMS.model)
    can_schedule = False
    new_rule = "/new/<int:programme>"

    def kind(self, record: "LivelihoodProblem") -> SearchKind:
        """A problem is part of its programme."""
        return SearchKind.LIVELIHOOD

    def facts(self, record: "LivelihoodProblem") -> list[tuple[str, Any]]:
        """What the year's page shows of it."""
        programme, state = record.programme.headline, record.state.label
        return [("方案", programme), *_rows(record), ("状态", state)]

    def public_url(self, record: "LivelihoodProblem") -> str:
        """Its place on the year's page."""
        return url_for("livelihood.year", year=record.programme.year) + f"#problem-{record.id}"

    def form(self, record: "LivelihoodProblem | None") -> RecordForm:
        """A new problem is led by one's own body."""
        programme = record.programme if record else self._programme()
        return self.form_class(
            obj=record, data={} if record else {"lead_body": programme.lead_body}
        )

    def save(
        self, record: "LivelihoodProblem | None", form: RecordForm, edit: Edit
    ) -> "LivelihoodProblem":
        """Keep the problem."""
        return services.save_problem(
            programme=record.programme if record else self._programme(),
            problem=record,
            values=typed_values(self.source.model, form),
            staff=current_staff(),
            edit=edit,
        )

    def _programme(self) -> "LivelihoodProgramme":
        programme: LivelihoodProgramme = desk.find((request.view_args or {})["programme"])
        return programme


desk = ProgrammeDesk(bp)
problems_desk = ProblemDesk(problems_bp)


@proposals_bp.get("/")
@requires(Permission.EDIT_RECORDS)
def index() -> str:
    """What citizens propose: what waits comes first."""
    page = queries.proposals(current_staff(), page=request.args.get("page", 1, type=int))
    return render_template("records/livelihood/staff/proposals.html", page=page)


@proposals_bp.route("/<int:key>", methods=["GET", "POST"])
@requires(Permission.EDIT_RECORDS)
def decide(key: int) -> str | Response | tuple[str, int]:
    """Show it in words without anybody's data, or say why not; answer it."""
    proposal = queries.proposal(current_staff(), key)
    begun = proposal.shown_text or hidden(proposal.text, allowed=set())
    form = ProposalDecisionForm(
        obj=proposal, data={} if proposal.answered_on else {"shown_text": begun}
    )
    if request.method == "GET":
        form.shown_text.data = begun
    elif form.validate_on_submit():
        try:
            services.decide(proposal=proposal, decision=form.decision(), staff=current_staff())
        except InvalidInputError as error:
            form.form_errors.append(error.message)
        else:
            flash(f"第 {proposal.id} 号建议{proposal.state.label}。")
            return redirect(url_for("admin.proposals.index"))
    page = render_template("records/livelihood/staff/proposal.html", proposal=proposal, form=form)
    return (page, 400) if form.errors else page
