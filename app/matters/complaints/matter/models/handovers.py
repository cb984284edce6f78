"""What happens between bodies: referrals, returns to the coordination office, assistance."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.revision import COUNTED, NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.matter.rules.entries import (
    AssistState,
    ReferralStatus,
    ReturnDecision,
    decision_on,
    is_binding,
)
from app.people.models import Bureau


class MatterReturn(Base):
    """A body says that it is not responsible, and who is; the coordination office decides.

    The office has a clock of its own, ``due_on``. That of the reporter runs on meanwhile.
    """

    __tablename__ = "matter_returns"
    __table_args__ = (
        UniqueConstraint("matter_id", "ordinal"),
        CheckConstraint("ordinal BETWEEN 1 AND 2", name="at_most_two"),
        CheckConstraint("(decided_on IS NULL) = (decided_bureau_id IS NULL)", name="decided_whole"),
        Index("ix_matter_returns_body", "from_bureau_id", "returned_on"),
        COUNTED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    ordinal: Mapped[int]
    from_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    returned_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    returned_at: Mapped[datetime]
    returned_on: Mapped[date]
    legal_basis: Mapped[str] = mapped_column(EncryptedText("matter_returns.legal_basis"))
    proposed_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    reason: Mapped[str] = mapped_column(EncryptedText("matter_returns.reason"))
    due_on: Mapped[date]
    """Last day on which the coordination office decides in time."""
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("matter_returns.answer"))

    from_bureau: Mapped[Bureau] = relationship(foreign_keys=from_bureau_id)
    proposed_bureau: Mapped[Bureau] = relationship(foreign_keys=proposed_bureau_id)
    decided_bureau: Mapped[Bureau | None] = relationship(foreign_keys=decided_bureau_id)

    @property
    def is_open(self) -> bool:
        """Whether the coordination office has still to decide."""
        return self.decided_on is None

    @property
    def is_binding(self) -> bool:
        """Whether the decision is an adjudication, after which nothing is returned."""
        return is_binding(self.ordinal)

    @property
    def decision(self) -> ReturnDecision | None:
        """What the office said to the body; None while it has said nothing."""
        if self.decided_bureau_id is None:
            return None
        return decision_on(returned_by=self.from_bureau_id, given_to=self.decided_bureau_id)


class AssistTask(Base):
    """What an assisting body is to do, until when, and what it reported to the lead body."""

    __tablename__ = "assist_tasks"
    __table_args__ = (Index("ix_assist_tasks_body", "bureau_id", "matter_id"), NOT_PUBLIC)
    BY_RULE = "按本单位职责协助核查，并把情况反馈给主办部门"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    assigned_on: Mapped[date]
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """None: the routing table named the body."""
    task: Mapped[str | None] = mapped_column(EncryptedText("assist_tasks.task"))
    """What the lead body asks for; None where the routing table asks, see ``instruction``."""
    due_on: Mapped[date]
    """Last day on which the body reports in time."""
    report: Mapped[str | None] = mapped_column(EncryptedText("assist_tasks.report"))
    reported_on: Mapped[date | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ended_on: Mapped[date | None]
    """When the task fell away, because the body itself leads now."""

    bureau: Mapped[Bureau] = relationship()

    @property
    def instruction(self) -> str:
        """What is to be done."""
        return self.task or self.BY_RULE

    @property
    def state(self) -> AssistState:
        """Where it stands."""
        if self.reported_on is not None:
            return AssistState.REPORTED
        return AssistState.OPEN if self.ended_on is None else AssistState.ENDED

    @property
    def is_open(self) -> bool:
        """Whether the body has still to report."""
        return self.state is AssistState.OPEN


class MatterAssistant(Base):
    """A body that assists the lead body."""

    __tablename__ = "matter_assistants"
    __table_args__ = NOT_PUBLIC

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), primary_key=True, index=True)


class Referral(Base):
    """One body hands a matter to another; the coordination office settles disputes."""

    __tablename__ = "referrals"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    from_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    to_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    referred_at: Mapped[datetime]
    referred_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(EncryptedText("referrals.reason"))
    status: Mapped[ReferralStatus] = mapped_column(default=ReferralStatus.PENDING)
    answer: Mapped[str | None] = mapped_column(EncryptedText("referrals.answer"))
    answered_at: Mapped[datetime | None]

    from_bureau: Mapped[Bureau] = relationship(foreign_keys="Referral.from_bureau_id")
    to_bureau: Mapped[Bureau] = relationship(foreign_keys="Referral.to_bureau_id")


class Merger(Base):
    """A matter that is handled together with a leading one, until the link is taken away."""

    __tablename__ = "mergers"
    __table_args__ = NOT_PUBLIC

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    merged_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
