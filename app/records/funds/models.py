"""Payments from the reward fund for quality and brands (policy, 三（四））: their declaration."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.kernel.db.session import Base
from app.kernel.web.templating import yuan
from app.publishing.fields.declaring import Filter, Initial, declare, titled
from app.publishing.fields.types import (
    Amount,
    BodyName,
    Day,
    DocumentNumber,
    Line,
    SearchRole,
    Year,
)
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Sourced
from app.records.companies.fields import (
    CreditCode,
    NamesParty,
    PartyKindChoice,
    PartyName,
    bureau_key,
    company_key,
)
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind

LISTED = ("status", "decided_on", "id", *PUBLIC_PERIOD)


class FundPayment(NamesParty, Attaching, Sourced, Base):
    """What one recipient was paid in one year for one reason, by which document."""

    __tablename__ = "fund_payments"
    __table_args__ = (
        Index("ix_fund_payments_list", *LISTED, "year", "amount_cents"),
        Index("ix_fund_payments_by_bureau", "paying_bureau_id", *LISTED),
        Index("ix_fund_payments_company", "company_id", *LISTED),
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("recipient_kind <> 'person' OR uscc IS NULL", name="person_without_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = declare(
        Year(),
        "年度",
        initial=Initial.THIS_YEAR,
        narrows=Filter(rank=1),
        file=titled("奖励年度", required=True),
    )
    """The year for which it was paid: of the budget, not of the document."""
    company_id: Mapped[int | None] = company_key()
    recipient_kind: Mapped[PartyKind] = declare(
        PartyKindChoice(), "获得者类别", file=titled("单位类别")
    )
    recipient_name: Mapped[str] = declare(
        PartyName(kind="recipient_kind"),
        "获得者",
        hint="自然人的名字保存时自动隐去（张某某）",
        found_by=True,
        file=titled("获奖单位 企业名称 单位名称 受奖单位 奖励对象", required=True),
    )
    """A natural person's given name is masked (张某某)."""
    party_name = synonym("recipient_name")
    """What the sealed store knows the party by."""
    uscc: Mapped[str | None] = declare(CreditCode(), "统一社会信用代码", index=True)
    honour: Mapped[str] = declare(
        Line(most=300),
        "奖励事由",
        hint="获得的荣誉、参与制定的标准或者通过的认证",
        search=SearchRole.TEXT,
        found_by=True,
        file=titled("奖励项目 获得荣誉 奖项名称", required=True),
    )
    """Why: the honour, standard or brand that was rewarded, in words."""
    basis: Mapped[str] = declare(
        Line(most=300),
        "政策依据",
        hint="政策名称、文号和条款",
        search=SearchRole.TEXT,
        found_by=True,
        file=titled("奖励依据 文件依据", required=True),
    )
    """The policy under which it was paid."""
    amount_cents: Mapped[int] = declare(
        Amount(), "奖励金额", file=titled("拨付金额 奖金 金额", required=True)
    )
    """In 分."""
    paying_bureau_id: Mapped[int | None] = bureau_key("拨付部门编号")
    paying_body: Mapped[str] = declare(
        BodyName(most=200, bureau="paying_bureau_id"),
        "拨付部门",
        initial=Initial.OWN_BODY,
        narrows=Filter(rank=2),
        file=titled("奖励部门 主管部门 拨付单位"),
    )
    document: Mapped[str] = declare(
        DocumentNumber(most=200),
        "拨付文件",
        found_by=True,
        file=titled("文件名称 拨付文号 文号", required=True),
    )
    """Name or number of the document by which it was paid."""
    decided_on: Mapped[date] = declare(
        Day(), "文件日期", file=titled("拨付日期 发文日期", required=True)
    )
    remark: Mapped[str | None] = declare(Line(most=512), "备注")

    company: Mapped[Company | None] = relationship()

    @property
    def headline(self) -> str:
        """Who, why and how much."""
        return title_of(self.recipient_name, self.honour, self.amount_cents)


def title_of(recipient: str, honour: str, cents: int) -> str:
    """Who, why and how much: in 元, from ``cents`` in 分."""
    return f"{recipient}：{honour}，{yuan(cents)}"
