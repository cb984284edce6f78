"""What is said about a matter: notes among staff, answers to the reporter, their judgement."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.revision import COUNTED, NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.matter.rules.outcomes import Manner, Satisfaction
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
