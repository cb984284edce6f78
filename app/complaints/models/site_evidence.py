"""Files that staff add to a matter: photographs taken on the spot, records of inspections."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Staff
from app.core.crypto import EncryptedText
from app.core.db import Base
from app.core.file_rows import FileRow
from app.core.revision import NOT_PUBLIC


class SiteEvidence(FileRow, Base):
    """A file that staff brought from the spot; the reporter never sees it."""

    __tablename__ = "site_evidence"
    __table_args__ = NOT_PUBLIC

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str | None] = mapped_column(EncryptedText("site_evidence.note"))

    staff: Mapped[Staff] = relationship()
