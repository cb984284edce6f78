"""The programme of a year, its problems, and what citizens propose for it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.audit import Audited
from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.session import Base
from app.kernel.imports.models import ImportBatch
from app.people.models import Bureau
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import Sourced
from app.publishing.life.rules import Life, PublicationStatus
from app.records.livelihood.rules import (
    PROBLEM_FIELDS,
    PROGRAMME_FIELDS,
    Action,
    HidingGround,
    ProblemState,
    ProposalState,
    headline_of,
    state_of,
)

ON_THE_SITE = text("status = 'published'")


class LivelihoodProgramme(Attaching, Sourced, Base):
    """One theme and one plan for one year (一年一个主题，一年一个方案)."""

    FIELDS = PROGRAMME_FIELDS
    __tablename__ = "livelihood_programmes"
    __table_args__ = (
        Index(
            "uq_livelihood_programmes_shown",
            "year",
            unique=True,
            sqlite_where=ON_THE_SITE,
            postgresql_where=ON_THE_SITE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    theme: Mapped[str] = mapped_column(String(200))
    plan: Mapped[str] = mapped_column(Text)
    lead_body: Mapped[str] = mapped_column(String(200))
    document: Mapped[str | None] = mapped_column(String(200))
    """Name and number of the document that lays the plan down."""

    problems: Mapped[list["LivelihoodProblem"]] = relationship(
        order_by="LivelihoodProblem.id", viewonly=True
    )
    siblings: Mapped[list["LivelihoodProgramme"]] = relationship(
        primaryjoin="LivelihoodProgramme.year == remote(foreign(LivelihoodProgramme.year))",
        viewonly=True,
        uselist=True,
    )
    source_bureau: Mapped[Bureau | None] = relationship(
        foreign_keys="LivelihoodProgramme.source_bureau_id"
    )
    import_batch: Mapped[ImportBatch | None] = relationship()

    @property
    def headline(self) -> str:
        """Year and theme."""
        return headline_of(self.year, self.theme)

    @property
    def publish_blocker(self) -> str:
        """A year has one programme."""
        shown = PublicationStatus.PUBLISHED
        if any(each.id != self.id and each.status is shown for each in self.siblings):
            return f"{self.year}年的方案已经公示，请更正那一份。"
        return ""


class LivelihoodProblem(Attaching, Sourced, Base):
    """A concrete problem that a year's programme undertakes to solve, by a day."""

    FIELDS = PROBLEM_FIELDS
    __tablename__ = "livelihood_problems"
    __table_args__ = (
        CheckConstraint("(solved_on IS NULL) = (evidence IS NULL)", name="solved_with_evidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("livelihood_programmes.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    action: Mapped[Action]
    lead_body: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    solved_on: Mapped[date | None]
    evidence: Mapped[str | None] = mapped_column(Text)
    """What was done and what shows it; pictures and papers are its attachments."""

    programme: Mapped[LivelihoodProgramme] = relationship(overlaps="problems")
    source_bureau: Mapped[Bureau | None] = relationship(
        foreign_keys="LivelihoodProblem.source_bureau_id"
    )
    import_batch: Mapped[ImportBatch | None] = relationship()

    @property
    def state(self) -> ProblemState:
        """How it stands today: nobody has to say that it is late."""
        return state_of(self.due_on, self.solved_on, clock.today())

    @property
    def headline(self) -> str:
        """Year and problem."""
        return f"{self.programme.year}年惠民问题：{self.title}"

    @property
    def index_key(self) -> int:
        """A problem is found, and logged, as part of its programme."""
        return self.programme_id

    @property
    def publish_blocker(self) -> str:
        """A problem belongs to a programme that is public."""
        if self.programme.life is not Life.PUBLISHED:
            return "年度方案公示以后才能公示问题。"
        return ""


class LivelihoodProposal(Audited, Base):
    """What a citizen proposes. It holds nothing about the person, and is shown only as moderated.

    The words as they came are encrypted, and erased with the decision.
    """

    __tablename__ = "livelihood_proposals"
    UNTOLD = Audited.UNTOLD | {"text", "token", "received_at", "shown_text", "answer"}
    __table_args__ = (
        Index("ix_livelihood_proposals_year", "year", "state", "id"),
        CheckConstraint("(state = 'hidden') = (ground IS NOT NULL)", name="hidden_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    token: Mapped[str] = mapped_column(String(64), unique=True)
    """A hash of the form's own mark: the same form sent twice is one proposal."""
    text: Mapped[str] = mapped_column(EncryptedText("livelihood_proposals.text"))
    received_at: Mapped[datetime]
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.WAITING)
    ground: Mapped[HidingGround | None]
    shown_text: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answering_body: Mapped[str] = mapped_column(String(200), default="")
    answered_on: Mapped[date | None]

    @property
    def received_on(self) -> date:
        """The day on which it came in."""
        return clock.city_date(self.received_at)
