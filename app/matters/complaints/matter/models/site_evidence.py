"""Files that staff add to a matter: photographs taken on the spot, records of inspections."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.file_rows import FileRow
from app.people.models import Staff


class SiteEvidence(FileRow, Base):
    """A file that staff brought from the spot; the reporter never sees it."""

    __tablename__ = "site_evidence"
    __table_args__ = NOT_PUBLIC

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str | None] = mapped_column(EncryptedText("site_evidence.note"))

    staff: Mapped[Staff] = relationship()
