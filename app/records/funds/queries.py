"""The totals of the reward fund, as the public may see them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.kernel.db.cache import remembered
from app.kernel.db.session import db
from app.publishing.life.queries import published
from app.records.funds.models import FundPayment


@dataclass(frozen=True)
class YearTotal:
    """What was paid for a year: how many payments, to how many recipients, how much in 分."""

    year: int
    payments: int
    recipients: int
    cents: int


def totals() -> list[YearTotal]:
    """The totals of all years, the newest first."""
    return remembered("funds.totals", _totals)


def _totals() -> list[YearTotal]:
    who = func.coalesce(FundPayment.uscc, FundPayment.recipient_name)
    sums = (func.count(), func.count(who.distinct()), func.sum(FundPayment.amount_cents))
    statement = (
        select(FundPayment.year, *sums)
        .where(published(FundPayment))
        .group_by(FundPayment.year)
        .order_by(FundPayment.year.desc())
    )
    return [YearTotal(row[0], row[1], row[2], int(row[3])) for row in db.session.execute(statement)]
