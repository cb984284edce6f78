"""How the suite runs, whatever it tests."""

import gc


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays to the end: the modules of the site and the tests.

    At Python's thresholds it would walk over them so often that it took a tenth of all time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
