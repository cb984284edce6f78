"""What staff are told of a submission that looks like one of many."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.rules import Pattern


class SubmissionSign(Base):
    """A pattern that a submission fits, and how many of its like had come by then."""

    __tablename__ = "submission_signs"
    __table_args__ = (UniqueConstraint("submission_id", "pattern"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    pattern: Mapped[Pattern]
    count: Mapped[int]
