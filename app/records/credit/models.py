"""Entries of the red and the black list."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.imports.values import last_day, text
from app.people.models import Bureau, District
from app.publishing.fields.declaring import FieldPlace, Filter, Initial, background, declare, titled
from app.publishing.fields.types import (
    BodyName,
    Choice,
    Day,
    DistrictChoice,
    DocumentNumber,
    Line,
    Prose,
    SearchRole,
)
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.publishing.life.rules import PublicationStatus
from app.records.companies.fields import KnownCompany
from app.records.companies.models import Company
from app.records.credit.rules import CreditCategory, ListKind

COMPANY = "company_id"
LISTED = ("list", "status", "decided_on", "id")


class CreditEntry(Attaching, Contestable, Sourced, Base):
    """A company's standing on the red or black list, as decided by a body."""

    __tablename__ = "credit_entries"
    __table_args__ = (
        Index("ix_credit_entries_list", *LISTED, *PUBLIC_PERIOD, COMPANY),
        Index("ix_credit_entries_period", "status", "publish_until"),
        Index("ix_credit_entries_company", COMPANY, "status", "decided_on", "id"),
        Index("ix_credit_entries_standing", COMPANY, "list", "status", *PUBLIC_PERIOD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = declare(
        KnownCompany(),
        "企业",
        ForeignKey("companies.id"),
        hint="填统一社会信用代码或旧注册号",
        absent={FieldPlace.FILE: "files name it, and new ones are added"},
    )
    list: Mapped[ListKind] = declare(
        Choice(of=ListKind),
        "名单类型",
        file=titled("名单类别 红黑名单 红黑榜", convert=text(40)),
    )
    category: Mapped[CreditCategory] = declare(
        Choice(of=CreditCategory),
        "类别",
        narrows=Filter("列入事由", rank=3),
        absent={FieldPlace.FILE: "it follows from the ground or the honour"},
    )
    title: Mapped[str] = declare(
        Line(most=200), "列入事由或荣誉", found_by=True, search=SearchRole.TEXT
    )
    """The honour (温州市市长质量奖) or, in few words, the ground (标注虚假生产日期)."""
    reason: Mapped[str] = declare(
        Prose(most=5000),
        "事实与说明",
        required=False,
        search=SearchRole.TEXT,
        default="",
        file=titled("列入事由 列入原因 失信事由 失信事实 认定事由 处罚事由"),
    )
    basis: Mapped[str] = declare(
        Line(most=500),
        "依据",
        required=False,
        search=SearchRole.TEXT,
        default="",
        file=titled("认定依据 列入依据 法律依据"),
    )
    deciding_bureau_id: Mapped[int | None] = background(
        "认定部门编号", "the body's name says which", ForeignKey("bureaus.id"), index=True
    )
    deciding_body: Mapped[str] = declare(
        BodyName(most=100, bureau="deciding_bureau_id"),
        "认定部门",
        initial=Initial.OWN_BODY,
        narrows=Filter(rank=2),
        file=titled("认定发布部门 认定单位 列入机关 认定机关 作出决定机关 列入决定机关"),
    )
    """The body's name as it stands in the document."""
    document_number: Mapped[str | None] = declare(
        DocumentNumber(most=128),
        "文书号",
        required=False,
        found_by=True,
        index=True,
        file=titled("认定发布文号 认定文号 列入决定书文号 决定书文号 文号", convert=text(128)),
    )
    decided_on: Mapped[date] = declare(
        Day(),
        "列入日期",
        narrows=Filter("列入年度", rank=4),
        file=titled("认定发布时间 认定日期 认定时间 列入时间 发布日期"),
    )
    publish_until: Mapped[date | None] = declare(
        Day(),
        "公示至",
        required=False,
        hint="不填为长期公示",
        file=titled("认定有效期限至 有效期至 公示截止期 公示止日期 有效期限至", convert=last_day),
    )
    """Last day of publication, still shown; none where no end is set."""
    district_code: Mapped[str | None] = declare(
        DistrictChoice(),
        "县（市、区）",
        ForeignKey("districts.code"),
        index=True,
        narrows=Filter(rank=1),
        absent={FieldPlace.FILE: "it is that of the company"},
    )

    company: Mapped[Company] = relationship()
    deciding_bureau: Mapped[Bureau | None] = relationship(
        foreign_keys="CreditEntry.deciding_bureau_id"
    )
    district: Mapped[District | None] = relationship()

    @property
    def company_name(self) -> str:
        """The company's name as it is registered today."""
        return self.company.name

    @property
    def headline(self) -> str:
        """List, company and ground."""
        return f"{self.list.label}：{self.company.name}　{self.title}"

    @property
    def public_names(self) -> frozenset[str]:
        """The company's legal representative stands on the company's page."""
        return frozenset(filter(None, (self.company.legal_representative,)))

    @classmethod
    def unsuspended(cls, day: date) -> ColumnElement[bool]:
        """No entry of the red list is shown while its company stands on the black list."""
        return ~on_black_list(cls.company_id, day, cls.list == ListKind.RED)


def on_black_list(
    company_id: InstrumentedAttribute[Any], day: date, *where: ColumnElement[bool]
) -> ColumnElement[bool]:
    """True for rows whose company stands on the black list on ``day``, and ``where`` holds."""
    black = aliased(CreditEntry)
    stands = select(literal(1)).where(
        *where,
        black.company_id == company_id,
        black.list == ListKind.BLACK,
        black.status == PublicationStatus.PUBLISHED,
        black.published_on <= day,
        or_(black.publish_until.is_(None), black.publish_until >= day),
    )
    return stands.correlate_except(black).exists()
