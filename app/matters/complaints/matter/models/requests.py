"""What a reporter asks of the body once the free time is over: to amend, or to withdraw."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.matter.rules.entries import RequestKind, RequestStatus


class ReporterRequest(Base):
    """A request about one matter. What was handed in stays as it was; the answer stands beside."""

    __tablename__ = "reporter_requests"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    kind: Mapped[RequestKind]
    asked_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(EncryptedText("reporter_requests.text"))
    status: Mapped[RequestStatus] = mapped_column(default=RequestStatus.PENDING)
    answer: Mapped[str | None] = mapped_column(EncryptedText("reporter_requests.answer"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    @property
    def is_pending(self) -> bool:
        """Whether the body has yet to answer."""
        return self.status is RequestStatus.PENDING
