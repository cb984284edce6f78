"""Public pages of honours."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template, request, url_for

from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.qr_codes import qr_code
from app.publishing.life.attachments import attachment_of, attachments_of
from app.publishing.life.chain import ChainLink, public_links
from app.publishing.life.rules import Period
from app.records.companies.records import CompanyRecord, other_records
from app.records.honours.exports import COLUMNS
from app.records.honours.forms import HonourFilterForm
from app.records.honours.queries import chain, counts, records
from app.records.honours.rules import HonourGrade, HonourOrder
from app.records.indicators.policy import policy

if TYPE_CHECKING:
    from app.publishing.life.models import Publication

bp = Blueprint("honours", __name__, url_prefix="/honours")


@bp.get("")
def index() -> str | Response:
    """Honours that hold, narrowed and sorted as the address says."""
    form = HonourFilterForm.read(request.args, **counts.choices())
    wanted, order = form.wanted(), HonourOrder(form.sort.data)
    if file_format := request.args.get("format"):
        rows = records.all_honours(wanted, order=order)
        return export(file_format, name="荣誉", columns=COLUMNS, rows=rows)
    return render_template(
        "records/honours/list.html",
        form=form,
        choices=counts.counted_choices(wanted),
        page=records.honours(wanted, order=order, page=form.page.data),
    )


@bp.get("/targets")
def targets() -> str:
    """What the policy wanted of honours, beside what there is."""
    return render_template(
        "records/honours/targets.html",
        policy=policy(),
        standings=counts.standings(),
        grades=list(HonourGrade),
        kinds=counts.by_kind_and_grade(),
    )


@bp.get("/<int:honour_id>")
def detail(honour_id: int) -> str:
    """One honour: for what, by whom, until when, from which source."""
    honour = records.honour(honour_id)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    since = honour.valid_from or honour.granted_on
    return render_template(
        "records/honours/detail.html",
        honour=honour,
        files=attachments_of(honour),
        chain=public_links(honour),
        others=other_records(honour.company_id, besides=request.path),
        period=Period(since, honour.publish_until) if honour.publish_until else None,
        address=address,
        qr=qr_code(address),
    )


@bp.get("/<int:honour_id>/files/<int:attachment_id>")
def attachment(honour_id: int, attachment_id: int) -> Response:
    """A file of what is public, for as long as it is."""
    return download(attachment_of(records.honour(honour_id), attachment_id).stored)


def company_records(company_id: int) -> Iterator[CompanyRecord]:
    """The company's honours that hold, for pages of its other records."""
    for honour in records.honours_of_company(company_id):
        url = url_for("honours.detail", honour_id=honour.id)
        yield CompanyRecord(
            *("荣", honour.words, url, honour.granted_on, honour.grantor, honour.valid_until),
            caution=honour.caution,
        )


def entry_links(record: "Publication") -> Iterator[ChainLink]:
    """The entries that rest on an honour, the honours on which an entry rests, if public."""
    for entry in chain.entries_on(record, is_public=True):
        url = url_for("credit.detail", entry_id=entry.id)
        yield ChainLink(f"列入{entry.list.label}：{entry.title}", entry.decided_on, url)
    for honour in chain.honours_under(record, is_public=True):
        url = url_for("honours.detail", honour_id=honour.id)
        yield ChainLink(f"荣誉：{honour.words}", honour.granted_on, url)
