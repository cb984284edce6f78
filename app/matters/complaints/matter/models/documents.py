"""The statutory papers of a matter, as they were issued."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.papers import PaperRow
from app.matters.complaints.matter.rules.entries import MatterDocumentKind, Reader
from app.people.models import Staff


class MatterDocument(PaperRow, Base):
    """A paper of a matter. Who the reporter is stands in none; nor do the reporter's words.

    A registration form keeps number and day alone: its lines are read from the submission.
    """

    __tablename__ = "matter_documents"
    __table_args__ = NOT_PUBLIC

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    kind: Mapped[MatterDocumentKind]
    reader: Mapped[Reader]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who issued it (经办人)."""

    staff: Mapped[Staff | None] = relationship()
