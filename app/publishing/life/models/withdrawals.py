"""That a record has to leave, and what came of it."""

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.db.cache import Remembered
from app.kernel.db.session import Base
from app.publishing.life.rules import (
    WithdrawalGround,
    WithdrawalState,
)


class Withdrawal(Remembered, Base):
    """That a record has to leave: one person notes the decision, another has it taken down.

    People are kept as values. The address of a record that has left says the ground.
    """

    __tablename__ = "withdrawals"
    __table_args__ = (
        Index("ix_withdrawals_record", "kind", "record_id"),
        Index("ix_withdrawals_queue", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    """Table of the record."""
    record_id: Mapped[int]
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)
    """The body that answers for the record."""
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[WithdrawalState] = mapped_column(default=WithdrawalState.NOTED)
    ground: Mapped[WithdrawalGround]
    revoked_on: Mapped[date]
    """Day of the decision that revoked or changed the one on which the record rests."""
    document_number: Mapped[str] = mapped_column(String(128), default="")
    """Number of that later decision."""
    reason: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(300))
    """The law from which ``due_on`` follows."""
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(80), default="")
    noted_at: Mapped[datetime]
    reviewer_id: Mapped[int | None]
    reviewer_name: Mapped[str] = mapped_column(String(80), default="")
    withdrawn_at: Mapped[datetime | None]
    """When the record left the site."""
    answer: Mapped[str] = mapped_column(String(500), default="")
    """Why it was refused."""

    @property
    def is_late(self) -> bool:
        """Whether the record left, or is still there, after the last day allowed."""
        until = clock.city_date(self.withdrawn_at) if self.withdrawn_at else clock.today()
        return self.state is not WithdrawalState.REFUSED and until > self.due_on
