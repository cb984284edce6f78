"""Columns that every published record carries: status, period, and where it comes from."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    true,
)
from sqlalchemy.orm import Mapped, declared_attr, foreign, mapped_column, relationship

from app.kernel import clock
from app.kernel.audit import Audited
from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.cache import Remembered
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.masking import Kind
from app.publishing.fields.declaring import VersionedLabels, background
from app.publishing.life.rules import (
    OPEN,
    Life,
    PublicationStatus,
    VersionState,
    WithdrawalGround,
    WithdrawalState,
    caution_of,
    life,
)

PUBLIC_PERIOD = ("published_on", "publish_until")
"""Last columns of an index from which ``queries.published`` is answered without the rows."""


class Publication(Remembered, Audited):
    """Mixin: publication status and period. The last day of the period is still shown."""

    if TYPE_CHECKING:
        FIELDS: ClassVar[Mapping[str, str]]
        """What editors say of a record, and so what versions keep: attributes and their words.

        One without words is kept, and not shown.
        """
        __tablename__: Any
        id: Mapped[int]

        @property
        def headline(self) -> str:
            """What staff call the record in lists."""

    else:
        FIELDS = VersionedLabels()

    status: Mapped[PublicationStatus] = background(
        "状态", "the acts of publication set it", default=PublicationStatus.DRAFT
    )
    published_on: Mapped[date | None] = background("首次公示日期", "the approval sets it")
    publish_until: Mapped[date | None] = background("公示至", "nobody limits it")
    withdrawn_on: Mapped[date | None] = background("撤下日期", "the withdrawal sets it")
    withdrawal_reason: Mapped[str | None] = background(
        "撤下理由", "the withdrawal says it", String(500)
    )
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def publish_blocker(self) -> str:
        """Why the record may not be published, for people; empty when nothing is in the way."""
        return ""

    @property
    def public_names(self) -> frozenset[str]:
        """Full names of people that the record may show, such as a firm's representative."""
        return frozenset()

    @property
    def person_name(self) -> str:
        """The natural person whom the record addresses, as shown (张某某); empty for others."""
        return ""

    @property
    def caution(self) -> str:
        """What readers must know beside the title, wherever it stands; mostly empty."""
        return ""

    def named(self, title: str) -> str:
        """``title`` with the caution, for lines of plain text."""
        return f"{title}（{self.caution}）" if self.caution else title

    @classmethod
    def unsuspended(cls, _day: date) -> ColumnElement[bool]:
        """True for rows that no other record keeps from being shown on that day."""
        return true()

    @property
    def life(self) -> Life:
        """Where the record stands today."""
        return life(self.status, self.published_on, self.publish_until, clock.today())

    @property
    def index_key(self) -> int:
        """Key of the record that search and the log know this one by."""
        return self.id

    def settle(self) -> None:
        """Bring in line what else depends on what is public of this record."""

    @declared_attr
    def change_notes(cls) -> Mapped[list["ChangeNote"]]:
        """What was corrected while the record was public, newest first."""
        return relationship(
            primaryjoin=lambda: and_(
                foreign(ChangeNote.record_id) == cls.id, ChangeNote.kind == cls.__tablename__
            ),
            order_by=ChangeNote.id.desc(),
            viewonly=True,
        )


class Contestable(Publication):
    """Mixin: a record that its party can object to, and have repaired."""

    objected_on: Mapped[date | None] = background(
        "异议处理起始日期", "the objection that is handled sets it"
    )
    """Since when an accepted objection is being handled; the record says so wherever it stands."""

    @property
    def caution(self) -> str:
        """That the record's party objects to it."""
        return caution_of(self.objected_on)


class Sourced:
    """Mixin: the body that sent the record, the file it came in, and its row there.

    ``source_key`` is the record's identity within its source: importing the same row again
    finds it and changes nothing but ``checked_on``.
    """

    if TYPE_CHECKING:
        created_at: Mapped[datetime]

    source_row: Mapped[int | None] = background("来源行号", "the import sets it")
    source_key: Mapped[str | None] = background(
        "来源标识",
        "follows from what identifies the record",
        String(64),
        unique=True,
        versioned=True,
        told=False,
    )
    checked_on: Mapped[date | None] = background("核对日期", "imports and approvals set it")
    """When a file last brought the record, or a reviewer last approved what it says."""

    @property
    def first_seen_on(self) -> date:
        """When the site learned of it, from a file or at the desk."""
        return clock.city_date(self.created_at)

    @property
    def last_seen_on(self) -> date:
        """When its source, or a reviewer, last said the same."""
        return max(self.checked_on or self.first_seen_on, self.first_seen_on)

    @declared_attr
    def source_bureau_id(cls) -> Mapped[int | None]:
        return background(
            "来源部门编号", "who writes or sends the record", ForeignKey("bureaus.id"), index=True
        )

    @declared_attr
    def import_batch_id(cls) -> Mapped[int | None]:
        return background(
            "导入批次编号", "the import sets it", ForeignKey("import_batches.id"), index=True
        )


class RecordVersion(Base):
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
    kind: Mapped[str] = mapped_column(String(40))
    """Table of the record."""
    record_id: Mapped[int]
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


class ChangeNote(Base):
    """What the public is told of a correction of what it could read."""

    __tablename__ = "change_notes"
    __table_args__ = (Index("ix_change_notes_record", "kind", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    on: Mapped[date]
    text: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[str]] = mapped_column(JSON)
    """Attributes of the record that were corrected."""


class KeptFinding(Base):
    """Personal data that the gate found and somebody let stand: who, when and why.

    Bound to the words found and those around them: when they change, it holds no longer.
    """

    __tablename__ = "kept_findings"
    __table_args__ = (Index("ix_kept_findings_record", "kind", "record_id"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    """Table of the record."""
    record_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(60))
    found: Mapped[Kind]
    words: Mapped[str] = mapped_column(EncryptedText("kept_findings.words"))
    staff_id: Mapped[int | None]
    staff_name: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(500))
    kept_at: Mapped[datetime]


class Withdrawal(Remembered, Base):
    """That a record has to leave: one person notes the decision, another has it taken down.

    People are kept as values. The address of a record that has left says the ground.
    """

    __tablename__ = "withdrawals"
    __table_args__ = (
        Index("ix_withdrawals_record", "kind", "record_id"),
        Index("ix_withdrawals_queue", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    """Table of the record."""
    record_id: Mapped[int]
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
    basis: Mapped[str] = mapped_column(String(300))
    """The law from which ``due_on`` follows."""
    author_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(80), default="")
    noted_at: Mapped[datetime]
    reviewer_id: Mapped[int | None]
    reviewer_name: Mapped[str] = mapped_column(String(80), default="")
    withdrawn_at: Mapped[datetime | None]
    """When the record left the site."""
    answer: Mapped[str] = mapped_column(String(500), default="")
    """Why it was refused."""

    @property
    def is_late(self) -> bool:
        """Whether the record left, or is still there, after the last day allowed."""
        until = clock.city_date(self.withdrawn_at) if self.withdrawn_at else clock.today()
        return self.state is not WithdrawalState.REFUSED and until > self.due_on
