"""Columns that every published record carries: status, period, and where it comes from."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, true
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.audit import Audited
from app.core.remembered import Remembered
from app.publishing.rules import OBJECTED, PublicationStatus

PUBLIC_PERIOD = ("published_on", "publish_until")
"""Last columns of an index from which ``queries.published`` is answered without the rows."""


class Publication(Remembered, Audited):
    """Mixin: publication status and period. The last day of the period is still shown."""

    status: Mapped[PublicationStatus] = mapped_column(default=PublicationStatus.DRAFT)
    published_on: Mapped[date | None]
    publish_until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawal_reason: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def hindrance(self) -> str:
        """Why the record may not be published, for people; empty when nothing is in the way."""
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


class Contestable(Publication):
    """Mixin: a record that its party can object to, and have repaired."""

    objected_on: Mapped[date | None]
    """Since when an accepted objection is being handled; the record says so wherever it stands."""

    @property
    def caution(self) -> str:
        """That the record's party objects to it."""
        return OBJECTED if self.objected_on else ""


class Sourced:
    """Mixin: the body that sent the record, the file it came in, and its row there.

    ``source_key`` is the record's identity within its source: importing the same row again
    finds it and changes nothing.
    """

    source_row: Mapped[int | None]
    source_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    checked_on: Mapped[date | None]

    @declared_attr
    def source_bureau_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("bureaus.id"), index=True)

    @declared_attr
    def import_batch_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("import_batches.id"), index=True)
