"""A file that was imported: the source that records point to, and how its import fared."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.crypto.columns import EncryptedJSON, EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.imports.rules import FindingKind, ImportState


class ImportBatch(Base):
    """One import: which file, of whom, how far it has come, and how its rows fared.

    While it is being checked the counts say what would become of the rows, afterwards what did.
    """

    __tablename__ = "import_batches"
    __table_args__ = (Index("ix_import_batches_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_name: Mapped[str] = mapped_column(String(255))
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    source_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_added: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)
    rows_unchanged: Mapped[int] = mapped_column(default=0)
    rows_rejected: Mapped[int] = mapped_column(default=0)
    rows_hinted: Mapped[int] = mapped_column(default=0)
    """Rows among those new or changed that a person should look at."""
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    state: Mapped[ImportState] = mapped_column(default=ImportState.DONE)
    failure: Mapped[str | None] = mapped_column(String(500))
    """Why it did not go on, in words."""
    notices: Mapped[list[str]] = mapped_column(JSON, default=list)
    total_rows: Mapped[int | None]
    """Rows of the file; None where it does not say beforehand."""
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]

    form_token: Mapped[str | None] = mapped_column(String(32), unique=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    staff_name: Mapped[str] = mapped_column(String(40), default="")
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reviewer_name: Mapped[str] = mapped_column(String(40), default="")

    upload_id: Mapped[str | None] = mapped_column(String(32))
    errors_id: Mapped[str | None] = mapped_column(String(32))
    preview: Mapped[list[dict[str, Any]] | None] = mapped_column(
        EncryptedJSON("import_batches.preview")
    )
    choice: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    changes: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    """What a check has found that rows would change; afterwards the versions of records tell."""

    @property
    def rows_taken(self) -> int:
        """Rows that are new or change a record."""
        return self.rows_added + self.rows_changed


class ImportFinding(Base):
    """What is wrong with a cell, or to be looked at, kept as long as its file."""

    __tablename__ = "import_findings"
    __table_args__ = (Index("ix_import_findings_list", "batch_id", "kind", "row", "id"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"))
    kind: Mapped[FindingKind] = mapped_column(default=FindingKind.ERROR)
    row: Mapped[int]
    column: Mapped[str] = mapped_column(String(80))
    value: Mapped[str] = mapped_column(EncryptedText("import_findings.value"))
    reason: Mapped[str] = mapped_column(EncryptedText("import_findings.reason"))


class ColumnMemory(Base):
    """Which field each column title of a sender stood for last time."""

    __tablename__ = "import_column_memories"
    __table_args__ = NOT_PUBLIC

    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    fields: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
