"""Reports that staff registered for a person who called, wrote or came."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.rules import Channel
from app.people.models import Staff


class Registration(Base):
    """Who registered a submission, when, and by what way it had come.

    When it was received is the submission's ``submitted_at``.
    """

    __tablename__ = "registrations"
    __table_args__ = NOT_PUBLIC

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    channel: Mapped[Channel]
    registered_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    staff: Mapped[Staff] = relationship()
