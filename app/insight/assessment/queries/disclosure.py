"""Rows of the measures of publication: decisions with a limit, and what had to leave."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from app.insight.assessment.rules import Fact, Source
from app.insight.evaluation.periods import limit_of
from app.insight.evaluation.queries.disclosed import KINDS
from app.insight.evaluation.queries.scoring import NO_LONGER_DRAFTS
from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.working_days import numbered
from app.publishing.life.models import Withdrawal
from app.publishing.life.rules import WithdrawalState

SOURCES = {kind.value: Source(kind.value) for kind in KINDS}


def published_in_time(first: date, last: date) -> Iterator[Fact]:
    """Decisions between two days that were ever public, by whether that was in time.

    The party is named nowhere: most of these records leave the site, and have a right to.
    """
    numbers = numbered(first, clock.today(), city_calendar())
    for kind in KINDS:
        model = kind.model
        columns = (model.id, model.deciding_bureau_id, model.decided_on, model.published_on)
        statement = select(*columns).where(
            model.status.in_(NO_LONGER_DRAFTS),
            model.published_on <= clock.today(),
            model.decided_on.between(first, last),
        )
        for row in db.session.execute(statement.execution_options(yield_per=1000)):
            limit = limit_of(kind.value, row.decided_on)
            if limit is None:
                continue
            is_later = row.published_on > row.decided_on
            days = numbers[row.published_on] - numbers[row.decided_on] if is_later else 0
            yield Fact(
                measure="published",
                bureau_id=row.deciding_bureau_id,
                on=row.decided_on,
                is_good=days <= limit,
                words=f"{kind.label}决定，第 {days} 个工作日公示，期限 {limit} 个工作日",
                source=SOURCES[kind.value],
                ref=str(row.id),
            )


def withdrawn_in_time(first: date, last: date) -> Iterator[Fact]:
    """Records whose decision was revoked or changed between two days, by when they left."""
    for kind in KINDS:
        model = kind.model
        statement = (
            select(Withdrawal, model.deciding_bureau_id)
            .join(model, model.id == Withdrawal.record_id)
            .where(
                Withdrawal.kind == model.__tablename__,
                Withdrawal.state != WithdrawalState.REFUSED,
                Withdrawal.revoked_on.between(first, last),
            )
        )
        for withdrawal, bureau_id in db.session.execute(statement):
            left = withdrawal.withdrawn_at
            words = f"{clock.city_date(left):%Y-%m-%d} 撤下" if left else "还没有撤下"
            yield Fact(
                measure="withdrawn",
                bureau_id=bureau_id,
                on=withdrawal.revoked_on,
                is_good=not withdrawal.is_late,
                words=f"{kind.label}，应在 {withdrawal.due_on} 前撤下，{words}",
                source=SOURCES[kind.value],
                ref=str(withdrawal.record_id),
            )
