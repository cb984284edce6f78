"""Which backups to keep: of each of the last days, weeks and months the newest one."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.kernel import clock
from app.ops.backup.manifest import backups_in


@dataclass(frozen=True)
class Keep:
    """How many of the last days, weeks and months that have a backup keep their newest."""

    daily: int
    weekly: int
    monthly: int


def thin(directory: Path, keep: Keep) -> list[str]:
    """Remove the whole backups in ``directory`` that need not be kept; returns their names."""
    found = backups_in(directory)
    remaining = to_keep(found, keep)
    removed = [path for made_at, path in found.items() if made_at not in remaining]
    for path in removed:
        shutil.rmtree(path)
    return [path.name for path in removed]


def to_keep(made: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Those of ``made`` to be kept, by days of the city. The newest of all is always kept."""
    newest_first = sorted(made, reverse=True)
    periods: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (keep.daily, clock.city_date),
        (keep.weekly, lambda moment: clock.city_date(moment).isocalendar()[:2]),
        (
            keep.monthly,
            lambda moment: (clock.city_date(moment).year, clock.city_date(moment).month),
        ),
    )
    chosen = set(newest_first[:1])
    for number, period_of in periods:
        newest_of: dict[object, datetime] = {}
        for moment in newest_first:
            newest_of.setdefault(period_of(moment), moment)
        chosen |= set(list(newest_of.values())[:number])
    return chosen
