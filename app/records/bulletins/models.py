"""Articles of the city, and the cases and companies that they tell of."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db.session import Base
from app.people.models import Bureau
from app.publishing.fields.declaring import FieldPlace, composed, declare
from app.publishing.fields.types import Choice, Day, DocumentNumber, Line, Prose
from app.publishing.life.models import Publication, Sourced
from app.records.bulletins.fields import LinkedRecords
from app.records.bulletins.rules import (
    BulletinKind,
    Campaign,
    CampaignState,
    RiskLevel,
    campaign_state,
    problems,
)
from app.records.cases.models import Case
from app.records.companies.models import Company


class Bulletin(Publication, Sourced, Base):
    """An article, written in Markdown and shown sanitised.

    What the public sees of it is an ``Article``: never title, summary or body as they are here.
    """

    __tablename__ = "bulletins"
    __table_args__ = (
        Index("ix_bulletins_list", "status", "published_on"),
        CheckConstraint("kind = 'warning' OR (level IS NULL AND scope IS NULL)", name="warning"),
        CheckConstraint(
            "kind = 'campaign' OR (campaign IS NULL AND begins_on IS NULL AND ends_on IS NULL)",
            name="campaign",
        ),
        CheckConstraint("begins_on <= ends_on", name="course"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BulletinKind] = declare(Choice(of=BulletinKind), "类别")
    title: Mapped[str] = declare(Line(most=200), "标题", found_by=True)
    document_number: Mapped[str | None] = declare(DocumentNumber(most=60), "文号", found_by=True)
    level: Mapped[RiskLevel | None] = declare(
        Choice(of=RiskLevel, otherwise="不适用"), "警示级别", hint="风险警示必填，其他类别不填"
    )
    scope: Mapped[str | None] = declare(
        Line(most=200),
        "警示范围",
        hint="风险警示必填：涉及哪些产品、地方和人群，如“全市，在用电动自行车的家庭”",
    )
    """Whom or what a warning concerns: products, places, people."""
    campaign: Mapped[Campaign | None] = declare(
        Choice(of=Campaign, otherwise="不适用"), "活动名称", hint="专项活动必填，其他类别不填"
    )
    begins_on: Mapped[date | None] = declare(Day(), "活动开始", hint="专项活动必填")
    ends_on: Mapped[date | None] = declare(Day(), "活动结束", hint="专项活动必填，当天仍在活动期内")
    summary: Mapped[str] = declare(
        Prose(most=500, rows=3, stored=String(500)), "摘要", required=False, default=""
    )
    body: Mapped[str] = declare(
        Prose(most=50_000, rows=16),
        "正文",
        hint="用 Markdown 写：## 小标题、**重点**、1. 编号、[文字](网址)、表格。",
    )
    publish_until: Mapped[date | None] = declare(
        Day(),
        "公示至",
        hint="不填为长期；风险警示必填，过了这一天自动撤下",
        absent={FieldPlace.PAGE: "it stands beside the fields"},
    )
    COMPOSED: ClassVar = {
        "case_ids": composed(
            LinkedRecords(),
            "关联处罚",
            required=False,
            hint="一行一件：填决定书文号、案件名称里的字，或者粘贴案件网址。案件不再公示后，"
            "文中的当事人名称、代码、文号、法定代表人自动隐去，链接一并去掉。",
        ),
        "company_ids": composed(
            LinkedRecords(),
            "关联企业",
            required=False,
            hint="一行一家：填统一社会信用代码、名称，或者粘贴企业网址",
        ),
    }
    telling_words: Mapped[str] = declare(
        Prose(most=500, rows=2, stored=String(500)),
        "其他字样",
        required=False,
        default="",
        hint="文中还有哪些字能让人认出关联案件的当事人，如简称、品牌、店招、地址；"
        "一行一个，届时一并隐去",
    )
    """Further words, one a line, that tell whose the cases are: brands, short names, places."""
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)

    bureau: Mapped[Bureau | None] = relationship(foreign_keys="Bulletin.bureau_id")
    case_links: Mapped[list["BulletinCase"]] = relationship(
        order_by="BulletinCase.position", cascade="all, delete-orphan"
    )
    company_links: Mapped[list["BulletinCompany"]] = relationship(
        order_by="BulletinCompany.position", cascade="all, delete-orphan"
    )

    @property
    def headline(self) -> str:
        """The title."""
        return self.title

    @property
    def publish_blocker(self) -> str:
        """What its kind asks for and is not there."""
        return "；".join(problems(self, self.FIELDS).values())

    @property
    def course(self) -> CampaignState | None:
        """Where a campaign stands today; None for what is none."""
        if self.begins_on is None or self.ends_on is None:
            return None
        return campaign_state(self.begins_on, self.ends_on, clock.today())

    @property
    def case_ids(self) -> list[int]:
        """Keys of the cases that it tells of. When set, those that stay keep what is known."""
        return [link.case_id for link in self.case_links]

    @case_ids.setter
    def case_ids(self, keys: Iterable[int]) -> None:
        links = {link.case_id: link for link in self.case_links}
        self.case_links = [links.get(key) or BulletinCase(case_id=key) for key in keys]
        for position, link in enumerate(self.case_links):
            link.position = position

    @property
    def company_ids(self) -> list[int]:
        """Keys of the companies that it tells of."""
        return [link.company_id for link in self.company_links]

    @company_ids.setter
    def company_ids(self, keys: Iterable[int]) -> None:
        links = {link.company_id: link for link in self.company_links}
        self.company_links = [links.get(key) or BulletinCompany(company_id=key) for key in keys]
        for position, link in enumerate(self.company_links):
            link.position = position

    def settle(self) -> None:
        """Remember by what names the parties were known when the text became public."""
        for link in self.case_links:
            link.remember()


class BulletinCase(Base):
    """A case that an article tells of."""

    __tablename__ = "bulletin_cases"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("case_disclosures.id"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    known_as: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Names of the party when the text became public: a later change must not uncover them."""

    # Asked of a link that is about to be written, too.
    case: Mapped[Case] = relationship(load_on_pending=True)

    def remember(self) -> None:
        """Add the names that the party bears now."""
        company = self.case.company
        names = [self.case.party_name, *(_names(company) if company else [])]
        known = list(dict.fromkeys([*(self.known_as or []), *names]))
        if known != self.known_as:
            self.known_as = known


class BulletinCompany(Base):
    """A company that an article tells of, such as one that is honoured."""

    __tablename__ = "bulletin_companies"

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"), primary_key=True)
    company_id: Mapped[int] = mapped_column(
        ForeignKey("companies.id"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    company: Mapped[Company] = relationship()


def _names(company: Company) -> list[str]:
    return [company.name, *(former.name for former in company.former_names)]
