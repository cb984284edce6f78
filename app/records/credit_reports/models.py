"""Reports that were issued: never their content, only a hash of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base


class CreditReport(Base):
    """A report on a company as it was at ``issued_at``.

    The content is not kept, so nothing that has left the site can be read from an old report.
    """

    __tablename__ = "credit_reports"
    __table_args__ = (Index("ix_credit_reports_same", "company_id", "digest"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    issued_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
