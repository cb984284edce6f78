"""What a report on a company would say today, and issued reports held against it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.kernel.labels import LabelledEnum
from app.records.companies.kind import CompanyRecord, other_records
from app.records.companies.models import Company
from app.records.companies.queries import company_by_ref
from app.records.credit_reports.models import CreditReport

VALID_DAYS = 90
"""Calendar days for which a report can pass for one; the city's own rule, as no law sets one."""
Line = tuple[str, ...]


class Validity(LabelledEnum):
    """Whether a report still says what the site says."""

    VALID = ("valid", "有效")
    UPDATED = ("updated", "已有更新")
    ENDED = ("ended", "已失效")


@dataclass(frozen=True)
class Content:
    """What is published of a company today, newest first."""

    company: Company
    records: Sequence[CompanyRecord]

    @property
    def digest(self) -> str:
        """The hash of all that the report says."""
        return digest_of(self._lines())

    def _lines(self) -> Iterator[Line]:
        company = self.company
        yield (company.ref, company.name, company.status.value, company.legal_representative or "")
        for record in self.records:
            ends = record.until.isoformat() if record.until else ""
            yield (
                record.mark,
                record.title,
                record.url,
                record.on.isoformat(),
                ends,
                record.body,
                record.caution,
            )


@dataclass(frozen=True)
class Issued:
    """A report with what it says of itself today."""

    number: str
    issued_at: datetime
    digest: str
    validity: Validity
    content: Content

    @property
    def verifiable_until(self) -> date:
        """The last day on which its content is compared."""
        return clock.city_date(self.issued_at) + timedelta(days=VALID_DAYS)


def content_of(ref: str) -> Content:
    """What a report on the company would say. Raises NotFoundError when there is no company."""
    company = company_by_ref(ref)
    return Content(company, other_records(company.id, besides=""))


def issued(ref: str, number: str) -> Issued:
    """The report with this number on this company, held against today's records.

    Raises NotFoundError when it was never issued, or there is no company.
    """
    content = content_of(ref)
    report = db.session.scalar(
        select(CreditReport).where(
            CreditReport.number == number, CreditReport.company_id == content.company.id
        )
    )
    if report is None:
        raise NotFoundError("没有这份信用报告。请核对报告上的编号和统一社会信用代码。")
    is_same = report.digest == content.digest
    state = validity(clock.city_date(report.issued_at), clock.today(), is_same=is_same)
    return Issued(report.number, report.issued_at, report.digest, state, content)


def digest_of(lines: Iterable[Line]) -> str:
    """The SHA-256 of the report's lines, 64 hexadecimal digits."""
    written = json.dumps(list(lines), ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def validity(issued_on: date, today: date, *, is_same: bool) -> Validity:
    """One of over 90 days has ended; a younger is valid while nothing came, went or changed."""
    if (today - issued_on).days > VALID_DAYS:
        return Validity.ENDED
    return Validity.VALID if is_same else Validity.UPDATED
