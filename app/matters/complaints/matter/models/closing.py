"""What staff show of the four things that must be settled before a report is closed."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.revision import COUNTED, NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.file_rows import FileRow
from app.matters.complaints.matter.rules.outcomes import CheckState, ClosingItem
from app.people.models import Staff


class ClosingCheck(Base):
    """One of 四不放过 of a matter: shown with evidence, or let go by another person's approval.

    Who reported is told the state, never the words. The public is told how many were let go.
    """

    __tablename__ = "closing_checks"
    __table_args__ = (UniqueConstraint("matter_id", "item"), COUNTED)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    item: Mapped[ClosingItem]
    state: Mapped[CheckState]
    text: Mapped[str] = mapped_column(EncryptedText("closing_checks.text"))
    """What was found, or why it shall be let go."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("closing_checks.answer"))
    answered_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship(foreign_keys="ClosingCheck.staff_id")
    approver: Mapped[Staff | None] = relationship(foreign_keys="ClosingCheck.approver_id")
    files: Mapped[list["ClosingFile"]] = relationship(order_by="ClosingFile.id")


class ClosingFile(FileRow, Base):
    """A file by which staff show an item."""

    __tablename__ = "closing_files"
    __table_args__ = NOT_PUBLIC

    check_id: Mapped[int] = mapped_column(ForeignKey("closing_checks.id"), index=True)
