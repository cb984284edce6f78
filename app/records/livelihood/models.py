"""The programme of a year, its problems, and what citizens propose for it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.audit import Audited
from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.session import Base
from app.publishing.fields.declaring import Initial, background, declare, titled
from app.publishing.fields.types import Choice, Day, Line, Prose, SearchRole, Year
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import Sourced
from app.publishing.life.rules import Life, PublicationStatus
from app.records.livelihood.rules import (
    FIRST_YEAR,
    HidingGround,
    LivelihoodAction,
    ProblemState,
    ProposalState,
    headline_of,
    state_of,
)

ON_THE_SITE = text("status = 'published'")


class LivelihoodProgramme(Attaching, Sourced, Base):
    """One theme and one plan for one year (一年一个主题，一年一个方案)."""

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
    year: Mapped[int] = declare(
        Year(first=FIRST_YEAR), "年度", initial=Initial.THIS_YEAR, file=titled(required=True)
    )
    theme: Mapped[str] = declare(
        Line(most=200),
        "主题",
        found_by=True,
        search=SearchRole.NAME,
        file=titled("年度主题", required=True),
    )
    plan: Mapped[str] = declare(
        Prose(most=20_000), "方案", search=SearchRole.TEXT, file=titled("方案内容", required=True)
    )
    lead_body: Mapped[str] = declare(
        Line(most=200), "牵头单位", initial=Initial.OWN_BODY, found_by=True, file=titled("牵头部门")
    )
    document: Mapped[str | None] = declare(
        Line(most=200), "方案文件", hint="名称和文号；文件本身作为附件上传", file=titled("文件")
    )
    """Name and number of the document that lays the plan down."""

    problems: Mapped[list["LivelihoodProblem"]] = relationship(
        order_by="LivelihoodProblem.id", viewonly=True
    )
    siblings: Mapped[list["LivelihoodProgramme"]] = relationship(
        primaryjoin="LivelihoodProgramme.year == remote(foreign(LivelihoodProgramme.year))",
        viewonly=True,
        uselist=True,
    )

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

    __tablename__ = "livelihood_problems"
    __table_args__ = (
        CheckConstraint("(solved_on IS NULL) = (evidence IS NULL)", name="solved_with_evidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = background(
        "年度方案",
        "the programme that it belongs to never changes",
        ForeignKey("livelihood_programmes.id"),
        versioned=True,
        shown=False,
        index=True,
    )
    title: Mapped[str] = declare(
        Line(most=200), "问题", found_by=True, file=titled("问题名称", required=True)
    )
    text: Mapped[str] = declare(
        Prose(most=4000),
        "具体情况",
        hint="哪里、什么人受影响、要做到什么程度算解决",
        file=titled("问题描述", required=True),
    )
    action: Mapped[LivelihoodAction] = declare(
        Choice(of=LivelihoodAction), "惠民行动", file=titled("行动", required=True)
    )
    lead_body: Mapped[str] = declare(
        Line(most=200), "牵头单位", found_by=True, file=titled("牵头部门")
    )
    due_on: Mapped[date] = declare(Day(), "解决期限", file=titled("完成期限", required=True))
    """The last day on which it is solved in time."""
    solved_on: Mapped[date | None] = declare(
        Day(), "解决日期", hint="没有解决的不填", file=titled("完成日期")
    )
    evidence: Mapped[str | None] = declare(
        Prose(most=4000),
        "解决情况",
        hint="做了什么、怎样证明；照片和文件作为附件上传",
        file=titled("完成情况"),
    )
    """What was done and what shows it; pictures and papers are its attachments."""

    programme: Mapped[LivelihoodProgramme] = relationship(overlaps="problems")

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
