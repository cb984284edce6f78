"""One unit's page: for the office to inspect, mark and answer; for the unit to read and object."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.insight.assessment import exports, services
from app.insight.assessment.forms import (
    AnswerForm,
    FindingForm,
    MarkForm,
    ObjectionForm,
    ReportForm,
    SignForm,
)
from app.insight.assessment.queries import cycles, pages
from app.insight.assessment.rules import CycleStatus, Relation, Verdict
from app.insight.assessment.services.permission import acts_open_to, relations_of
from app.insight.assessment.staff_views.blueprint import bp
from app.kernel.errors import DomainError
from app.kernel.files.uploads import download
from app.people.access import current_staff, requires
from app.people.permissions import Permission

Answer = str | Response | tuple[str, int]
Failed = tuple[str, Any]
TOLD = frozenset({CycleStatus.OBJECTIONS, CycleStatus.READY, CycleStatus.PUBLISHED})
"""While the cycle stands so, the unit reads the points by hand that others have proposed."""


@bp.get("/<int:year>/units/<key>")
@requires(Permission.JOIN_ASSESSMENT)
def unit(year: int, key: str) -> str:
    """A unit with its points, its rows, what was found, and what can be done now."""
    return _page(year, key)


@bp.post("/<int:year>/units/<key>/inspect")
@requires(Permission.RUN_ASSESSMENT)
def inspect(year: int, key: str) -> Answer:
    """Record what the inspection found."""
    form = FindingForm(prefix="inspect")

    def carry_out() -> None:
        services.inspect(
            year=year,
            key=key,
            staff=current_staff(),
            text=form.text.data or "",
            demand=form.demand.data or "",
            rectify_by=form.rectify_by.data,
        )

    return _carry_out((year, key), "inspect", form, carry_out, "已记录督查。")


@bp.post("/<int:year>/units/<key>/findings/<int:item>/rectify")
@requires(Permission.JOIN_ASSESSMENT)
def rectify(year: int, key: str, item: int) -> Answer:
    """The unit reports that a demand has been met."""
    return _report((year, key), f"rectify-{item}", services.rectify, item)


@bp.post("/<int:year>/units/<key>/findings/<int:item>/reopen")
@requires(Permission.RUN_ASSESSMENT)
def reopen(year: int, key: str, item: int) -> Answer:
    """The office finds that it has not."""
    return _report((year, key), f"reopen-{item}", services.reopen, item)


@bp.post("/<int:year>/units/<key>/marks")
@requires(Permission.RUN_ASSESSMENT)
def mark(year: int, key: str) -> Answer:
    """Propose points by hand."""
    form = MarkForm(prefix="mark")

    def carry_out() -> None:
        services.mark(
            year=year,
            key=key,
            staff=current_staff(),
            points=form.hundredths,
            reason=form.reason.data or "",
            files=form.files.data or [],
        )

    return _carry_out((year, key), "mark", form, carry_out, "已提出，由另一位同事签字后生效。")


@bp.post("/<int:year>/units/<key>/marks/<int:item>/sign")
@requires(Permission.RUN_ASSESSMENT)
def sign(year: int, key: str, item: int) -> Answer:
    """Sign points by hand, or refuse them."""
    form = SignForm(prefix=f"sign-{item}")

    def carry_out() -> None:
        services.decide_mark(
            year=year,
            key=key,
            staff=current_staff(),
            mark_id=item,
            is_signed=form.decision.data == "yes",
            text=form.text.data or "",
        )

    return _carry_out((year, key), f"sign-{item}", form, carry_out, "已办理。")


@bp.post("/<int:year>/units/<key>/objections")
@requires(Permission.JOIN_ASSESSMENT)
def object_to(year: int, key: str) -> Answer:
    """The unit objects."""
    form = ObjectionForm(prefix="object")
    form.offer([])

    def carry_out() -> None:
        services.object_to(
            year=year,
            key=key,
            staff=current_staff(),
            measure=form.measure.data or "",
            text=form.text.data or "",
        )

    return _carry_out((year, key), "object", form, carry_out, "已提出异议，答复会显示在这里。")


@bp.post("/<int:year>/units/<key>/objections/<int:item>/answer")
@requires(Permission.RUN_ASSESSMENT)
def answer(year: int, key: str, item: int) -> Answer:
    """The office answers."""
    form = AnswerForm(prefix=f"answer-{item}")

    def carry_out() -> None:
        services.answer(
            year=year,
            key=key,
            staff=current_staff(),
            objection_id=item,
            verdict=Verdict(form.verdict.data),
            text=form.text.data or "",
        )

    return _carry_out((year, key), f"answer-{item}", form, carry_out, "已答复。")


@bp.get("/<int:year>/units/<key>/files/<upload_id>")
@requires(Permission.JOIN_ASSESSMENT)
def evidence(year: int, key: str, upload_id: str) -> Response:
    """A file by which points by hand are shown; 404 for any other."""
    return download(pages.evidence_of(_shown(year, key), upload_id).stored)


def _report(at: tuple[int, str], name: str, service: Callable[..., None], item: int) -> Answer:
    form = ReportForm(prefix=name)

    def carry_out() -> None:
        service(
            year=at[0],
            key=at[1],
            staff=current_staff(),
            finding_id=item,
            text=form.text.data or "",
        )

    return _carry_out(at, name, form, carry_out, "已记录。")


def _carry_out(
    at: tuple[int, str], name: str, form: Any, service: Callable[[], None], done: str
) -> Answer:
    """The page again with what was typed when it is refused, else with what was done."""
    if not form.validate_on_submit():
        return _page(*at, failed=(name, form)), 400
    try:
        service()
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(*at, failed=(name, form)), 409
    flash(done)
    return redirect(url_for("admin.assessment.unit", year=at[0], key=at[1]))


def _shown(year: int, key: str) -> pages.UnitPage:
    """The unit with what the person may read of it: marks only once they are told to the unit."""
    found = cycles.unit_of(current_staff(), year, key)
    page = pages.unit_page(found)
    is_office = Relation.OFFICE in relations_of(current_staff(), found)
    if not is_office and page.cycle.status not in TOLD:
        return replace(page, marks=[])
    return pages.with_evidence(page)


def _page(year: int, key: str, failed: Failed | None = None) -> str:
    page = _shown(year, key)
    me = current_staff()
    acts = [act.value for act in acts_open_to(page.cycle, me, page.unit)]
    return render_template(
        "insight/assessment/staff/unit.html",
        page=page,
        acts=acts,
        forms=_forms(page, failed),
        failed=failed,
        result_words=exports.staff_words,
        is_office=Relation.OFFICE in relations_of(me, page.unit),
        me=me,
    )


def _forms(page: pages.UnitPage, failed: Failed | None) -> dict[str, Any]:
    """By prefix a form for each act, those on one thing with its number."""
    kinds: dict[str, type[FlaskForm]] = {
        "inspect": FindingForm,
        "mark": MarkForm,
        "object": ObjectionForm,
    }
    for finding in page.findings:
        kinds |= {f"rectify-{finding.id}": ReportForm, f"reopen-{finding.id}": ReportForm}
    kinds |= {f"sign-{mark.id}": SignForm for mark in page.marks}
    kinds |= {f"answer-{objection.id}": AnswerForm for objection in page.objections}
    forms: dict[str, Any] = {name: kind(prefix=name, formdata=None) for name, kind in kinds.items()}
    if failed:
        forms[failed[0]] = failed[1]
    forms["object"].offer([(line.measure.code, line.measure.name) for line in page.lines])
    return forms
