"""What a record said at any time, what was let stand, and by which decision it had to leave."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.cache import Remembered
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.masking import PersonalData
from app.publishing.life.rules import (
    OPEN,
    VersionState,
    WithdrawalGround,
    WithdrawalState,
)


class AboutRecord:
    """Mixin: a row about one record of any kind, by the table of the record and its key."""

    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]

    @classmethod
    def about(cls, record: Any) -> ColumnElement[bool]:
        """True for the rows about that record."""
        return and_(cls.kind == record.__tablename__, cls.record_id == record.id)


class RecordVersion(AboutRecord, Base):
    """What a record said after a change, or would say: who wrote it, when, and what became of it.

    People are kept as values, since they must outlive their rows.
    """

    __tablename__ = "record_versions"
    __table_args__ = (
        UniqueConstraint("kind", "record_id", "number"),
        Index("ix_record_versions_queue", "state", "kind", "record_id"),
        Index("ix_record_versions_import", "import_batch_id", "import_row"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    state: Mapped[VersionState]
    title: Mapped[str] = mapped_column(Text, default="")
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    was: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Those values of the version before that are others now; none of a record's first."""
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(80), default="")
    written_at: Mapped[datetime]
    submitter_id: Mapped[int | None]
    submitter_name: Mapped[str] = mapped_column(String(80), default="")
    submitted_at: Mapped[datetime | None]
    reviewer_id: Mapped[int | None]
    reviewer_name: Mapped[str] = mapped_column(String(80), default="")
    reviewed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was returned, or where it came from."""
    note: Mapped[str] = mapped_column(String(500), default="")
    """What the public is told of a correction."""
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"))
    """The import that made it, of its row ``import_row``."""
    import_row: Mapped[int | None]

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked on."""
        return self.state in OPEN


class ChangeNote(AboutRecord, Base):
    """What the public is told of a correction of what it could read."""

    __tablename__ = "change_notes"
    __table_args__ = (Index("ix_change_notes_record", "kind", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date]
    text: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[str]] = mapped_column(JSON)
    """Attributes of the record that were corrected."""


class KeptFinding(AboutRecord, Base):
    """Personal data that the gate found and somebody let stand: who, when and why.

    Bound to the words found and those around them: when they change, it holds no longer.
    """

    __tablename__ = "kept_findings"
    __table_args__ = (Index("ix_kept_findings_record", "kind", "record_id"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(String(60))
    found: Mapped[PersonalData]
    words: Mapped[str] = mapped_column(EncryptedText("kept_findings.words"))
    staff_id: Mapped[int | None]
    staff_name: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(500))
    kept_at: Mapped[datetime]


class Withdrawal(Remembered, AboutRecord, Base):
    """That a record has to leave: one person notes the decision, another has it taken down.

    People are kept as values. The address of a record that has left says the ground.
    """

    __tablename__ = "withdrawals"
    __table_args__ = (
        Index("ix_withdrawals_record", "kind", "record_id"),
        Index("ix_withdrawals_queue", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)
    """The body that answers for the record."""
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[WithdrawalState] = mapped_column(default=WithdrawalState.NOTED)
    ground: Mapped[WithdrawalGround]
    revoked_on: Mapped[date]
    """Day of the decision that revoked or changed the one on which the record rests."""
    document_number: Mapped[str] = mapped_column(String(128), default="")
    """Number of that later decision."""
    reason: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date]
    """The last day in time, counted in working days from ``revoked_on``."""
    basis: Mapped[str] = mapped_column(String(300))
    """The law from which ``due_on`` follows."""
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(80), default="")
    noted_at: Mapped[datetime]
    reviewer_id: Mapped[int | None]
    reviewer_name: Mapped[str] = mapped_column(String(80), default="")
    withdrawn_at: Mapped[datetime | None]
    """When the record left the site, in UTC."""
    answer: Mapped[str] = mapped_column(String(500), default="")
    """Why it was refused."""

    @property
    def is_late(self) -> bool:
        """Whether the record left, or is still there, after ``due_on`` by the city's calendar."""
        until = clock.city_date(self.withdrawn_at) if self.withdrawn_at else clock.today()
        return self.state is not WithdrawalState.REFUSED and until > self.due_on
