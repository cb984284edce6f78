"""Pages of a matter beside its own: files, the case drafted, 四不放过; and 复核、回访."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.errors import ConflictError, NotFoundError
from app.kernel.files.uploads import UploadedFile, download, shown_inside
from app.kernel.web.headers import CONTENT_SECURITY_POLICY
from app.kernel.working_days import remaining
from app.matters.complaints.handling import queries
from app.matters.complaints.handling.forms.acts import DrawForm
from app.matters.complaints.handling.forms.tracks import (
    ClosingItemForm,
    DraftCaseForm,
    WaiverAnswerForm,
    WaiverForm,
)
from app.matters.complaints.handling.rules import SETTLED, unsettled
from app.matters.complaints.handling.services import findings
from app.matters.complaints.handling.services.reviews import draw_follow_ups
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.outcomes import CheckState, ClosingItem
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.matters.complaints.matter.staff_views import bp, existing_matter
from app.people.access import can, current_staff, requires
from app.people.acting.forms import ActForm
from app.people.acting.pages import NO_ITEM, Action, ActPages, Address
from app.people.permissions import Permission
from app.people.rules import Role
from app.publishing.life.chain import ChainLink
from app.records.record_links.queries import entries_on
from app.records.record_links.staff_views import step_of_case, steps_of_entry

if TYPE_CHECKING:
    from app.matters.complaints.matter.models.matters import Matter
    from app.publishing.life.models import Publication

WITH_FRAME = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"

answers_bp = Blueprint("answers", __name__, url_prefix="/answers")
"""Nested under ``admin``, beside the desk of matters."""


@bp.get("/<number>/evidence")
@requires(Permission.HANDLE_MATTERS)
def viewer(number: str) -> Response:
    """A file beside what was reported; on phones below it."""
    matter = existing_matter(number)
    files = _files(matter)
    file_id = request.args.get("file", files[0].upload_id if files else "")
    place = next((n for n, file in enumerate(files) if file.upload_id == file_id), None)
    if files and place is None:
        raise NotFoundError
    response = make_response(
        render_template(
            "matters/complaints/staff/viewer.html",
            matter=matter,
            submission=matter.submission,
            files=files,
            place=place,
        )
    )
    response.headers["Content-Security-Policy"] = WITH_FRAME
    return response


@bp.get("/<number>/evidence/<upload_id>")
@requires(Permission.HANDLE_MATTERS)
def evidence(number: str, upload_id: str) -> Response:
    """A file of the matter or its submission; 404 for any other file or matter."""
    return download(_one_of(_files(existing_matter(number)), upload_id).stored)


@bp.get("/<number>/evidence/<upload_id>/view")
@requires(Permission.HANDLE_MATTERS)
def evidence_inside(number: str, upload_id: str) -> Response:
    """The same file for the page that shows it beside the text."""
    return shown_inside(_one_of(_files(existing_matter(number)), upload_id).stored)


def _one_of(files: "Sequence[UploadedFile]", upload_id: str) -> "UploadedFile":
    for file in files:
        if file.upload_id == upload_id:
            return file
    raise NotFoundError


def _files(matter: "Matter") -> "list[UploadedFile]":
    """What the reporter handed in, what staff brought from the spot, papers that stop a clock."""
    pauses = (pause for running in matter.deadlines for pause in running.pauses)
    papers = [pause.paper for pause in pauses if pause.paper]
    return [*matter.submission.evidence, *matter.site_evidence, *papers]


@bp.get("/<number>/checks/files/<upload_id>")
@requires(Permission.HANDLE_MATTERS)
def closing_file(number: str, upload_id: str) -> Response:
    """A file by which an item was shown, as an attachment; 404 for any other."""
    files = [file for check in _report(number).checks for file in check.files]
    return download(_one_of(files, upload_id).stored)


def _report(number: str, *, for_update: bool = False) -> "Matter":
    matter = existing_matter(number, for_update=for_update)
    if matter.kind is not ComplaintKind.VIOLATION_REPORT:
        raise NotFoundError
    return matter


class ReportPages(ActPages["Matter"]):
    """A page of a report beside its own, with acts; there is none of a complaint."""

    noun = "matter"
    locks = True
    permission = Permission.HANDLE_MATTERS
    rules = RULES

    def find(self, **address: Any) -> "Matter":
        """The report; NotFoundError for a complaint, and where it is nothing to the person."""
        return _report(**address)


class CasePages(ReportPages):
    """The draft of a case, from what staff write and what our own records know."""

    path = "/<number>/case"
    home = "case_form"
    stale = "您打开页面之后，该事项已有新的进展，请先查看，再决定是否继续。"
    actions = (
        Action(
            MatterAct.DRAFT_CASE,
            DraftCaseForm,
            findings.draft_case,
            "已拟写案件草稿，由本单位的编辑补充处罚决定，审核后公示。",
            rule="draft",
        ),
    )

    def onward(self, thing: "Matter", _item: Address = NO_ITEM) -> str:
        """To the report, where the draft stands in what came of it."""
        return url_for("admin.complaints.detail", number=thing.number) + "#chain"

    def page(self, thing: "Matter", failed: ActForm | None = None, **_shown: Any) -> str:
        """The form, whoever may send it: the service says no in words."""
        form = failed or self.blank(MatterAct.DRAFT_CASE, thing)
        return render_template("matters/complaints/staff/case.html", matter=thing, form=form)


class CheckPages(ReportPages):
    """The four items, what has been shown, and what is still open."""

    path = "/<number>/checks"
    home = "checks"
    actions = (
        Action(
            MatterAct.SHOW_ITEM,
            ClosingItemForm,
            findings.show_item,
            "已记录查证情况。",
            rule="<item>/show",
        ),
        Action(
            MatterAct.ASK_WAIVER,
            WaiverForm,
            findings.ask_to_waive,
            "已申请免予，由科室负责人批准。",
            rule="<item>/waiver",
        ),
        Action(
            "answer_waiver",
            WaiverAnswerForm,
            findings.answer_waiver,
            "已答复免予申请。",
            act=MatterAct.GRANT_WAIVER,
            rule="<item>/answer",
        ),
    )

    def onward(self, thing: "Matter", item: Address = NO_ITEM) -> str:
        """Back to the item."""
        return f"{super().onward(thing)}#{item['item']}"

    def page(self, thing: "Matter", failed: ActForm | None = None, **_shown: Any) -> str:
        """The report with its items: of each what can be said of it now."""
        me, checks = current_staff(), {check.item: check for check in thing.checks}
        requested = {item: one for item, one in checks.items() if one.state is CheckState.ASKED}
        settled = {item for item, one in checks.items() if one.state in SETTLED}
        forms = self.forms(
            thing,
            failed,
            show_item=[{"item": item} for item in ClosingItem],
            ask_waiver=[
                {"item": item} for item in ClosingItem if item not in {*requested, *settled}
            ],
            answer_waiver=[
                {"item": item}
                for item, one in requested.items()
                if me.has_role(Role.HEAD) and one.staff_id != me.id
            ],
        )
        return render_template(
            "matters/complaints/staff/checks.html",
            matter=thing,
            items=[(item, checks.get(item)) for item in ClosingItem],
            states=CheckState,
            left=unsettled(queries.states_of(thing)),
            forms=forms,
            failed=failed,
        )

    def _thing_and_form(
        self, action: Action, address: Address
    ) -> "tuple[Matter, ActForm, Address]":
        if address["item"] not in list(ClosingItem):
            raise NotFoundError
        return super()._thing_and_form(action, {**address, "item": ClosingItem(address["item"])})


CasePages(bp)
CheckPages(bp)


def chain_of(matter: "Matter") -> list[ChainLink]:
    """What came of the report, as far as the person may know of it, in the order of its days."""
    steps = [ChainLink(f"收到{matter.kind.label}", matter.received_on)]
    for case in queries.cases_of(matter):
        steps += step_of_case(case)
        for entry in entries_on(case):
            steps += steps_of_entry(entry)
    return sorted(steps, key=lambda step: step.on)


def links_of_record(record: "Publication") -> Iterator[ChainLink]:
    """The reports that a record came of, if the person handles these."""
    if not can(Permission.HANDLE_MATTERS):
        return
    for matter in queries.matters_of(current_staff(), record):
        url = url_for("admin.complaints.detail", number=matter.number)
        yield ChainLink(f"{matter.kind.label} {matter.number}", matter.received_on, url)


@answers_bp.get("/")
@requires(Permission.HANDLE_MATTERS)
def index() -> str:
    """The reviews that wait, those due first."""
    page = queries.pending_reviews(current_staff(), request.args.get("page", 1, type=int))
    today, calendar = clock.today(), city_calendar()
    return render_template(
        "matters/complaints/staff/reviews.html",
        page=page,
        remaining={
            one.id: remaining(one.review.due_on if one.review else None, today, calendar)
            for one in page.items
        },
        may_visit=can(Permission.VISIT_REPORTERS),
    )


@answers_bp.get("/visits")
@requires(Permission.VISIT_REPORTERS)
def visits() -> str:
    """The visits, what they came to by body, and the drawing of more."""
    return _visits(DrawForm())


@answers_bp.post("/visits")
@requires(Permission.VISIT_REPORTERS)
def draw() -> Response | tuple[str, int]:
    """Draw matters by chance."""
    form = DrawForm()
    if not form.validate_on_submit():
        return _visits(form), 400
    try:
        drawn = draw_follow_ups(staff=current_staff(), count=int(form.count.data or 0))
    except ConflictError as error:
        form.count.errors = [error.message]
        return _visits(form), 409
    flash(f"已抽取 {drawn} 件，反映人查询进度时会看到回访的问题。")
    return redirect(url_for("admin.answers.visits"))


def _visits(form: DrawForm) -> str:
    return render_template(
        "matters/complaints/staff/visits.html",
        form=form,
        page=queries.visited_matters(request.args.get("page", 1, type=int)),
        by_body=queries.visited_by_body(),
    )
