"""The clock of the tests, which stands still until a test moves it, here and in other processes."""

import os
import runpy
import sys
from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine

from app.kernel import clock
from app.kernel.clock import CITY_ZONE

WORKING_MORNING = datetime(2026, 3, 4, 9, 30, tzinfo=CITY_ZONE)
STANDING_MORNING = datetime.combine(
    date.fromisoformat(os.environ.get("TEST_DATE") or f"{WORKING_MORNING:%Y-%m-%d}"),
    WORKING_MORNING.timetz(),
)


def pytest_configure(config: pytest.Config) -> None:
    """Time stands still in all tests, and where they are prepared: on the day of ``TEST_DATE``.

    After a test has moved it by ``frozen_clock`` or ``time_machine`` it stands here again. It does
    so from the beginning, since some of what tests ask for is written down when they are loaded.
    """
    standing = time_machine.travel(STANDING_MORNING, tick=False)
    standing.start()
    config.add_cleanup(standing.stop)


@pytest.fixture
def frozen_clock() -> Iterator[time_machine.Traveller]:
    """Time stands still on the morning of Wednesday, 4 March 2026; ``move_to`` and ``shift`` it."""
    with time_machine.travel(WORKING_MORNING, tick=False) as traveller:
        yield traveller


def as_of_now(*module: str) -> list[str]:
    """The command that runs ``module``, with its arguments, from the moment that it is here."""
    return [sys.executable, "-m", __name__, clock.now().isoformat(), *module]


if __name__ == "__main__":
    _itself, moment, *sys.argv = sys.argv
    with time_machine.travel(datetime.fromisoformat(moment), tick=True):
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
