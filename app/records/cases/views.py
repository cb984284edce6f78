"""Public pages of disclosed penalties."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, request, url_for

from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.filtering import chosen_number
from app.kernel.web.qr_codes import qr_code
from app.publishing.life.attachments import attachment_of, attachments_of
from app.publishing.life.chain import public_links
from app.publishing.life.rules import Period
from app.records.cases import queries
from app.records.cases.articles import articles_of
from app.records.cases.exports import COLUMNS
from app.records.cases.forms import CaseFilterForm
from app.records.cases.periods import period_rule
from app.records.cases.rules import CaseOrder, penalty_labels
from app.records.companies.records import CompanyRecord, other_records

bp = Blueprint("cases", __name__, url_prefix="/cases")


@bp.get("")
def index() -> str | Response:
    """Cases, narrowed and sorted as the address says."""
    options = queries.filter_options(bureau=chosen_number(request.args, "bureau"))
    form = CaseFilterForm.read(request.args, **options)
    wanted, order = form.wanted(), CaseOrder(form.sort.data)
    if file_format := request.args.get("format"):
        rows = queries.all_cases(wanted, order=order)
        return export(file_format, name="行政处罚", columns=COLUMNS, rows=rows)
    page = queries.cases(wanted, order=order, page=form.page.data)
    return render_template("records/cases/list.html", form=form, page=page)


@bp.get("/<int:case_id>")
def detail(case_id: int) -> str:
    """One case: the decision, how it came about, until when it is shown, from which source."""
    case = queries.case(case_id)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "records/cases/detail.html",
        case=case,
        files=attachments_of(case),
        penalties=penalty_labels(case.penalty_kinds),
        articles=articles_of(case.id),
        chain=public_links(case),
        others=other_records(case.company_id, besides=request.path),
        period=Period(case.decided_on, case.publish_until, case.earliest_repair_on)
        if case.publish_until
        else None,
        rule=period_rule(case.severity, case.decided_on),
        address=address,
        qr=qr_code(address),
    )


@bp.get("/<int:case_id>/files/<int:attachment_id>")
def attachment(case_id: int, attachment_id: int) -> Response:
    """A file of what is public, for as long as it is."""
    return download(attachment_of(queries.case(case_id), attachment_id).stored)


def company_records(company_id: int) -> Iterator[CompanyRecord]:
    """The company's published cases, for pages of its other records."""
    for case in queries.records_of_company(company_id):
        number = f"（{case.decision_number}）" if case.decision_number else ""
        url = url_for("cases.detail", case_id=case.id)
        yield CompanyRecord(
            *("罚", f"{case.title}{number}", url, case.decided_on),
            *(case.deciding_body or "", case.publish_until, case.caution),
        )
