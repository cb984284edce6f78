"""Archives as others make them, and whether unpacking one would fill memory or disk."""

from collections.abc import Sequence
from zipfile import BadZipFile, ZipInfo

MAX_ENTRIES = 2_000
MAX_TOTAL = 200 * 1024 * 1024
"""Bytes, unpacked, of all entries together."""
MAX_RATIO = 100
"""Unpacked bytes for each packed one."""
SMALL_ENTRY = 1024 * 1024
"""Bytes, unpacked, up to which an entry is harmless whatever its ratio."""
ARCHIVE_FAULTS = (BadZipFile, RuntimeError, EOFError, OSError)
"""What zipfile raises for one that is damaged, has a password, or is packed in an unknown way."""


def is_bomb(entries: Sequence[ZipInfo]) -> bool:
    """Whether the entries, by the sizes they declare, would fill memory or disk.

    Above 2,000 entries, 200 MiB or 100 to 1; OWASP ASVS 5.0, 5.2 to 5.4, asks for limits.
    """
    swollen = any(
        entry.file_size > SMALL_ENTRY and entry.file_size > MAX_RATIO * entry.compress_size
        for entry in entries
    )
    total = sum(entry.file_size for entry in entries)
    return swollen or len(entries) > MAX_ENTRIES or total > MAX_TOTAL
