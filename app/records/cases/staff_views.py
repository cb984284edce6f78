"""The desk of disclosed penalties."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for

from app.kernel.search.documents import SearchKind
from app.kernel.web.templating import yuan
from app.people.access import current_staff
from app.people.queries import district_options
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.services import Edit
from app.records.cases import queries, services
from app.records.cases.forms import CaseForm
from app.records.cases.rules import penalty_labels
from app.records.companies.queries import company_by_code

if TYPE_CHECKING:
    from app.records.cases.models import CaseDisclosure

bp = Blueprint("cases", __name__, url_prefix="/cases")


class CaseDesk(RecordDesk["CaseDisclosure"]):
    """Disclosed penalties."""

    name = "行政处罚"
    source = queries.DESK
    form_class = CaseForm

    def kind(self, record: "CaseDisclosure") -> SearchKind:
        """A case."""
        return SearchKind.CASE

    def facts(self, record: "CaseDisclosure") -> list[tuple[str, Any]]:
        """The fields of the public page."""
        return [
            ("行政相对人名称", record.party_name),
            ("相对人类别", record.party_kind.label),
            ("代码", record.uscc or record.registration_number),
            ("法定代表人", record.legal_representative),
            ("决定书文号", record.decision_number),
            ("违法行为类型", record.violation),
            ("违法事实", record.facts),
            ("处罚依据", record.basis),
            ("处罚类别", "；".join(penalty_labels(record.penalty_kinds))),
            ("处罚内容", record.content),
            ("罚款金额", yuan(record.fine_cents)),
            ("没收金额", yuan(record.confiscated_cents)),
            ("暂扣或吊销证照", record.licence),
            ("处罚决定日期", record.decided_on.isoformat()),
            ("处罚机关", record.deciding_body),
            ("领域", record.field.label),
            ("失信程度", record.severity.label),
            ("县（市、区）", record.district.name if record.district else None),
            ("执行情况", record.execution),
            ("备注", record.remark),
        ]

    def public_url(self, record: "CaseDisclosure") -> str:
        """The case's page."""
        return url_for("cases.detail", case_id=record.id)

    def form(self, record: "CaseDisclosure | None") -> CaseForm:
        """A new case begins with one's own body."""
        own = {"deciding_body": current_staff().bureau.name}
        form = CaseForm(obj=record, data={} if record else own)
        form.district.offer(district_options())
        if record and not form.is_submitted():
            form.district.data = record.district_code or ""
            form.fine.data = Decimal(record.fine_cents) / 100
            form.confiscated.data = Decimal(record.confiscated_cents) / 100
        return form

    def words(self, name: str, value: Any) -> str | None:
        """The kinds of penalty are codes in a list."""
        return "；".join(penalty_labels(value)) if name == "penalty_kinds" else None

    def save(self, record: "CaseDisclosure | None", form: CaseForm, edit: Edit) -> "CaseDisclosure":
        """A party without a company page is kept by its name alone."""
        return services.save_case(
            case=record,
            company=company_by_code(form.uscc.data) if form.uscc.data else None,
            data=form.data_of_case(),
            staff=current_staff(),
            edit=edit,
            paper=form.party_paper.data,
        )


desk = CaseDesk(bp)
