"""Public pages of the red and the black list."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.filtering import chosen_number
from app.kernel.web.qr_codes import qr_code
from app.publishing.life.attachments import attachment_of, attachments_of
from app.publishing.life.chain import public_links
from app.publishing.life.rules import Period
from app.records.companies.records import CompanyRecord, other_records
from app.records.credit import queries
from app.records.credit.exports import COLUMNS
from app.records.credit.forms import CreditFilterForm
from app.records.credit.rules import CreditOrder, ListKind, categories

bp = Blueprint("credit", __name__, url_prefix="/credit")


@bp.get("")
def index() -> Redirect:
    """The section begins with the red list."""
    return redirect(url_for("credit.red_list"))


@bp.get("/red")
def red_list() -> str | Response:
    """Companies with honours."""
    return _list(ListKind.RED)


@bp.get("/black")
def black_list() -> str | Response:
    """Companies in grave breach of the law."""
    return _list(ListKind.BLACK)


@bp.get("/<int:entry_id>")
def detail(entry_id: int) -> str:
    """One entry: why, by whom, until when, from which source."""
    entry = queries.entry(entry_id)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "records/credit/detail.html",
        entry=entry,
        files=attachments_of(entry),
        chain=public_links(entry),
        others=other_records(entry.company_id, besides=request.path),
        period=Period(entry.decided_on, entry.publish_until) if entry.publish_until else None,
        address=address,
        qr=qr_code(address),
    )


@bp.get("/<int:entry_id>/files/<int:attachment_id>")
def attachment(entry_id: int, attachment_id: int) -> Response:
    """A file of what is public, for as long as it is."""
    return download(attachment_of(queries.entry(entry_id), attachment_id).stored)


def _list(kind: ListKind) -> str | Response:
    options = queries.filter_options(kind, bureau=chosen_number(request.args, "bureau"))
    form = CreditFilterForm.read(request.args, category=categories(kind), **options)
    wanted, order = form.wanted(kind), CreditOrder(form.sort.data)
    if file_format := request.args.get("format"):
        rows = queries.all_entries(wanted, order=order)
        return export(file_format, name=kind.label, columns=COLUMNS, rows=rows)
    return render_template(
        "records/credit/list.html",
        kind=kind,
        form=form,
        page=queries.entries(wanted, order=order, page=form.page.data),
        counts=queries.counts_by_list(),
    )


def company_records(company_id: int) -> Iterator[CompanyRecord]:
    """The company's entries on both lists, for pages of its other records."""
    for entry in queries.records_of_company(company_id):
        number = f"（{entry.document_number}）" if entry.document_number else ""
        url = url_for("credit.detail", entry_id=entry.id)
        title = f"{entry.list.label}：{entry.title}{number}"
        yield CompanyRecord(
            *(entry.list.label[0], title, url, entry.decided_on),
            *(entry.deciding_body or "", entry.publish_until, entry.caution),
        )
