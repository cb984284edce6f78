"""How large an archive may be before anything unpacks it."""

from collections.abc import Sequence
from zipfile import ZipInfo

MAX_ENTRIES = 2_000
MAX_TOTAL = 200 * 1024 * 1024
MAX_RATIO = 100
SMALL_ENTRY = 1024 * 1024
"""Below this size an entry is harmless whatever its ratio."""


def is_bomb(entries: Sequence[ZipInfo]) -> bool:
    """Whether the entries, by the sizes they declare, would fill memory or disk."""
    swollen = any(
        entry.file_size > SMALL_ENTRY and entry.file_size > MAX_RATIO * entry.compress_size
        for entry in entries
    )
    total = sum(entry.file_size for entry in entries)
    return swollen or len(entries) > MAX_ENTRIES or total > MAX_TOTAL
