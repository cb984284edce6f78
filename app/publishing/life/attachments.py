"""Files that are published with a record: its decision as it was served, and what belongs to it.

Which files a record has is one of its fields, so a change of them is reviewed, kept in versions
and told of like any other. A file never changes: another one takes its place.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base, db
from app.kernel.db.types import CodeList
from app.kernel.errors import NotFoundError
from app.kernel.files.rules import DOCX, XLSX
from app.kernel.files.uploads import UploadedFile
from app.publishing.fields.declaring import background
from app.publishing.life.models import AboutRecord, Publication

FIELD = "attachments"
LABEL = "附件"
SUFFIXES = {
    "application/pdf": ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}
TYPE_WORDS = {".pdf": "PDF", ".docx": "Word 文档", ".xlsx": "Excel 表格"}


class Attaching(Publication):
    """Mixin: a record that is published with files."""

    attachments: Mapped[list[str]] = background(
        LABEL, "files are changed on a page of their own", CodeList, versioned=True, default=list
    )
    """Keys of its attachments, in order."""


class Attachment(UploadedFile, AboutRecord, Base):
    """A file of a record, in whatever version; what it says is kept for the masking gate."""

    __tablename__ = "attachments"
    # Which of them a page shows is said by the record, a change of which is noted.
    __table_args__ = (Index("ix_attachments_record", "kind", "record_id"), NOT_PUBLIC)

    media_type: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(EncryptedText("attachments.text"))
    needs_eyes: Mapped[bool]
    """Whether there is something in it that no reader of ours can read: a picture, a scan."""
    staff_id: Mapped[int | None]
    staff_name: Mapped[str] = mapped_column(String(80), default="")

    looks: Mapped[list["AttachmentLook"]] = relationship(order_by="AttachmentLook.id")

    @property
    def type_words(self) -> str:
        """What kind of file it is, for people."""
        return TYPE_WORDS.get(SUFFIXES[self.media_type], "图片")

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it."""
        return self.media_type.startswith("image/")

    @property
    def seen_by(self) -> set[int]:
        """Who has looked through it and found nothing that must not be public."""
        return {look.staff_id for look in self.looks}


class AttachmentLook(Base):
    """That somebody has looked through a file with their own eyes: who and when."""

    __tablename__ = "attachment_looks"
    __table_args__ = (UniqueConstraint("attachment_id", "staff_id"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"))
    staff_id: Mapped[int]
    staff_name: Mapped[str] = mapped_column(String(80))
    looked_at: Mapped[datetime]


def attachments_of(record: Publication) -> list[Attachment]:
    """The files that go with what the record says, in their order."""
    keys = [int(key) for key in getattr(record, FIELD, None) or ()]
    if not keys:
        return []
    found = select(Attachment).where(Attachment.id.in_(keys), Attachment.about(record))
    rows = db.session.scalars(found.options(selectinload(Attachment.looks)))
    return sorted(rows, key=lambda row: keys.index(row.id))


def attachment_of(record: Publication, key: int) -> Attachment:
    """One of these files; NotFoundError for any other."""
    for each in attachments_of(record):
        if each.id == key:
            return each
    raise NotFoundError


def former_attachments(record: Publication, but: Iterable[Attachment]) -> list[Attachment]:
    """Files that other versions of the record have, or had, newest first."""
    excepted = [each.id for each in but]
    found = select(Attachment).where(Attachment.about(record), Attachment.id.not_in(excepted))
    return list(db.session.scalars(found.order_by(Attachment.id.desc())))


def file_names(keys: Iterable[str]) -> str:
    """The names of these files in words, each with its number, which no other file has."""
    ids = [int(key) for key in keys]
    rows = db.session.scalars(select(Attachment).where(Attachment.id.in_(ids)))
    names = {row.id: row.name for row in rows}
    return "；".join(f"{names[key]}（文件 {key}）" for key in ids if key in names)


def kept_attachments() -> set[str]:
    """The ids of all stored files that a row remembers."""
    return set(db.session.scalars(select(Attachment.upload_id)))
