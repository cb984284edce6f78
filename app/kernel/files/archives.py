"""What an archive may be before anything unpacks it, and what zipfile says of a broken one."""

from collections.abc import Sequence
from zipfile import BadZipFile, ZipInfo

MAX_ENTRIES = 2_000
MAX_TOTAL = 200 * 1024 * 1024
MAX_RATIO = 100
SMALL_ENTRY = 1024 * 1024
"""Below this size an entry is harmless whatever its ratio."""
ARCHIVE_FAULTS = (BadZipFile, RuntimeError, EOFError, OSError)
"""What zipfile raises for one that is damaged, has a password, or is packed in an unknown way."""


def is_bomb(entries: Sequence[ZipInfo]) -> bool:
    """Whether the entries, by the sizes they declare, would fill memory or disk."""
    swollen = any(
        entry.file_size > SMALL_ENTRY and entry.file_size > MAX_RATIO * entry.compress_size
        for entry in entries
    )
    total = sum(entry.file_size for entry in entries)
    return swollen or len(entries) > MAX_ENTRIES or total > MAX_TOTAL
