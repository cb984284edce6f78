"""Articles of the city: notices, warnings, typical cases, campaigns."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Bureau
from app.bulletins.rules import FIELDS, BulletinKind
from app.core.db import Base
from app.publishing.models import Publication, Sourced


class Bulletin(Publication, Sourced, Base):
    """An article, written in Markdown and shown sanitised."""

    FIELDS = FIELDS
    __tablename__ = "bulletins"
    __table_args__ = (Index("ix_bulletins_list", "status", "published_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BulletinKind]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str | None] = mapped_column(String(60))
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)

    bureau: Mapped[Bureau | None] = relationship(foreign_keys="Bulletin.bureau_id")

    @property
    def headline(self) -> str:
        """The title."""
        return self.title
