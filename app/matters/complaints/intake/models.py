"""What has been begun and is not yet handed in."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.columns import SealedJSON
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.wizard.drafts import FormDraft
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.models.submissions import Evidence


class ComplaintDraft(FormDraft, Base):
    """Answers of an unfinished submission."""

    __tablename__ = "complaint_drafts"
    __table_args__ = NOT_PUBLIC

    answers: Mapped[dict[str, Any]] = mapped_column(SealedJSON("complaint_drafts.answers"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), unique=True)

    submission: Mapped["Submission | None"] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")

    @property
    def is_submitted(self) -> bool:
        """Whether it has become a submission."""
        return self.submission_id is not None
