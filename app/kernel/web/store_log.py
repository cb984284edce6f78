"""One line of the log when the store of the counters fails, however many come meanwhile.

The limiter tells of it in a log of its own, among lines that name keys of visitors, which nobody
may keep.
"""

import logging

import structlog

LOST = "Rate limit storage unreachable"
"""How the limiter's line begins."""

log = structlog.get_logger()


class StoreLog(logging.Handler):
    """Takes this line over into the log of the site, and no other."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write it, if it is that."""
        if str(record.msg).startswith(LOST):
            log.warning("limits.store_lost")


def follow(logger: logging.Logger) -> None:
    """Listen to the limiter, which all sites of a process share, once."""
    if not any(isinstance(each, StoreLog) for each in logger.handlers):
        logger.addHandler(StoreLog())
