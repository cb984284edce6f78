"""One unit's page: for the office to inspect, mark and answer; for the unit to read and object."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import render_template
from werkzeug.wrappers import Response

from app.insight.assessment import exports, services
from app.insight.assessment.acts import UNIT_RULES
from app.insight.assessment.forms import (
    AnswerForm,
    FindingForm,
    MarkForm,
    ObjectionForm,
    ReportForm,
    SignForm,
)
from app.insight.assessment.queries import cycles, pages
from app.insight.assessment.rules import Act, CycleStatus, MarkStatus
from app.insight.assessment.staff_views.blueprint import bp
from app.kernel.files.uploads import download
from app.people.access import can, current_staff, requires
from app.people.acting.forms import ActForm
from app.people.acting.pages import Action, ActPages
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.insight.assessment.models import AssessmentUnit

JOIN, RUN = Permission.JOIN_ASSESSMENT, Permission.RUN_ASSESSMENT
TOLD = frozenset({CycleStatus.OBJECTIONS, CycleStatus.READY, CycleStatus.PUBLISHED})
"""While the cycle stands so, the unit reads the points by hand that others have proposed."""
FINDING, MARK = "findings/<int:finding_id>", "marks/<int:mark_id>"
OBJECTION = "objections/<int:objection_id>"


@bp.get("/<int:year>/units/<key>/files/<upload_id>")
@requires(JOIN)
def evidence(year: int, key: str, upload_id: str) -> Response:
    """A file by which points by hand are shown; 404 for any other."""
    found = _readable(cycles.unit_of(current_staff(), year, key))
    return download(pages.evidence_of(found, upload_id).stored)


def _readable(unit: "AssessmentUnit") -> pages.UnitPage:
    """What the person may read of a unit: marks only once they are told to the unit."""
    page = pages.unit_page(unit)
    if not can(RUN) and page.cycle.status not in TOLD:
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
        Action(Act.INSPECT, FindingForm, services.inspect, "已记录督查。", RUN),
        Action(Act.RECTIFY, ReportForm, services.rectify, "已记录。", rule=f"{FINDING}/rectify"),
        Action(Act.REOPEN, ReportForm, services.reopen, "已记录。", RUN, f"{FINDING}/reopen"),
        Action(Act.MARK, MarkForm, services.mark, "已提出，由另一位同事签字后生效。", RUN, "marks"),
        Action(Act.SIGN, SignForm, services.decide_mark, "已办理。", RUN, f"{MARK}/sign"),
        Action(
            Act.OBJECT,
            ObjectionForm,
            services.object_to,
            "已提出异议，答复会显示在这里。",
            rule="objections",
        ),
        Action(Act.ANSWER, AnswerForm, services.answer, "已答复。", RUN, f"{OBJECTION}/answer"),
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


UnitPages(bp)
