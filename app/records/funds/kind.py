"""Payments of the reward fund as a kind of record."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.search.documents import SearchKind
from app.publishing.kind.declaration import Fault
from app.records.companies.addressed import AddressedKind
from app.records.companies.models import Company
from app.records.funds.models import FundPayment, title_of
from app.records.funds.queries import totals


class FundKind(AddressedKind[FundPayment]):
    """Payments: to whom, why, how much, by which document."""

    model = FundPayment
    search_kind = SearchKind.FUND
    endpoint, path = "funds", "/funds"
    mark, unit = "奖", "笔"
    title, page_title, content_title = "质量与品牌奖励资金", "奖励详情", "奖励资金"
    title_label = "奖励资金"
    lead = "发给谁、为什么发、发多少、依据哪份文件，逐笔公开；每年的合计由系统按逐笔金额算出。"
    description = "质量与品牌奖励资金发给谁、为什么发、发多少，逐笔公开，附每年合计。"
    column_type = "数据公开"
    has_feed = False
    words_filter = "获得者、事由或文件"
    dated_by = "decided_on"
    orders = {  # noqa: RUF012  # read once
        "decided": (FundPayment.decided_on.desc(), FundPayment.id.desc()),
        "amount": (FundPayment.amount_cents.desc(), FundPayment.id.desc()),
    }
    load = (joinedload(FundPayment.company).load_only(Company.uscc, Company.registration_number),)
    page_load = (joinedload(FundPayment.company),)
    list_template = "records/funds/list.html"
    doubled = "这笔奖励已经录入：年度、获得者、事由和文件都相同。"

    def title_of(self, row: Any) -> str:
        """Who, why and how much."""
        return title_of(row.recipient_name, row.honour, row.amount_cents)

    def company_line(self, record: FundPayment) -> str:
        """Why, as the page says who."""
        return f"{self.name}：{record.honour}"

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """The year, the body, the document."""
        return f"{row.year} 年", row.paying_body, row.document

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """What can't be right in an amount and its dates."""
        if values["amount_cents"] <= 0:
            return "amount_cents", "奖励金额应大于 0"
        if values["decided_on"] > clock.today():
            return "decided_on", "文件日期在今天之后，请核对"
        if values["year"] > values["decided_on"].year:
            return "year", "年度晚于文件日期"
        return super().fault(values)

    def identity(self, values: Mapping[str, Any]) -> Sequence[object]:
        """Who was paid for what by which document; not how much, which may be corrected."""
        who = values["uscc"] or values["recipient_name"]
        return values["year"], who, values["honour"], values["document"], values["decided_on"]

    def beside_list(self, filters: Any) -> Mapping[str, Any]:
        """The totals of each year."""
        return {"totals": totals()}


KIND = FundKind()
