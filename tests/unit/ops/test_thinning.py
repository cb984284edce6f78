"""Which backups stay: the newest of each of the last days, weeks and months."""

from datetime import UTC, datetime, timedelta

from app.ops.backup.thinning import Keep, to_keep

LAST = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
"""Already the next day in the city."""
NIGHTLY = [LAST - timedelta(days=days) for days in range(400)]


def remaining(daily: int, weekly: int, monthly: int) -> list[str]:
    found = to_keep(NIGHTLY, Keep(daily, weekly, monthly))
    return [f"{moment + timedelta(hours=8):%m-%d}" for moment in sorted(found, reverse=True)]


def test_the_newest_of_each_day_week_and_month_stays():
    assert remaining(3, 0, 0) == ["03-05", "03-04", "03-03"]
    assert remaining(0, 3, 0) == ["03-05", "03-01", "02-22"]
    assert remaining(0, 0, 3) == ["03-05", "02-28", "01-31"]
    assert len(remaining(7, 4, 12)) == 7 + 2 + 10  # two weeks and two months end within the days
    assert remaining(0, 0, 0) == ["03-05"]


def test_of_several_on_one_day_of_the_city_the_last_stays():
    evening = LAST.replace(hour=15, minute=59)  # before midnight in the city
    found = to_keep([LAST, evening, evening - timedelta(hours=1)], Keep(2, 0, 0))
    assert found == {LAST, evening}
