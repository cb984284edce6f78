"""How the suite runs, whatever it tests."""

import gc
import os
import tempfile

import pytest

_counts = tempfile.TemporaryDirectory(prefix="counts-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _counts.name
"""Where what the sites of this run, and all processes that they start, count of themselves."""


def pytest_configure(config: pytest.Config) -> None:
    """Load the site only where tests run: the process that hands them to workers begins sooner.

    Of all that is loaded nothing is garbage, so that the collector waits until it is.
    """
    hands_out = config.getoption("numprocesses", None) and not hasattr(config, "workerinput")
    if not hands_out:
        gc.disable()
        config.pluginmanager.import_plugin("tests.support.fixtures")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a database, itself or through its fixtures; ``request`` may ask later.

    Which promises of security a test holds goes into reports of the run.
    """
    for item in items:
        if not {"database_server", "request"}.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("database")
        rows = {row for mark in item.iter_markers("trust") for row in mark.args}
        item.user_properties.extend(("trust", row) for row in sorted(rows))


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays to the end: the modules of the site and the tests.

    At Python's thresholds it would walk over them so often that it took a tenth of all time.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 50)
