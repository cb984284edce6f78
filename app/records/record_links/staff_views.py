"""What staff are told of the chain of a record, and its next step."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.kernel.clock import city_date
from app.kernel.errors import DomainError
from app.people.access import can, current_staff, requires
from app.people.permissions import Permission
from app.publishing.desk.forms import ActForm
from app.publishing.desk.queries import may_see
from app.publishing.life.chain import ChainLink, Offer
from app.publishing.life.rules import Life
from app.records.cases.kind import KIND as CASES
from app.records.credit.kind import KIND as CREDIT
from app.records.inspections.kind import KIND as INSPECTIONS
from app.records.record_links import queries, services

if TYPE_CHECKING:
    from app.publishing.life.models import Publication

bp = Blueprint("chains", __name__, url_prefix="/chains")


@bp.post("/cases/<int:key>/entry")
@requires(Permission.EDIT_RECORDS)
def draft_entry(key: int) -> Response:
    """One click from a public case to the draft of an entry."""
    if not ActForm().validate_on_submit():
        return redirect(url_for("admin.cases.detail", key=key))
    try:
        entry = services.draft_entry(key=key, staff=current_staff())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("admin.cases.detail", key=key))
    flash("已按案件拟好黑名单记录的草稿，请补充列入决定的文书号和日期，再送审。")
    return redirect(url_for("admin.credit.edit", key=entry.id))


@bp.post("/inspections/<int:key>/case")
@requires(Permission.EDIT_RECORDS)
def draft_case(key: int) -> Response:
    """One click from a failed inspection to the draft of a case."""
    if not ActForm().validate_on_submit():
        return redirect(url_for("admin.inspections.detail", key=key))
    try:
        case = services.draft_case(key=key, staff=current_staff())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("admin.inspections.detail", key=key))
    flash("已按检验结果拟好案件的草稿，请补充处罚依据、内容和文号，再送审。")
    return redirect(url_for("admin.cases.edit", key=case.id))


def desk_links(record: "Publication") -> Iterator[ChainLink]:
    """The same as the public, with drafts and what has left, as far as it is the person's."""
    for entry in queries.entries_on(record):
        yield from steps_of_entry(entry)
    for case in (*queries.cases_under(record), *queries.cases_from(record)):
        yield from step_of_case(case)
    for inspection in queries.inspections_behind(record):
        yield from step_of_inspection(inspection)


def offers(record: "Publication") -> Iterator[Offer]:
    """The next drafts: an entry from a public case, a case from a failed inspection."""
    if can(Permission.EDIT_RECORDS) and queries.can_become_case(record):
        yield Offer("拟写案件", url_for("admin.chains.draft_case", key=record.id))
    is_open = record.life is Life.PUBLISHED and can(Permission.EDIT_RECORDS)
    if is_open and queries.can_be_listed(record):
        yield Offer("拟列入黑名单", url_for("admin.chains.draft_entry", key=record.id))


def step_of_case(case: Any) -> Iterator[ChainLink]:
    """A case as the person may know of it: nothing of another body's draft."""
    own = url_for("admin.cases.detail", key=case.id)
    public = url_for("cases.detail", record_id=case.id)
    yield from steps_of_record(f"行政处罚：{case.title}", case, CASES.source, own, public)


def step_of_inspection(inspection: Any) -> Iterator[ChainLink]:
    """An inspection as the person may know of it."""
    own = url_for("admin.inspections.detail", key=inspection.id)
    public = url_for("inspections.detail", record_id=inspection.id)
    yield from steps_of_record(inspection.title, inspection, INSPECTIONS.source, own, public)


def steps_of_entry(entry: Any) -> Iterator[ChainLink]:
    """An entry as the person may know of it, with its repair."""
    own = url_for("admin.credit.detail", key=entry.id)
    public = url_for("credit.detail", record_id=entry.id)
    yield from steps_of_record(
        f"{entry.list.label}：{entry.title}", entry, CREDIT.source, own, public
    )


def steps_of_record(
    title: str, record: Any, source: Any, own: str, public: str
) -> Iterator[ChainLink]:
    """A record of a chain as the person may know of it: at the desk, in public, or not at all."""
    staff, is_public = current_staff(), record.life is Life.PUBLISHED
    is_own = may_see(source, staff, record)
    if not (is_own or is_public):
        return
    url = own if is_own and can(Permission.READ_RECORDS) else public if is_public else ""
    begun = record.published_on or city_date(record.created_at)
    yield ChainLink(title, begun, url, record.life.label)
    if record.life is Life.REPAIRED and record.withdrawn_on:
        yield ChainLink("信用修复，终止公示", record.withdrawn_on)
