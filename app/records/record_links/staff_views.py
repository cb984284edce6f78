"""What pages of records tell of the records that rest on them, and the next step at the desk."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.kernel.clock import city_date
from app.kernel.errors import DomainError
from app.people.access import can, current_staff, requires
from app.people.acting.forms import ActForm
from app.people.permissions import Permission
from app.publishing.desk.queries import may_see
from app.publishing.kind.kind import RecordKind
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
    done = "已按案件拟好黑名单记录的草稿，请补充列入决定的文书号和日期，再送审。"
    home = url_for("admin.cases.detail", key=key)
    return draft(services.draft_entry, home, CREDIT, done, key=key)


@bp.post("/inspections/<int:key>/case")
@requires(Permission.EDIT_RECORDS)
def draft_case(key: int) -> Response:
    """One click from a failed inspection to the draft of a case."""
    done = "已按检验结果拟好案件的草稿，请补充处罚依据、内容和文号，再送审。"
    home = url_for("admin.inspections.detail", key=key)
    return draft(services.draft_case, home, CASES, done, key=key)


def draft(
    service: Callable[..., Any], home: str, kind: RecordKind[Any], done: str, **about: Any
) -> Response:
    """Draft a record of the kind and lead to its form, or back ``home`` with why it can't be."""
    if not ActForm().validate_on_submit():
        return redirect(home)
    try:
        record = service(**about, staff=current_staff())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(home)
    flash(done)
    return redirect(url_for(f"admin.{kind.endpoint}.edit", key=record.id))


def public_links(record: "Publication") -> Iterator[ChainLink]:
    """Entries, cases and inspections that rest on each other, as far as they are public."""
    for entry in queries.entries_on(record, is_public=True):
        yield public_link(CREDIT, entry, f"列入{entry.list.label}：{entry.title}")
    for case in queries.cases_under(record, is_public=True):
        yield public_link(CASES, case, f"行政处罚：{case.title}")
    for case in queries.cases_from(record, is_public=True):
        yield public_link(CASES, case, f"行政处罚：{case.title}")
    for inspection in queries.inspections_behind(record, is_public=True):
        yield public_link(INSPECTIONS, inspection, inspection.title)


def public_link(kind: RecordKind[Any], record: Any, title: str) -> ChainLink:
    """A public record as a step of a chain, on the day that dates it."""
    url = url_for(f"{kind.endpoint}.detail", record_id=record.id)
    return ChainLink(title, getattr(record, kind.dated_by), url)


def desk_links(record: "Publication") -> Iterator[ChainLink]:
    """The same as the public, with drafts and what has left, as far as it is the person's."""
    for entry in queries.entries_on(record):
        yield from steps_of_entry(entry)
    for case in (*queries.cases_under(record), *queries.cases_from(record)):
        yield from step_of_case(case)
    for inspection in queries.inspections_behind(record):
        yield from steps_of_record(INSPECTIONS, inspection, inspection.title)


def offers(record: "Publication") -> Iterator[Offer]:
    """The next drafts: an entry from a public case, a case from a failed inspection."""
    if can(Permission.EDIT_RECORDS) and queries.can_become_case(record):
        yield Offer("拟写案件", url_for("admin.chains.draft_case", key=record.id))
    is_open = record.life is Life.PUBLISHED and can(Permission.EDIT_RECORDS)
    if is_open and queries.can_be_listed(record):
        yield Offer("拟列入黑名单", url_for("admin.chains.draft_entry", key=record.id))


def step_of_case(case: Any) -> Iterator[ChainLink]:
    """A case as the person may know of it: nothing of another body's draft."""
    yield from steps_of_record(CASES, case, f"行政处罚：{case.title}")


def steps_of_entry(entry: Any) -> Iterator[ChainLink]:
    """An entry as the person may know of it, with its repair."""
    yield from steps_of_record(CREDIT, entry, f"{entry.list.label}：{entry.title}")


def steps_of_record(kind: RecordKind[Any], record: Any, title: str) -> Iterator[ChainLink]:
    """A record of a chain as the person may know of it: at the desk, in public, or not at all."""
    is_public = record.life is Life.PUBLISHED
    is_own = may_see(kind.source, current_staff(), record)
    if not (is_own or is_public):
        return
    url = ""
    if is_own and can(Permission.READ_RECORDS):
        url = url_for(f"admin.{kind.endpoint}.detail", key=record.id)
    elif is_public:
        url = url_for(f"{kind.endpoint}.detail", record_id=record.id)
    begun = record.published_on or city_date(record.created_at)
    yield ChainLink(title, begun, url, record.life.label)
    if record.life is Life.REPAIRED and record.withdrawn_on:
        yield ChainLink("信用修复，终止公示", record.withdrawn_on)
