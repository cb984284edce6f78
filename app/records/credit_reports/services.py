"""Issuing a report."""

from datetime import timedelta

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.db.site import daily_number
from app.records.credit_reports.models import CreditReport
from app.records.credit_reports.queries import content_of

SAME_FOR = timedelta(days=1)


def issue_report(ref: str) -> str:
    """Give a report on the company a number, and return it.

    Asked again within 24 hours, with nothing changed, the report is the same. Raises NotFoundError
    when there is no company.
    """
    content, now = content_of(ref), clock.now()
    same = select(CreditReport.number).where(
        CreditReport.company_id == content.company.id,
        CreditReport.digest == content.digest,
        CreditReport.issued_at > now - SAME_FOR,
    )
    number = db.session.scalar(same.order_by(CreditReport.id.desc()).limit(1))
    if number is None:
        number = daily_number("credit report")
        db.session.add(
            CreditReport(
                number=number,
                company_id=content.company.id,
                issued_at=now,
                digest=content.digest,
            )
        )
    db.session.commit()
    return number
