"""Leave pauses out of days taken

Revision ID: 0040
Revises: 0039
Create Date: 2026-11-26 02:40:00
"""

from collections import defaultdict
from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

ONE_DAY = timedelta(days=1)
SATURDAY = 5

matters = sa.table(
    "matters",
    sa.column("id", sa.Integer),
    sa.column("received_on", sa.Date),
    sa.column("closed_on", sa.Date),
    sa.column("working_days_taken", sa.Integer),
)
deadlines = sa.table("matter_deadlines", sa.column("id"), sa.column("matter_id", sa.Integer))
pauses = sa.table(
    "clock_pauses",
    sa.column("deadline_id"),
    sa.column("first_day", sa.Date),
    sa.column("last_day", sa.Date),
)
calendar_days = sa.table(
    "calendar_days", sa.column("day", sa.Date), sa.column("is_working", sa.Boolean)
)


def upgrade() -> None:
    _shift(-1)


def downgrade() -> None:
    _shift(1)


def _shift(sign: int) -> None:
    """Take the working days of the pauses out of those that ended matters took, or put them in."""
    named = {
        row.day: row.is_working
        for row in op.get_bind().execute(sa.select(calendar_days.c.day, calendar_days.c.is_working))
    }
    for matter_id, days in _paused().items():
        working = sum(named.get(day, day.weekday() < SATURDAY) for day in days)
        op.execute(
            matters.update()
            .where(matters.c.id == matter_id)
            .values(working_days_taken=matters.c.working_days_taken + sign * working)
        )


def _paused() -> dict[int, set[date]]:
    """The days on which a clock of an ended matter stood still, after it was received."""
    rows = op.get_bind().execute(
        sa.select(
            matters.c.id,
            matters.c.received_on,
            matters.c.closed_on,
            pauses.c.first_day,
            pauses.c.last_day,
        )
        .join(deadlines, deadlines.c.matter_id == matters.c.id)
        .join(pauses, pauses.c.deadline_id == deadlines.c.id)
        .where(matters.c.working_days_taken.is_not(None), pauses.c.last_day.is_not(None))
    )
    found: defaultdict[int, set[date]] = defaultdict(set)
    for row in rows:
        first = max(row.first_day, row.received_on + ONE_DAY)
        last = min(row.last_day, row.closed_on)
        found[row.id] |= {first + ONE_DAY * n for n in range((last - first).days + 1)}
    return found
