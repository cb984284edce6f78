"""The filters of the list of payments, and the form of one."""

from decimal import Decimal
from typing import Any

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.publishing.desk.forms import Choice, Day, RecordForm, Words, Yuan, paper_field
from app.records.companies.forms import known_code
from app.records.companies.rules import PartyKind
from app.records.funds.rules import PaymentData, PaymentFilters, PaymentOrder

TYPED = (
    *("year", "recipient_name", "uscc", "honour", "basis", "paying_body", "document"),
    *("decided_on", "remark"),
)
"""Fields that mean what was typed into them, and nothing when that is nothing."""


class PaymentFilterForm(FilterForm):
    """Narrows and sorts the list."""

    year = ChoiceFilter("年度")
    bureau = ChoiceFilter("拨付部门")
    q = TextFilter("获得者、事由或文件")
    sort = SortField(*PaymentOrder)

    def wanted(self) -> PaymentFilters:
        """What the form asks of the list."""
        return PaymentFilters(
            year=int(self.year.data) if self.year.data else None,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            q=self.q.data,
        )


class PaymentForm(RecordForm):
    """A payment as an editor writes it."""

    year = IntegerField(
        "年度", [InputRequired("请填写年度"), NumberRange(2000, 2099, "年度应为 2000 至 2099")]
    )
    recipient_kind = Choice("获得者类别", PartyKind.choices())
    recipient_name = Words("获得者", 200, description="自然人的名字保存时自动隐去（张某某）")
    party_paper = paper_field()
    uscc = StringField("统一社会信用代码", [Optional(), known_code])
    honour = Words("奖励事由", 300, description="获得的荣誉、参与制定的标准或者通过的认证")
    basis = Words("政策依据", 300, description="政策名称、文号和条款")
    amount = Yuan("奖励金额（元）")
    paying_body = Words("拨付部门", 200)
    document = Words("拨付文件", 200)
    decided_on = Day("文件日期")
    remark = Words("备注", 512, optional=True)

    def data_of_payment(self) -> PaymentData:
        """What the form says, as the service takes it."""
        typed: dict[str, Any] = {name: self[name].data or None for name in TYPED}
        return PaymentData(
            **typed,
            recipient_kind=PartyKind(self.recipient_kind.data),
            amount_cents=self.amount.cents or 0,
        )

    def show_amount(self, cents: int) -> None:
        """Fill in an amount in 分."""
        self.amount.data = Decimal(cents) / 100
