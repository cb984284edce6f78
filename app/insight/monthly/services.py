"""Making the report on a month that has ended, and counting it again where it was wrong."""

from datetime import date
from typing import Any

from app.insight.monthly import queries
from app.insight.monthly.models import MonthlyReport
from app.insight.monthly.rules import changes, corrected, month_before, written
from app.insight.monthly.tables import flows_of, says_something, tables_of
from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.people.models import Staff


def close_month() -> MonthlyReport | None:
    """Make the report on the month that ended last, unless there is one; None where there is.

    Nobody is asked: what the city does in a month is published whatever it says. A month before
    the first record of the site has no report.
    """
    month = month_before(clock.today())
    if queries.is_made(month):
        return None
    tables = tables_of(month)
    if not says_something(tables, month):
        return None
    made = MonthlyReport(
        month=month, edition=1, counted_at=clock.now(), content=written(tables), reason=""
    )
    return _published("monthly.made", made)


def correct(*, month: date, reason: str, staff: Staff) -> MonthlyReport:
    """Count again what happened in the month, and publish that as a new edition with its reason.

    What the report says of the day on which it was made stays as it was then. Raises NotFoundError
    for a month without a report, ConflictError where every number is still the same.
    """
    newest = queries.editions(month)[0]
    again = {table.key: table for table in flows_of(month)}
    tables = [corrected(one, again.get(one.key, one)) for one in newest.tables]
    if not any(changes(newest.tables, tables)):
        raise ConflictError("重新统计的数字与现在的月报完全相同，不需要更正。")
    made = MonthlyReport(
        month=month,
        edition=newest.edition + 1,
        counted_at=clock.now(),
        reason=reason,
        staff_id=staff.id,
        content=written(tables),
    )
    changed(SearchKind.MONTHLY, [newest.id])
    return _published("monthly.corrected", made, actor=staff.as_actor(), reason=reason)


def _published(action: str, report: MonthlyReport, **how: Any) -> MonthlyReport:
    db.session.add(report)
    db.session.flush()
    changed(SearchKind.MONTHLY, [report.id])
    audit.record(action, object_type="monthly", object_id=report.code, **how)
    db.session.commit()
    return report
