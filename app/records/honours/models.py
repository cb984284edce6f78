"""Honours with whom they were given to and until when they hold, and what became of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.imports.values import last_day, text
from app.people.models import District
from app.publishing.fields.declaring import Filter, Initial, background, declare, titled
from app.publishing.fields.types import (
    Choice,
    Day,
    DistrictChoice,
    DocumentNumber,
    Line,
    OutsideBody,
    Prose,
    SearchRole,
    Year,
)
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.records.companies.fields import (
    REGISTRATION_NUMBER,
    CreditCode,
    NamesParty,
    PartyKindChoice,
    PartyName,
    bureau_key,
    company_key,
)
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.credit.models import CreditEntry, on_black_list
from app.records.honours.rules import HonourGrade, HonourKind, full_title_of

LISTED = ("status", "granted_on", "id", *PUBLIC_PERIOD, "company_id")


class Honour(NamesParty, Attaching, Contestable, Sourced, Base):
    """An honour that a body gave: shown while it holds, and its holder is not on the black list."""

    __tablename__ = "honours"
    __table_args__ = (
        Index("ix_honours_list", *LISTED, "kind", "grade"),
        Index("ix_honours_company", "company_id", "status", "granted_on", "id"),
        CheckConstraint("party_kind <> 'person' OR uscc IS NULL", name="person_without_code"),
        CheckConstraint(
            "valid_until IS NULL OR (publish_until IS NOT NULL AND publish_until <= valid_until)",
            name="shown_while_valid",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int | None] = company_key()
    party_kind: Mapped[PartyKind] = declare(PartyKindChoice(), "获得者类别")
    party_name: Mapped[str] = declare(
        PartyName(kind="party_kind"),
        "获得者",
        hint="自然人的名字保存时自动隐去（张某某）",
        found_by=True,
        file=titled(
            "获奖单位 获奖企业 获证企业 企业名称 单位名称 获得者名称 承建单位", required=True
        ),
    )
    """The holder as published: a natural person's given name is masked (张某某)."""
    uscc: Mapped[str | None] = declare(
        CreditCode(), "统一社会信用代码", index=True, file=titled("统一信用代码")
    )
    registration_number: Mapped[str | None] = declare(
        REGISTRATION_NUMBER, "工商注册号", file=titled("注册号")
    )
    title: Mapped[str] = declare(
        Line(most=200),
        "荣誉名称",
        hint="按授予文件的全称，如：浙江省人民政府质量奖",
        search=SearchRole.TEXT,
        found_by=True,
        file=titled("奖项名称 奖项 称号 荣誉称号", required=True),
    )
    """What it is called: 温州市市长质量奖."""
    kind: Mapped[HonourKind] = declare(
        Choice(of=HonourKind),
        "荣誉种类",
        narrows=Filter(rank=1),
        file=titled("荣誉类别 奖项类别", convert=text(60)),
    )
    grade: Mapped[HonourGrade] = declare(
        Choice(of=HonourGrade),
        "级别",
        narrows=Filter(rank=2),
        file=titled("荣誉级别 奖项级别 等级", convert=text(40)),
    )
    subject: Mapped[str | None] = declare(
        Line(most=200),
        "产品或项目",
        hint="名牌填产品、服务，优质工程奖填工程，必填",
        search=SearchRole.TEXT,
        found_by=True,
        file=titled("产品名称 名牌产品 工程名称 项目名称 服务名称"),
    )
    """The product, service or building that it was given for; none where it is for the firm."""
    granting_bureau_id: Mapped[int | None] = bureau_key("授予机关编号", index=True)
    grantor: Mapped[str] = declare(
        OutsideBody(most=100, bureau="granting_bureau_id"),
        "授予机关",
        initial=Initial.OWN_BODY,
        narrows=Filter(rank=4),
        file=titled("授予单位 颁发单位 评定机关 认定机关"),
    )
    """The body's name as it stands in the document; often one that has no desk here."""
    document_number: Mapped[str | None] = declare(
        DocumentNumber(most=128),
        "授予文号",
        found_by=True,
        index=True,
        file=titled("文件号 表彰文号 认定文号 文号"),
    )
    granted_on: Mapped[date] = declare(
        Day(), "授予日期", file=titled("获奖日期 颁发日期 认定日期 表彰日期")
    )
    year: Mapped[int] = declare(
        Year(first=1949, last=2100),
        "年度",
        initial=Initial.THIS_YEAR,
        narrows=Filter(rank=5),
        file=titled("获奖年度 认定年度"),
    )
    """For which year it was given; seldom the one in which."""
    valid_from: Mapped[date | None] = declare(Day(), "有效期自", file=titled("有效期始"))
    valid_until: Mapped[date | None] = declare(
        Day(),
        "有效期至",
        hint="不填为长期有效；期满次日起不再公示",
        file=titled("有效期止", convert=last_day),
    )
    """Last day on which it holds, and is shown; none when it has no end."""
    publish_until: Mapped[date | None] = background(
        "公示至", "it is shown while it holds", versioned=True
    )
    merits: Mapped[str] = declare(
        Prose(most=5000),
        "说明",
        required=False,
        default="",
        search=SearchRole.TEXT,
        file=titled("备注"),
    )
    """For what it was given, at length."""
    district_code: Mapped[str | None] = declare(
        DistrictChoice(),
        "县（市、区）",
        ForeignKey("districts.code"),
        narrows=Filter(rank=3),
        file=titled("县市区 所属地区", convert=text(60)),
    )

    company: Mapped[Company | None] = relationship()
    district: Mapped[District | None] = relationship()

    @property
    def full_title(self) -> str:
        """The honour with what it was given for: 瓯江杯优质工程奖（某某大厦）."""
        return full_title_of(self.title, self.subject)

    @property
    def headline(self) -> str:
        """To whom and what."""
        return f"{self.party_name}　{self.full_title}"

    @classmethod
    def unsuspended(cls, day: date) -> ColumnElement[bool]:
        """No honour is shown while its holder stands on the black list (ADR 15)."""
        return ~on_black_list(cls.company_id, day)


class HonourEntry(Base):
    """That an entry of the red list rests on an honour. Shown where both may be seen."""

    __tablename__ = "honour_entries"
    __table_args__ = (UniqueConstraint("honour_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    honour_id: Mapped[int] = mapped_column(ForeignKey("honours.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("credit_entries.id"), index=True)
    linked_at: Mapped[datetime]

    honour: Mapped[Honour] = relationship()
    entry: Mapped[CreditEntry] = relationship()
