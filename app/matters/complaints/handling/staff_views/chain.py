"""From a report to a case, and the timeline of what came of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import ConflictError, DomainError, NotFoundError
from app.matters.complaints.handling.forms.chain import DraftCaseForm
from app.matters.complaints.handling.queries.chain import cases_of, matters_of
from app.matters.complaints.handling.services.chain import draft_case
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.matters.complaints.matter.staff_views import bp, existing_matter
from app.people.access import can, current_staff, requires
from app.people.permissions import Permission
from app.publishing.life.chain import ChainLink
from app.records.record_links.queries import entries_on
from app.records.record_links.staff_views import step_of_case, steps_of_entry

if TYPE_CHECKING:
    from app.matters.complaints.matter.models.matters import Matter
    from app.publishing.life.models import Publication


Answer = Response | str | tuple[str, int]


@bp.get("/<number>/case")
@requires(Permission.HANDLE_MATTERS)
def case_form(number: str) -> str:
    """The form of a case, filled in with what our own records know of the company."""
    matter = _report(number)
    company = matter.submission.company
    known = {"party_name": company.name, "uscc": company.uscc} if company else {}
    return _page(matter, DraftCaseForm(data={"version": matter.version, **known}))


@bp.post("/<number>/case")
@requires(Permission.HANDLE_MATTERS)
def start_case(number: str) -> Answer:
    """Keep the draft. When it is refused, what was typed stays in the form."""
    matter, form = _report(number, for_update=True), DraftCaseForm()
    if not form.validate_on_submit():
        return _page(matter, form), 400
    try:
        _refuse_stale(matter, form)
        draft_case(matter=matter, staff=current_staff(), words=form.words())
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(matter, form), 409
    flash("已拟写案件草稿，由本单位的编辑补充处罚决定，审核后公示。")
    return redirect(url_for("admin.complaints.detail", number=number) + "#chain")


def chain_of(matter: "Matter") -> list[ChainLink]:
    """What came of the report, as far as the person may know of it, in the order of its days."""
    steps = [ChainLink(f"收到{matter.kind.label}", matter.received_on)]
    for case in cases_of(matter):
        steps += step_of_case(case)
        for entry in entries_on(case):
            steps += steps_of_entry(entry)
    return sorted(steps, key=lambda step: step.on)


def can_start_case(matter: "Matter") -> bool:
    """Whether a case can be drafted by this person now."""
    is_report = matter.kind is ComplaintKind.VIOLATION_REPORT
    return is_report and MatterAct.DRAFT_CASE in RULES.open_to(matter, current_staff())


def links_of_record(record: "Publication") -> Iterator[ChainLink]:
    """The reports that a record came of, if the person handles these."""
    if not can(Permission.HANDLE_MATTERS):
        return
    for matter in matters_of(current_staff(), record):
        url = url_for("admin.complaints.detail", number=matter.number)
        yield ChainLink(f"{matter.kind.label} {matter.number}", matter.received_on, url)


def _report(number: str, *, for_update: bool = False) -> "Matter":
    matter = existing_matter(number, for_update=for_update)
    if matter.kind is not ComplaintKind.VIOLATION_REPORT:
        raise NotFoundError
    return matter


def _refuse_stale(matter: "Matter", form: DraftCaseForm) -> None:
    """A second click, or an older page, makes no second draft."""
    if form.version.data != matter.version:
        raise ConflictError("您打开页面之后，该事项已有新的进展，请先查看，再决定是否继续。")


def _page(matter: "Matter", form: DraftCaseForm) -> str:
    return render_template("matters/complaints/staff/case.html", matter=matter, form=form)
