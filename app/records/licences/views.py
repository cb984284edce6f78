"""Public pages of administrative licences."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, request, url_for

from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.filtering import chosen_number
from app.kernel.web.qr_codes import qr_code
from app.publishing.life.attachments import attachment_of, attachments_of
from app.publishing.life.rules import Period
from app.records.companies.records import CompanyRecord, other_records
from app.records.licences import queries
from app.records.licences.exports import COLUMNS
from app.records.licences.forms import LicenceFilterForm
from app.records.licences.rules import LicenceOrder

bp = Blueprint("licences", __name__, url_prefix="/licences")


@bp.get("")
def index() -> str | Response:
    """Licences, narrowed and sorted as the address says."""
    options = queries.filter_options(bureau=chosen_number(request.args, "bureau"))
    form = LicenceFilterForm.read(request.args, **options)
    wanted, order = form.wanted(), LicenceOrder(form.sort.data)
    if file_format := request.args.get("format"):
        rows = queries.all_licences(wanted, order=order)
        return export(file_format, name="行政许可", columns=COLUMNS, rows=rows)
    page = queries.licences(wanted, order=order, page=form.page.data)
    return render_template("records/licences/list.html", form=form, page=page)


@bp.get("/<int:licence_id>")
def detail(licence_id: int) -> str:
    """One licence: what was granted to whom, how long it is valid, from which source."""
    licence = queries.licence(licence_id)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    since = licence.valid_from or licence.decided_on
    return render_template(
        "records/licences/detail.html",
        licence=licence,
        files=attachments_of(licence),
        others=other_records(licence.company_id, besides=request.path),
        period=Period(since, licence.publish_until) if licence.publish_until else None,
        address=address,
        qr=qr_code(address),
    )


@bp.get("/<int:licence_id>/files/<int:attachment_id>")
def attachment(licence_id: int, attachment_id: int) -> Response:
    """A file of what is public, for as long as it is."""
    return download(attachment_of(queries.licence(licence_id), attachment_id).stored)


def company_records(company_id: int) -> Iterator[CompanyRecord]:
    """The company's published licences, for pages of its other records."""
    for licence in queries.records_of_company(company_id):
        number = f"（{licence.numbers[0]}）" if licence.numbers else ""
        yield CompanyRecord(
            mark="许",
            title=f"{licence.name}{number}",
            url=url_for("licences.detail", licence_id=licence.id),
            on=licence.decided_on,
            body=licence.deciding_body,
            until=licence.valid_until,
            caution=licence.caution,
        )
