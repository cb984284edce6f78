"""How often the same thing came within some days, without keeping what it was.

A keyed hash is counted where ``limits`` counts, over all processes, and forgotten with its
window. It hints; nothing is decided by it: when the store fails, nothing was counted.
"""

import structlog

from app.kernel.crypto.encryption import Ring, keyring
from app.kernel.web.limits import limiter

DAY = 24 * 3600

log = structlog.get_logger()


def count(kind: str, value: str, *, days: int) -> int:
    """Count ``value`` once more; returns how often it came in the days since its first time."""
    key = keyring(Ring.IDENTITY).mac(f"tally {kind}", value.encode())[:32]
    try:
        return int(limiter.storage.incr(f"tally/{key}", days * DAY))
    except limiter.storage.base_exceptions as error:
        log.warning("tallies.failed", error=type(error).__name__)
        return 0
