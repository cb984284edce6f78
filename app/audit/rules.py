"""What an audit row says, and what of it the chain protects."""

import json
from dataclasses import dataclass
from datetime import datetime

from app.core.labels import LabelledEnum

FIRST_LINK = "0" * 64


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
