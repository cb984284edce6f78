"""Rewards, their history, and who is paid: the last apart from all else, under keys of its own.

A reward knows its matter and nothing of the reporter. People of the office are kept as values.
"""

from datetime import date, datetime
from typing import Self

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.audit import Audited
from app.kernel.crypto.columns import EncryptedText, PayeeJSON
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.matter.models.matters import Matter
from app.matters.rewards.rules import (
    GraveViolation,
    PaymentWay,
    RewardStatus,
    RewardTier,
    has_lapsed,
    standing,
)
from app.people.models import Bureau


class Reward(Audited, Base):
    """The reward for one report: what is proposed, under which rule, and how far it has come."""

    __tablename__ = "rewards"
    # The ledger, which alone is public, is never kept.
    __table_args__ = (
        CheckConstraint("base_cents >= 0 AND amount_cents > 0", name="amounts"),
        CheckConstraint(
            "(raise_percent = 0 AND raise_reason IS NULL)"
            " OR (raise_percent > 0 AND raise_reason IS NOT NULL)",
            name="raised_for_a_reason",
        ),
        NOT_PUBLIC,
    )
    UNTOLD = Audited.UNTOLD | {
        "number",
        "matter_id",
        "reason",
        "rule_since",
        "version",
        "raise_percent",
        "raise_reason",
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(21), unique=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), unique=True)
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), index=True)
    """The body that found the violation and proposes."""
    status: Mapped[RewardStatus]
    tier: Mapped[RewardTier]
    scope: Mapped[GraveViolation]
    base_cents: Mapped[int] = mapped_column(BigInteger)
    """Fine and confiscation together, in 分."""
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    """The reward, in 分."""
    document_number: Mapped[str] = mapped_column(String(128), default="")
    """Of the decision against the violator."""
    reason: Mapped[str] = mapped_column(EncryptedText("rewards.reason"))
    """Why this tier, for those who approve."""
    raise_percent: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many percent more an insider gets; that there is one, only those who decide are told."""
    raise_reason: Mapped[str | None] = mapped_column(EncryptedText("rewards.raise_reason"))
    rule_since: Mapped[date]
    inform_due_on: Mapped[date]
    """Last of the working days to tell the reporter."""
    told_on: Mapped[date | None]
    claim_due_on: Mapped[date | None]
    """Last of the working days to claim it; None until the reporter is told."""
    paid_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    matter: Mapped[Matter] = relationship()
    bureau: Mapped[Bureau] = relationship()
    events: Mapped[list["RewardEvent"]] = relationship(order_by="RewardEvent.id")
    payee: Mapped["RewardPayee | None"] = relationship(back_populates="reward")

    @classmethod
    def of(cls, matter: Matter) -> Self:
        """A reward for the report that nobody has proposed yet: it has no number and no status."""
        bureau_id = matter.bureau_id
        return cls(matter=matter, matter_id=matter.id, bureau=matter.bureau, bureau_id=bureau_id)

    @property
    def is_lapsed(self) -> bool:
        """Whether it was not claimed in time."""
        return has_lapsed(self.status, self.claim_due_on, clock.today())

    @property
    def standing(self) -> str:
        """Where it stands today, in words."""
        return standing(self.status, self.claim_due_on, clock.today())


class RewardEvent(Base):
    """A step in a reward's history. The reporter's own has no name."""

    __tablename__ = "reward_events"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    """Value of an ``Act``, or of a ``RewardEventKind``."""
    staff_id: Mapped[int | None]
    staff_name: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str | None] = mapped_column(EncryptedText("reward_events.text"))


class RewardPayee(Base):
    """Whom to pay, and how: sealed for who pays. Of who comes with a code, nothing is known."""

    __tablename__ = "reward_payees"
    __table_args__ = (
        CheckConstraint(
            "(way = 'transfer' AND details IS NOT NULL AND pickup_hash IS NULL)"
            " OR (way = 'counter' AND details IS NULL AND pickup_hash IS NOT NULL)",
            name="counter_knows_nobody",
        ),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"), unique=True)
    way: Mapped[PaymentWay]
    details: Mapped[dict[str, str] | None] = mapped_column(PayeeJSON("reward_payees.details"))
    """``name``, ``bank``, ``account``."""
    pickup_hash: Mapped[str | None] = mapped_column(String(200))

    reward: Mapped[Reward] = relationship(back_populates="payee")
