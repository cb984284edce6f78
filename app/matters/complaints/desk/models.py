"""What a person or a body has arranged at the desk: views of the lists, templates of replies."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base


class DeskView(Base):
    """A worklist with filters, under a name that one person gave it."""

    __tablename__ = "desk_views"
    __table_args__ = (UniqueConstraint("staff_id", "name"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str] = mapped_column(String(20))
    wanted: Mapped[dict[str, str]] = mapped_column(JSON)
    """The parameters of its address."""
    created_at: Mapped[datetime]


class ReplyTemplate(Base):
    """A reply that a body often gives, with places to be filled from the matter."""

    __tablename__ = "reply_templates"
    __table_args__ = (UniqueConstraint("bureau_id", "title"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), index=True)
    title: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
