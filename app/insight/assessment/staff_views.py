"""The desk of the assessment: the office's cycles, the units, the rows. Nested under ``admin``."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app.insight.assessment import exports
from app.insight.assessment.acts import CYCLE_RULES, UNIT_RULES
from app.insight.assessment.forms import (
    BackForm,
    CycleYearForm,
    DropForm,
    FindingForm,
    MarkForm,
    RectificationForm,
    SignForm,
    TaskForm,
    UnitAnswerForm,
    UnitObjectionForm,
    UnitsForm,
)
from app.insight.assessment.queries import cycles, pages
from app.insight.assessment.rules import AssessmentAct, CycleStatus, FindingState, MarkStatus
from app.insight.assessment.services import counting, cycle, unit
from app.kernel import clock
from app.kernel.db.paging import page_of
from app.kernel.errors import NotFoundError
from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.filtering import FilterForm
from app.people.access import can, current_staff, requires
from app.people.acting.forms import ActForm, VersionedForm
from app.people.acting.pages import Action, ActPages, Address
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.insight.assessment.models import AssessmentCycle, AssessmentUnit

bp = Blueprint("assessment", __name__, url_prefix="/assessment")
JOIN, RUN = Permission.JOIN_ASSESSMENT, Permission.RUN_ASSESSMENT
MARKS_SHOWN = frozenset({CycleStatus.OBJECTIONS, CycleStatus.READY, CycleStatus.PUBLISHED})
"""While the cycle stands so, the unit reads the points by hand that others have proposed."""
FINDING, MARK = "findings/<int:finding_id>", "marks/<int:mark_id>"
OBJECTION = "objections/<int:objection_id>"
OPENED = "已起草，请写任务、选定被考核单位，再下达。"
UNMENDED = frozenset({FindingState.OPEN, FindingState.OVERDUE})
STEPS = (
    (AssessmentAct.ISSUE, VersionedForm, cycle.issue),
    (AssessmentAct.END_INSPECTION, VersionedForm, cycle.end_inspection),
    (AssessmentAct.COUNT, VersionedForm, counting.count_again),
    (AssessmentAct.ASSESS, VersionedForm, cycle.assess),
    (AssessmentAct.HEAR, VersionedForm, cycle.hear),
    (AssessmentAct.PROPOSE, VersionedForm, cycle.propose),
    (AssessmentAct.SEND_BACK, BackForm, cycle.send_back),
    (AssessmentAct.PUBLISH, VersionedForm, cycle.publish),
)


class YearsPage(ActPages[None]):
    """The cycles, for the office; for others the years in which they are assessed."""

    path = "/"
    keys = ()
    home = "index"
    permission = JOIN
    rules = CYCLE_RULES
    actions = (Action(AssessmentAct.OPEN, CycleYearForm, cycle.open_cycle, OPENED, RUN),)

    def find(self, **_address: Any) -> None:
        """There is but one list of years."""

    def page(self, thing: None, failed: ActForm | None = None, **_shown: Any) -> str:
        """The list, with a form to open the present year."""
        is_office = can(RUN)
        return render_template(
            "insight/assessment/staff/list.html",
            cycles=cycles.cycles() if is_office else [],
            own=cycles.own_units(current_staff()),
            form=failed or self.form(AssessmentAct.OPEN, thing, year=clock.today().year),
        )

    def next_page(self, _thing: None, _item: Address, result: "AssessmentCycle") -> str:
        """To the cycle that was opened."""
        return url_for("admin.assessment.cycle", year=result.year)


class CyclePages(ActPages["AssessmentCycle"]):
    """One cycle: steps with their dates, units with their points, what waits, what was done."""

    path = "/<int:year>"
    keys = ("year",)
    home = "cycle"
    permission = Permission.RUN_ASSESSMENT
    rules = CYCLE_RULES
    stale = "您打开页面之后，考核已有变化，请重新核对再办理。"
    actions = (
        *(
            Action(act, form, service, f"已办理：{act.label}。", rule=f"steps/{act}")
            for act, form, service in STEPS
        ),
        Action(
            "task", TaskForm, cycle.add_task, "已增加任务。", act=AssessmentAct.PLAN, rule="tasks"
        ),
        Action(
            "drop",
            DropForm,
            cycle.drop_task,
            "已删去任务。",
            act=AssessmentAct.PLAN,
            rule="tasks/drop",
        ),
        Action(
            "units", UnitsForm, cycle.choose_units, "已选定被考核单位。", act=AssessmentAct.PLAN
        ),
    )

    def find(self, **address: Any) -> "AssessmentCycle":
        """The cycle of a year, with units, tasks and history; NotFoundError where there is none."""
        return cycles.cycle_with_all(**address)

    def page(self, thing: "AssessmentCycle", failed: ActForm | None = None, **_shown: Any) -> str:
        """The cycle with its steps; its plan as long as it is a draft."""
        findings = cycles.findings_of_cycle(thing.id)
        inspected = {one.unit_id for one in findings}
        return render_template(
            "insight/assessment/staff/cycle.html",
            cycle=thing,
            forms=self.forms(thing, failed),
            failed=failed,
            steps=[act for act, _, _ in STEPS],
            marks=cycles.waiting_marks(thing.id),
            objections=cycles.waiting_objections(thing.id),
            findings=[one for one in findings if one.state in UNMENDED],
            uninspected=[
                unit.name for unit in thing.units if thing.issued_on and unit.id not in inspected
            ],
            is_draft=thing.status is CycleStatus.DRAFT,
            acts={act.value: act.label for act in AssessmentAct},
            me=current_staff(),
        )


@bp.get("/<int:year>/units/<key>/files/<upload_id>")
@requires(JOIN)
def evidence(year: int, key: str, upload_id: str) -> Response:
    """A file by which points by hand are shown; 404 for any other."""
    found = _readable(cycles.unit_of(current_staff(), year, key))
    return download(pages.evidence_of(found, upload_id).stored)


def _readable(unit: "AssessmentUnit") -> pages.UnitPage:
    """What the person may read of a unit: marks only once they are told to the unit."""
    page = pages.unit_page(unit)
    if not can(RUN) and page.cycle.status not in MARKS_SHOWN:
        return replace(page, marks=[])
    return pages.with_evidence(page)


class UnitPages(ActPages["AssessmentUnit"]):
    """A unit with its points, its rows, what was found, and what can be done now."""

    path = "/<int:year>/units/<key>"
    keys = ("year", "key")
    home = "unit"
    permission = JOIN
    rules = UNIT_RULES
    actions = (
        Action(AssessmentAct.INSPECT, FindingForm, unit.inspect, "已记录督查。", RUN),
        Action(
            AssessmentAct.RECTIFY,
            RectificationForm,
            unit.rectify,
            "已记录。",
            rule=f"{FINDING}/rectify",
        ),
        Action(
            AssessmentAct.REOPEN,
            RectificationForm,
            unit.reopen,
            "已记录。",
            RUN,
            f"{FINDING}/reopen",
        ),
        Action(
            AssessmentAct.MARK,
            MarkForm,
            unit.propose_manual_points,
            "已提出，由另一位同事签字后生效。",
            RUN,
            "marks",
        ),
        Action(
            AssessmentAct.SIGN, SignForm, unit.decide_manual_points, "已办理。", RUN, f"{MARK}/sign"
        ),
        Action(
            AssessmentAct.OBJECT,
            UnitObjectionForm,
            unit.object_to,
            "已提出异议，答复会显示在这里。",
            rule="objections",
        ),
        Action(
            AssessmentAct.ANSWER,
            UnitAnswerForm,
            unit.answer,
            "已答复。",
            RUN,
            f"{OBJECTION}/answer",
        ),
    )

    def find(self, **address: Any) -> "AssessmentUnit":
        """The unit; NotFoundError where the person may not see it."""
        return cycles.unit_of(current_staff(), **address)

    def address(self, thing: "AssessmentUnit") -> dict[str, Any]:
        """Its year and its key."""
        return {"year": thing.cycle.year, "key": thing.key}

    def page(self, thing: "AssessmentUnit", failed: ActForm | None = None, **_shown: Any) -> str:
        """The unit with a form for each thing that can be done to it or to what was said of it."""
        page, me = _readable(thing), current_staff()
        demands = [one for one in page.findings if one.rectify_by]
        proposed = [one for one in page.marks if one.status is MarkStatus.PROPOSED]
        forms = self.forms(
            thing,
            failed,
            rectify=[{"finding_id": one.id} for one in demands if not one.rectified_on],
            reopen=[{"finding_id": one.id} for one in demands if one.rectified_on],
            sign=[{"mark_id": one.id} for one in proposed if one.author_id != me.id],
            answer=[{"objection_id": one.id} for one in page.objections if not one.verdict],
        )
        return render_template(
            "insight/assessment/staff/unit.html",
            page=page,
            forms=forms,
            failed=failed,
            result_words=exports.staff_words,
            is_office=can(RUN),
            me=me,
        )


YearsPage(bp)
CyclePages(bp)
UnitPages(bp)


@bp.get("/<int:year>/recount")
@requires(Permission.RUN_ASSESSMENT)
def recount(year: int) -> str:
    """Whether rows and formula of a cycle still give its points; those that do not, first."""
    found = cycles.cycle_of(year)
    lines = sorted(cycles.recount(found), key=lambda line: line.agrees)
    page = page_of(lines, FilterForm.read(request.args).page.data)
    wrong = sum(not line.agrees for line in lines)
    return render_template(
        "insight/assessment/staff/recount.html", cycle=found, page=page, wrong=wrong
    )


@bp.get("/<int:year>/units/<key>/rows/<code>")
@requires(Permission.JOIN_ASSESSMENT)
def rows(year: int, key: str, code: str) -> str | Response:
    """The rows of a measure, those that cost points first."""
    unit = cycles.unit_of(current_staff(), year, key)
    line = pages.line_of(unit, code)
    if line.score is None:
        raise NotFoundError
    if file_format := request.args.get("format"):
        name = f"{year}年考核_{unit.name}_{line.measure.name}"
        found = pages.all_rows(line.score)
        return export(file_format, name=name, columns=exports.ROWS, rows=found)
    page = pages.rows_page(line.score, page=FilterForm.read(request.args).page.data)
    return render_template(
        "insight/assessment/staff/rows.html",
        unit=unit,
        line=line,
        page=page,
        result=exports.staff_words(line),
        shown=pages.public_records(page.items),
        visible=pages.visible_matters(current_staff(), page.items),
    )
