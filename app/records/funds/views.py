"""Public pages of the reward fund."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, request, url_for

from app.kernel.files.uploads import download
from app.kernel.imports.exporting import export
from app.kernel.web.filtering import chosen_number
from app.kernel.web.qr_codes import qr_code
from app.publishing.life.attachments import attachment_of, attachments_of
from app.records.companies.records import CompanyRecord, other_records
from app.records.funds import queries
from app.records.funds.exports import COLUMNS
from app.records.funds.forms import PaymentFilterForm
from app.records.funds.rules import PaymentOrder

bp = Blueprint("funds", __name__, url_prefix="/funds")


@bp.get("")
def index() -> str | Response:
    """Payments, narrowed and sorted as the address says, with the totals of each year."""
    options = queries.filter_options(bureau=chosen_number(request.args, "bureau"))
    form = PaymentFilterForm.read(request.args, **options)
    wanted, order = form.wanted(), PaymentOrder(form.sort.data)
    if file_format := request.args.get("format"):
        rows = queries.all_payments(wanted, order=order)
        return export(file_format, name="质量与品牌奖励资金", columns=COLUMNS, rows=rows)
    page = queries.payments(wanted, order=order, page=form.page.data)
    return render_template("records/funds/list.html", form=form, page=page, totals=queries.totals())


@bp.get("/<int:payment_id>")
def detail(payment_id: int) -> str:
    """One payment: to whom, why, how much, by which document."""
    payment = queries.payment(payment_id)
    address = f"{current_app.config['SITE_URL'].rstrip('/')}{request.path}"
    return render_template(
        "records/funds/detail.html",
        payment=payment,
        files=attachments_of(payment),
        others=other_records(payment.company_id, besides=request.path),
        address=address,
        qr=qr_code(address),
    )


@bp.get("/<int:payment_id>/files/<int:attachment_id>")
def attachment(payment_id: int, attachment_id: int) -> Response:
    """A file of what is public, for as long as it is."""
    return download(attachment_of(queries.payment(payment_id), attachment_id).stored)


def company_records(company_id: int) -> Iterator[CompanyRecord]:
    """What the company was paid, for pages of its other records."""
    for one in queries.records_of_company(company_id):
        yield CompanyRecord(
            mark="奖",
            title=f"奖励资金：{one.honour}",
            url=url_for("funds.detail", payment_id=one.id),
            on=one.decided_on,
            body=one.paying_body,
        )
