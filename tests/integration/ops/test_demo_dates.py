"""The demonstration keeps what it promises on whichever day it is filled."""

from pathlib import Path

import pytest
import time_machine

from app.ops.demo import services
from tests.support.apps import open_app
from tests.support.databases import Databases
from tests.support.demo_promises import PROMISES

ONE_IN = 6
MOMENTS = (
    "2026-01-01T09:30:00",
    "2026-01-31T09:30:00",
    "2028-02-29T09:30:00",
    "2027-03-01T09:30:00",
    "2026-04-30T09:30:00",
    "2026-05-01T09:30:00",
    "2026-10-01T09:30:00",
    "2026-12-01T09:30:00",
    "2026-12-31T09:30:00",
    "2026-02-14T09:30:00",  # the last working day before Spring Festival
    "2026-02-22T09:30:00",  # a Sunday, in Spring Festival
    "2026-07-05T09:30:00",  # a Sunday
    "2026-03-04T23:59:30",
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_promised_holds_on_whichever_day_it_is_filled(
    moment: str,
    database_server: Databases,
    template_database: str,
    tmp_path: Path,
    frozen_clock: time_machine.Traveller,
) -> None:
    frozen_clock.move_to(f"{moment}+08:00")
    address = database_server.copy(template_database)
    with open_app(address, tmp_path) as site, site.app_context():
        services.fill(tell=lambda kind, made: None, one_in=ONE_IN)
        for promise in PROMISES:
            promise()
    database_server.give_back(address)
