"""What an audit row says, and what of it the chain protects."""

import json
from dataclasses import dataclass
from datetime import datetime

from app.kernel.labels import LabelledEnum

FIRST_LINK = "0" * 64
CHAIN_VERSION = 2
"""How rows are sealed today; each row says how it was."""

LONGEST = 500

Value = str | int | float | bool | None
Changes = dict[str, tuple[Value, Value]]
"""By field, what stood there before and what stands there now."""


class Result(LabelledEnum):
    """How an act ended."""

    DONE = ("done", "成功")
    DENIED = ("denied", "拒绝")
    FAILED = ("failed", "失败")


@dataclass(frozen=True)
class Actor:
    """Who acts, as values. The public and the site itself act without an id."""

    id: int | None
    name: str
    role: str


PUBLIC = Actor(None, "公众", "public")
SYSTEM = Actor(None, "系统", "system")


def canonical(at: datetime, values: tuple[object, ...]) -> bytes:
    """One unambiguous form of a row's content, to be hashed."""
    return json.dumps([at.isoformat(), *values], ensure_ascii=False).encode()


def clipped(text: str) -> str:
    """``text`` as far as the log keeps it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…（共 {len(text)} 字）"


def written(changes: Changes) -> str:
    """Changes as the log keeps them, empty when there are none."""
    return json.dumps(changes, ensure_ascii=False, sort_keys=True) if changes else ""


def read(changes: str) -> Changes:
    """The changes that ``written`` wrote."""
    found = json.loads(changes) if changes else {}
    return {field: (old, new) for field, (old, new) in found.items()}
