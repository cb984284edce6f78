"""The last day on which a record may leave in time, counted from the later decision."""

from datetime import date

import pytest

from app.kernel.working_days import Calendar, NamedDay
from app.publishing.life.terms import withdrawal_term

HOLIDAYS = {date(2026, 10, day): NamedDay(is_working=False, note="国庆节") for day in range(1, 8)}
WORKED = {date(2026, 10, 10): NamedDay(is_working=True, note="调休上班（国庆节）")}
CALENDAR = Calendar.of({**HOLIDAYS, **WORKED})


@pytest.mark.parametrize(
    ("revoked_on", "due_on"),
    [
        (date(2026, 11, 16), date(2026, 11, 19)),
        (date(2026, 11, 20), date(2026, 11, 25)),
        (date(2026, 11, 21), date(2026, 11, 25)),
        (date(2026, 9, 30), date(2026, 10, 10)),
    ],
    ids=["monday", "friday", "saturday", "before a long holiday and a saturday that is worked"],
)
def test_three_working_days_follow_the_day_of_the_decision(revoked_on, due_on):
    assert withdrawal_term(revoked_on).due_on(revoked_on, CALENDAR) == due_on


def test_a_decision_is_judged_by_the_law_of_its_day():
    before, since = (withdrawal_term(date(2021, 7, day)) for day in (14, 15))
    assert (before.days, since.days) == (5, 3)
    assert "浙江省" in before.basis
    assert "第四十八条" in since.basis
