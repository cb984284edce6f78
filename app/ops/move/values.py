"""How a value of SQLite is read as PostgreSQL gives it back, and the hash of a row of either."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

Read = Callable[[Any], Any]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _structure(stored: Any) -> Any:
    """SQLite keeps a JSON text that is a number as that number."""
    return json.loads(stored) if isinstance(stored, str) else stored


READERS: dict[str, Read] = {
    "boolean": bool,
    "timestamp with time zone": _instant,
    "date": date.fromisoformat,
    "json": _structure,
    "jsonb": _structure,
    "numeric": lambda number: Decimal(str(number)),
    "double precision": float,
}
"""By type of the column in PostgreSQL; other values are the same in both."""
HASH_BITS = 256


@dataclass
class TableSum:
    """How many rows a table has, and the sum of their hashes, which knows no order."""

    rows: int = 0
    digest: int = 0

    def add(self, values: Iterable[Any]) -> None:
        """Take in a row, as PostgreSQL gives it back."""
        line = json.dumps([_plain(value) for value in values], sort_keys=True, ensure_ascii=False)
        hashed = hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()
        self.rows += 1
        self.digest = (self.digest + int.from_bytes(hashed)) % 2**HASH_BITS


def as_postgres_reads(row: Sequence[Any], types: Sequence[str]) -> list[Any]:
    """A row of SQLite by the types that its columns have in PostgreSQL."""
    return [
        value if value is None or kind not in READERS else READERS[kind](value)
        for value, kind in zip(row, types, strict=True)
    ]


def _plain(value: Any) -> Any:
    """What JSON can say, so that equal values are equal texts."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value
