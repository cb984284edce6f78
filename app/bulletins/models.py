"""Articles of the city: notices, warnings, typical cases, campaigns."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Bureau
from app.bulletins.rules import (
    FIELDS,
    BulletinKind,
    Campaign,
    CampaignState,
    RiskLevel,
    campaign_state,
    problems,
)
from app.core import clock
from app.core.db import Base
from app.publishing.models import Publication, Sourced


class Bulletin(Publication, Sourced, Base):
    """An article, written in Markdown and shown sanitised."""

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
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)

    bureau: Mapped[Bureau | None] = relationship(foreign_keys="Bulletin.bureau_id")

    @property
    def headline(self) -> str:
        """The title."""
        return self.title

    @property
    def hindrance(self) -> str:
        """What its kind asks for and is not there."""
        return "；".join(problems(self).values())

    @property
    def course(self) -> CampaignState | None:
        """Where a campaign stands today; None for what is none."""
        if self.begins_on is None or self.ends_on is None:
            return None
        return campaign_state(self.begins_on, self.ends_on, clock.today())
