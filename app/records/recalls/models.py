"""Accidents and recalls as they are announced: their declaration."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.kernel.db.session import Base
from app.kernel.labels import LabelledEnum
from app.people.models import District
from app.publishing.fields.declaring import Filter, Initial, declare, titled
from app.publishing.fields.types import (
    BodyName,
    Choice,
    Count,
    Day,
    DistrictChoice,
    Line,
    Prose,
    SearchRole,
)
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
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

LISTED = ("status", "announced_on", "id", *PUBLIC_PERIOD)


class RecallKind(LabelledEnum):
    """Who set a recall going, or that something has happened already."""

    VOLUNTARY = ("voluntary", "主动召回")
    ORDERED = ("ordered", "责令召回")
    ACCIDENT = ("accident", "质量安全事故")


class Recall(NamesParty, Attaching, Contestable, Sourced, Base):
    """A product of which its owners are warned: which one, why, and what they should do."""

    __tablename__ = "recalls"
    __table_args__ = (
        Index("ix_recalls_list", *LISTED, "kind", "announcing_bureau_id", "district_code"),
        Index("ix_recalls_company", "company_id", *LISTED),
        CheckConstraint("items >= 0", name="items"),
        CheckConstraint("ends_on IS NULL OR begins_on <= ends_on", name="begins_first"),
        CheckConstraint("maker_kind <> 'person' OR uscc IS NULL", name="person_without_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RecallKind] = declare(
        Choice(of=RecallKind), "类别", narrows=Filter(), file=titled("召回类型 类型", required=True)
    )
    product: Mapped[str] = declare(
        Line(most=200), "产品名称", found_by=True, file=titled("召回产品 产品", required=True)
    )
    brand: Mapped[str | None] = declare(
        Line(most=100), "品牌", found_by=True, search=SearchRole.TEXT
    )
    model: Mapped[str | None] = declare(Line(most=200), "型号规格", file=titled("型号 规格型号"))
    batch: Mapped[str | None] = declare(
        Line(most=500),
        "批次",
        hint="批号或者生产日期的范围",
        search=SearchRole.TEXT,
        file=titled("批号 生产日期"),
    )
    company_id: Mapped[int | None] = company_key()
    maker_kind: Mapped[PartyKind] = declare(PartyKindChoice(), "生产者类别")
    maker_name: Mapped[str] = declare(
        PartyName(kind="maker_kind"),
        "生产者",
        found_by=True,
        file=titled("生产企业 制造商 召回企业 召回主体", required=True),
    )
    """A natural person's given name is masked (张某某)."""
    party_name = synonym("maker_name")
    """What the sealed store knows the party by."""
    uscc: Mapped[str | None] = declare(CreditCode(), "统一社会信用代码", index=True)
    reason: Mapped[str] = declare(
        Prose(most=4000),
        "缺陷或事故情况",
        search=SearchRole.TEXT,
        file=titled("召回原因 缺陷描述 事故情况", required=True),
    )
    danger: Mapped[str] = declare(
        Prose(most=2000), "可能的危害", file=titled("可能后果 危害", required=True)
    )
    advice: Mapped[str] = declare(
        Prose(most=2000),
        "消费者怎样做",
        hint="例如：停止使用，凭购货凭证或者产品联系退货",
        file=titled("消费者应对措施 消费提示", required=True),
    )
    measures: Mapped[str] = declare(
        Prose(most=2000), "处置措施", file=titled("召回措施 整改措施", required=True)
    )
    items: Mapped[int] = declare(Count(), "涉及数量", file=titled("召回数量 数量", required=True))
    announced_on: Mapped[date] = declare(
        Day(),
        "发布日期",
        narrows=Filter("发布年度", rank=8),
        file=titled("公告日期", required=True),
    )
    begins_on: Mapped[date | None] = declare(Day(), "召回开始日期", file=titled("开始日期"))
    ends_on: Mapped[date | None] = declare(Day(), "召回结束日期", file=titled("结束日期"))
    announcing_bureau_id: Mapped[int | None] = bureau_key("发布部门编号")
    announcing_body: Mapped[str] = declare(
        BodyName(most=200, bureau="announcing_bureau_id"),
        "发布部门",
        initial=Initial.OWN_BODY,
        narrows=Filter(rank=2),
        file=titled("公告部门"),
    )
    district_code: Mapped[str | None] = declare(
        DistrictChoice(), "县（市、区）", ForeignKey("districts.code"), narrows=Filter(rank=1)
    )
    remark: Mapped[str | None] = declare(Line(most=512), "备注")

    company: Mapped[Company | None] = relationship()
    district: Mapped[District | None] = relationship()

    @property
    def headline(self) -> str:
        """Maker and product, as staff see it in lists."""
        return f"{self.maker_name}：{self.product}"
