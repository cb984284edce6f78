"""The history of a matter."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.people.models import Bureau, Staff


class MatterEvent(Base):
    """One entry of a matter's history. Reporters see those marked so, without names of staff."""

    __tablename__ = "matter_events"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[MatterEventKind]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    """The body that acted, or to which the matter went."""
    text: Mapped[str | None] = mapped_column(EncryptedText("matter_events.text"))
    is_visible_to_reporter: Mapped[bool] = mapped_column(default=True)

    staff: Mapped[Staff | None] = relationship()
    bureau: Mapped[Bureau | None] = relationship()
