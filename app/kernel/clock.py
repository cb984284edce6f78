"""The only source of time. Instants are UTC, dates are those of the city."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date on the wall of the city, in Asia/Shanghai."""
    return now().astimezone(CITY_ZONE).date()


def city_date(instant: datetime) -> date:
    """The city's date at ``instant``."""
    return instant.astimezone(CITY_ZONE).date()


def day_start(day: date) -> datetime:
    """The instant at which the city's ``day`` begins."""
    return datetime.combine(day, time(), CITY_ZONE).astimezone(UTC)
