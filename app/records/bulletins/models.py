"""Articles of the city, and the cases and companies that they tell of."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.db.session import Base
from app.people.models import Bureau
from app.publishing.life.models import Publication, Sourced
from app.records.bulletins.rules import (
    FIELDS,
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

    FIELDS = FIELDS
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
    kind: Mapped[BulletinKind]
    title: Mapped[str] = mapped_column(String(200))
    level: Mapped[RiskLevel | None]
    scope: Mapped[str | None] = mapped_column(String(200))
    """Whom or what a warning concerns: products, places, people."""
    campaign: Mapped[Campaign | None]
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    summary: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str | None] = mapped_column(String(60))
    telling_words: Mapped[str] = mapped_column(String(500), default="")
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
        return "；".join(problems(self).values())

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
        kept = {link.case_id: link for link in self.case_links}
        self.case_links = [kept.get(key) or BulletinCase(case_id=key) for key in keys]
        for position, link in enumerate(self.case_links):
            link.position = position

    @property
    def company_ids(self) -> list[int]:
        """Keys of the companies that it tells of."""
        return [link.company_id for link in self.company_links]

    @company_ids.setter
    def company_ids(self, keys: Iterable[int]) -> None:
        kept = {link.company_id: link for link in self.company_links}
        self.company_links = [kept.get(key) or BulletinCompany(company_id=key) for key in keys]
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
