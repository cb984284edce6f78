"""How the suite runs, whatever it tests."""

import gc

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a database, itself or through its fixtures; ``request`` may ask later."""
    for item in items:
        if not {"database_server", "request"}.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays to the end: the modules of the site and the tests.

    At Python's thresholds it would walk over them so often that it took a tenth of all time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
