"""Who a natural person really is whom a record shows as 张某某: sealed, for staff with a reason.

Nothing here is part of a record, a version, the index or the log. A row belongs to the name that
is shown, so that a correction which names somebody else has its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, UniqueConstraint, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base, db
from app.publishing.life.models import AboutRecord, Publication


@dataclass(frozen=True)
class Original:
    """A person as shown, and the full name and number of the identity paper; both may be empty."""

    shown: str
    name: str = field(default="", repr=False)
    paper: str = field(default="", repr=False)

    @property
    def is_known(self) -> bool:
        """Whether it says more than the record does."""
        return bool(self.paper) or self.name not in {"", self.shown}


class SealedOriginal(AboutRecord, Base):
    """The original of one record's party, encrypted (个人信息保护法 Art. 28)."""

    __tablename__ = "sealed_originals"
    __table_args__ = (UniqueConstraint("kind", "record_id", "shown"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    shown: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(EncryptedText("sealed_originals.name"))
    paper: Mapped[str] = mapped_column(EncryptedText("sealed_originals.paper"))
    """Number of the identity paper; empty where nobody gave it."""
    sealed_at: Mapped[datetime]


def original_of(record: Publication) -> SealedOriginal | None:
    """What is sealed of the person whom the record shows."""
    if not record.person_name:
        return None
    return db.session.scalars(_of(record, record.person_name)).one_or_none()


def seal(record: Publication, original: Original | None) -> None:
    """Keep the original in the caller's transaction; what is not given stays as it was."""
    if original is None or not original.is_known:
        return
    row = db.session.scalars(_of(record, original.shown)).one_or_none()
    if row is None:
        row = SealedOriginal(
            kind=record.__tablename__,
            record_id=record.id,
            shown=original.shown,
            name=original.shown,
            paper="",
        )
        db.session.add(row)
    if original.name not in {"", original.shown}:
        row.name = original.name
    row.paper = original.paper or row.paper
    row.sealed_at = clock.now()


def seal_many(model: Any, originals: Mapping[str, Original]) -> None:
    """The same for records that a file brings, by source key: in two statements for all new ones.

    What is sealed already stays: a file that comes again says nothing new.
    """
    known = {key: one for key, one in originals.items() if one.is_known}
    if not known:
        return
    ids = db.session.execute(
        select(model.source_key, model.id)
        .outerjoin(
            SealedOriginal,
            SealedOriginal.about(model) & (SealedOriginal.shown == model.party_name),
        )
        .where(model.source_key.in_(known), SealedOriginal.id.is_(None))
    )
    rows = [_row(model, key, known[source_key]) for source_key, key in ids]
    if rows:
        db.session.execute(insert(SealedOriginal), rows)


def names_of(rows: Iterable[SealedOriginal | None]) -> frozenset[str]:
    """Full names that no text of the record may show."""
    return frozenset(row.name for row in rows if row is not None and len(row.name) > 1)


def _row(model: Any, key: int, original: Original) -> dict[str, Any]:
    return {
        "kind": model.__tablename__,
        "record_id": key,
        "shown": original.shown,
        "name": original.name or original.shown,
        "paper": original.paper,
        "sealed_at": clock.now(),
    }


def _of(record: Publication, shown: str) -> Select[SealedOriginal]:
    return select(SealedOriginal).where(SealedOriginal.about(record), SealedOriginal.shown == shown)
