"""The tables of the page as downloads; what is kept back on the page is kept back here."""

from app.accounts.models import District
from app.evaluation.queries import CaseCount
from app.evaluation.rules import Tally, shown
from app.imports.exporting import Column

Named = tuple[str, Tally]
Placed = tuple[District, Tally]

BUREAUS: tuple[Column[Named], ...] = (
    Column("bureau", "部门", lambda row: row[0]),
    Column("received", "收到（件）", lambda row: shown(row[1].received)),
    Column("ended", "办结（件）", lambda row: shown(row[1].ended)),
    Column("rate", "按期办结率", lambda row: row[1].rate and round(row[1].rate, 4)),
    Column("median_days", "办结中位用时（工作日）", lambda row: row[1].median_days),
    Column("overdue", "逾期（件）", lambda row: shown(row[1].overdue)),
)

DISTRICTS: tuple[Column[Placed], ...] = (
    Column("code", "行政区划代码", lambda row: row[0].code),
    Column("district", "县（市、区）", lambda row: row[0].name),
    Column("received", "收到（件）", lambda row: shown(row[1].received)),
    Column("ended", "办结（件）", lambda row: shown(row[1].ended)),
    Column("rate", "按期办结率", lambda row: row[1].rate and round(row[1].rate, 4)),
)

CASES: tuple[Column[CaseCount], ...] = (
    Column("field", "领域", lambda row: row.field),
    Column("year", "决定年度", lambda row: row.year),
    Column("count", "公示件数", lambda row: row.count),
    Column("amount_yuan", "罚没金额（元）", lambda row: row.amount_cents / 100),
)
