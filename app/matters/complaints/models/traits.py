"""What submissions have in common, found by keyed hashes: the words themselves are encrypted."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.rules import TraitKind


class SubmissionTrait(Base):
    """A street or a product that a submission names."""

    __tablename__ = "submission_traits"
    __table_args__ = (
        Index("ix_submission_traits_key_index", "key_index", "submission_id"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    kind: Mapped[TraitKind]
    key: Mapped[str] = mapped_column(EncryptedText("submission_traits.key"))
    key_index: Mapped[str] = mapped_column(String(120), info={"blind_index_of": "key"})
