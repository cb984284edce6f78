"""What is said about a matter: notes among staff, answers to the reporter, their judgement."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.revision import COUNTED, NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.matter.rules.outcomes import (
    Manner,
    MatterOutcome,
    ReviewResult,
    ReviewStatus,
    Satisfaction,
    is_review_round,
)
from app.people.models import Bureau, Staff


class InternalNote(Base):
    """A note among staff. Never leaves the back office: its table is no reply's table."""

    __tablename__ = "internal_notes"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(EncryptedText("internal_notes.text"))

    staff: Mapped[Staff] = relationship()


class PublicReply(Base):
    """An answer of the body to the reporter, under the body's name."""

    __tablename__ = "public_replies"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(EncryptedText("public_replies.text"))

    staff: Mapped[Staff] = relationship()
    bureau: Mapped[Bureau] = relationship()


class Rating(Base):
    """The reporter's judgement of a closed matter: the result and the manner, apart."""

    __tablename__ = "ratings"
    __table_args__ = COUNTED

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), unique=True)
    rated_at: Mapped[datetime]
    satisfaction: Mapped[Satisfaction]
    manner: Mapped[Manner]
    comment: Mapped[str | None] = mapped_column(EncryptedText("ratings.comment"))


class ClosingAnswer(Base):
    """What was decided in a round: first at closing or in refusing it, then by the review.

    A matter that was refused and is accepted by the review has a third round, at its closing,
    and a fourth where that answer is reviewed.
    """

    __tablename__ = "closing_answers"
    __table_args__ = (UniqueConstraint("matter_id", "round"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    round: Mapped[int]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    outcome: Mapped[MatterOutcome | None]
    """None where the matter was not accepted."""
    text: Mapped[str] = mapped_column(EncryptedText("closing_answers.text"))
    measures: Mapped[str] = mapped_column(EncryptedText("closing_answers.measures"), default="")
    basis: Mapped[str] = mapped_column(EncryptedText("closing_answers.basis"), default="")

    bureau: Mapped[Bureau] = relationship()

    @property
    def title(self) -> str:
        """What the answer is called."""
        if is_review_round(self.round):
            return "复核答复"
        return "办结答复" if self.outcome else "不予受理决定"


class Review(Base):
    """The one review of the answer, or of the refusal to accept (after 信访工作条例 Art. 35).

    A matter can have both. With it goes what the reporter had said of the round before.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("matter_id", "of_refusal"),
        Index("ix_reviews_due", "status", "due_on"),
        COUNTED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    of_refusal: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(EncryptedText("reviews.reason"))
    due_on: Mapped[date | None]
    """Last day on which it is decided in time; None where no rule sets one."""
    status: Mapped[ReviewStatus] = mapped_column(default=ReviewStatus.PENDING)
    result: Mapped[ReviewResult | None]
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    first_satisfaction: Mapped[Satisfaction | None]
    first_manner: Mapped[Manner | None]

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be decided."""
        return self.status is ReviewStatus.PENDING


class FollowUp(Base):
    """A visit: the coordination office asks a reporter, drawn by chance, how it really went."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        CheckConstraint("answered_at IS NULL OR is_true IS NOT NULL", name="whole"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), unique=True)
    drawn_at: Mapped[datetime] = mapped_column(index=True)
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    answered_at: Mapped[datetime | None]
    was_contacted: Mapped[bool | None]
    is_true: Mapped[bool | None]
    """Whether things are as the answer says."""
    satisfaction: Mapped[Satisfaction | None]
    manner: Mapped[Manner | None]
    comment: Mapped[str | None] = mapped_column(EncryptedText("follow_ups.comment"))
