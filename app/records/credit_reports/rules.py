"""What a report says of itself when it is held against today's records."""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from app.kernel.labels import LabelledEnum

VALID_DAYS = 90
"""So long after its day a report can pass for one; the city's own rule, as no law sets one."""

Line = tuple[str, ...]


class Validity(LabelledEnum):
    """Whether a report still says what the site says."""

    VALID = ("valid", "有效")
    UPDATED = ("updated", "已有更新")
    ENDED = ("ended", "已失效")


def digest_of(lines: Iterable[Line]) -> str:
    """The SHA-256 of the report's lines, 64 hexadecimal digits."""
    written = json.dumps(list(lines), ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def validity(issued_on: date, today: date, *, is_same: bool) -> Validity:
    """An old report has ended; a young one is valid while nothing has come, gone or changed."""
    if (today - issued_on).days > VALID_DAYS:
        return Validity.ENDED
    return Validity.VALID if is_same else Validity.UPDATED
