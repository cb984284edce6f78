"""The desk of payments of the reward fund."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for

from app.kernel import clock
from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.services import Edit
from app.records.companies.queries import company_by_code
from app.records.funds import queries, services
from app.records.funds.exports import COLUMNS
from app.records.funds.forms import PaymentForm

if TYPE_CHECKING:
    from app.records.funds.models import FundPayment

bp = Blueprint("funds", __name__, url_prefix="/funds")


class PaymentDesk(RecordDesk["FundPayment"]):
    """Payments of the fund."""

    name = "奖励资金"
    source = queries.DESK
    form_class = PaymentForm

    def kind(self, record: "FundPayment") -> SearchKind:
        """A payment."""
        return SearchKind.FUND

    def facts(self, record: "FundPayment") -> list[tuple[str, Any]]:
        """The fields of the downloaded list."""
        facts = [(column.label, column.value(record)) for column in COLUMNS[1:]]
        return [(label, getattr(value, "label", value)) for label, value in facts]

    def public_url(self, record: "FundPayment") -> str:
        """The payment's page."""
        return url_for("funds.detail", payment_id=record.id)

    def form(self, record: "FundPayment | None") -> PaymentForm:
        """A new payment begins with this year and one's own body."""
        own = {"paying_body": current_staff().bureau.name, "year": clock.today().year}
        form = PaymentForm(obj=record, data={} if record else own)
        if record and not form.is_submitted():
            form.show_amount(record.amount_cents)
        return form

    def save(self, record: "FundPayment | None", form: PaymentForm, edit: Edit) -> "FundPayment":
        """A recipient without a company page is kept by its name alone."""
        return services.save_payment(
            payment=record,
            company=company_by_code(form.uscc.data) if form.uscc.data else None,
            data=form.data_of_payment(),
            staff=current_staff(),
            edit=edit,
            paper=form.party_paper.data,
        )


desk = PaymentDesk(bp)
