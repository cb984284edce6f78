"""The demonstration keeps what it promises on whichever day it is filled."""

import pytest
import time_machine

from app.ops.demo import services
from tests.support.demo_promises import PROMISES

ONE_IN = 9
MOMENTS = (
    "2026-01-01T09:30:00",
    "2026-01-31T09:30:00",
    "2026-02-14T09:30:00",  # a Saturday of work, the last before Spring Festival
    "2026-02-22T09:30:00",  # a Sunday in Spring Festival
    "2028-02-29T09:30:00",
    "2026-03-01T09:30:00",
    "2026-04-30T09:30:00",  # the last day on which the plans of the last year are shown
    "2026-05-01T09:30:00",
    "2026-09-30T23:59:30",  # a holiday begins while the demonstration is filled
    "2026-10-01T09:30:00",
    "2026-12-01T09:30:00",
    "2026-12-31T09:30:00",
)
"""The days at which years, months and holidays begin or end, and a leap day.

Of any other day the same is asked of the whole demonstration: ``TEST_DATE=2026-07-05``.
"""


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.usefixtures("app")
def test_what_is_promised_holds_on_whichever_day_it_is_filled(
    moment: str, frozen_clock: time_machine.Traveller
) -> None:
    frozen_clock.move_to(f"{moment}+08:00")
    services.fill(tell=lambda kind, made: None, one_in=ONE_IN)
    for promise in PROMISES:
        promise()
