"""Columns that every published record carries: status, period, and where it comes from."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    String,
    and_,
    true,
)
from sqlalchemy.orm import Mapped, declared_attr, foreign, relationship

from app.kernel import clock
from app.kernel.audit import Audited
from app.kernel.db.cache import Remembered
from app.kernel.imports.models import ImportBatch
from app.people.models import Bureau
from app.publishing.fields.declaring import VersionedLabels, background
from app.publishing.life.models.versions import ChangeNote
from app.publishing.life.rules import (
    Life,
    PublicationStatus,
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
    """Day since when an accepted objection is handled; the record says so wherever it stands."""

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
        shown=False,
    )
    checked_on: Mapped[date | None] = background("核对日期", "imports and approvals set it")
    """The day on which a file last brought it, or a reviewer last approved what it says."""

    @property
    def first_seen_on(self) -> date:
        """The day, in the city, on which the site learned of it, from a file or at the desk."""
        return clock.city_date(self.created_at)

    @property
    def last_seen_on(self) -> date:
        """The day on which its source, or a reviewer, last said the same."""
        return max(self.checked_on or self.first_seen_on, self.first_seen_on)

    @declared_attr
    def source_bureau(cls) -> Mapped[Bureau | None]:
        """The body that wrote or sent the record."""
        column: Any = cls.source_bureau_id
        return relationship(foreign_keys=column)

    @declared_attr
    def import_batch(cls) -> Mapped[ImportBatch | None]:
        """The file that it came in."""
        return relationship()

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
