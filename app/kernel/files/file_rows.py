"""The columns by which a table remembers files that ``core.uploads`` has stored."""

from datetime import datetime
from typing import Any, Self

from sqlalchemy import String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.kernel import clock
from app.kernel.crypto.encryption import EncryptedText
from app.kernel.files.uploads import StoredFile


class FileRow:
    """Mixin: a file that a citizen handed in; its bytes lie encrypted outside the web root."""

    __tablename__: str

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]

    @declared_attr
    def name(cls) -> Mapped[str]:
        return mapped_column(EncryptedText(f"{cls.__tablename__}.name"))

    @classmethod
    def of(cls, file: StoredFile, **more: Any) -> Self:
        """The row that remembers a stored file."""
        row = cls()
        row.upload_id, row.media_type, row.size = file.id, file.media_type, file.size
        row.sha256, row.created_at = file.sha256, clock.now()
        for name, value in {"name": file.name, **more}.items():
            setattr(row, name, value)
        return row

    @property
    def stored(self) -> StoredFile:
        """The file as ``uploads.download`` takes it."""
        return StoredFile(
            id=self.upload_id,
            name=self.name,
            media_type=self.media_type,
            size=self.size,
            sha256=self.sha256,
        )
