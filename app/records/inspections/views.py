"""Public pages of inspections."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, request, url_for

from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.filtering import chosen_number
from app.kernel.web.qr_codes import qr_code
from app.publishing.life.attachments import attachment_of, attachments_of
from app.publishing.life.chain import public_links
from app.publishing.life.rules import Period
from app.records.companies.records import CompanyRecord, other_records
from app.records.inspections import queries
from app.records.inspections.exports import COLUMNS
from app.records.inspections.forms import InspectionFilterForm
from app.records.inspections.rules import InspectionOrder

bp = Blueprint("inspections", __name__, url_prefix="/inspections")


@bp.get("")
def index() -> str | Response:
    """Inspected batches, narrowed and sorted as the address says, with how many passed."""
    options = queries.filter_options(bureau=chosen_number(request.args, "bureau"))
    form = InspectionFilterForm.read(request.args, **options)
    wanted, order = form.wanted(), InspectionOrder(form.sort.data)
    if file_format := request.args.get("format"):
        rows = queries.all_inspections(wanted, order=order)
        return export(file_format, name="监督抽查", columns=COLUMNS, rows=rows)
    page = queries.inspections(wanted, order=order, page=form.page.data)
    return render_template(
        "records/inspections/list.html", form=form, page=page, counts=queries.counts(wanted)
    )


@bp.get("/<int:inspection_id>")
def detail(inspection_id: int) -> str:
    """One batch: what it was, whose, where it was sampled, and what was found in it."""
    inspection = queries.inspection(inspection_id)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    until = inspection.publish_until
    return render_template(
        "records/inspections/detail.html",
        inspection=inspection,
        files=attachments_of(inspection),
        chain=public_links(inspection),
        others=other_records(inspection.company_id, besides=request.path),
        period=Period(inspection.announced_on, until) if until else None,
        address=address,
        qr=qr_code(address),
    )


@bp.get("/<int:inspection_id>/files/<int:attachment_id>")
def attachment(inspection_id: int, attachment_id: int) -> Response:
    """A file of what is public, for as long as it is."""
    return download(attachment_of(queries.inspection(inspection_id), attachment_id).stored)


def company_records(company_id: int) -> Iterator[CompanyRecord]:
    """The company's failed inspections, for pages of its other records."""
    for one in queries.records_of_company(company_id):
        yield CompanyRecord(
            mark="检",
            title=one.title,
            url=url_for("inspections.detail", inspection_id=one.id),
            on=one.announced_on,
            body=one.inspecting_body,
            caution=one.caution,
        )
