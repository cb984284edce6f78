"""How a submission came in, and when it counts as received."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from app.kernel.labels import LabelledEnum

EARLIEST_RECEIPT = timedelta(days=365)
SLIP_LASTS = timedelta(minutes=30)
"""How long the number and the code can be read after a registration."""


class Channel(LabelledEnum):
    """By what way staff were told what they register."""

    PHONE = ("phone", "来电")
    LETTER = ("letter", "来信")
    VISIT = ("visit", "来访")
    HOTLINE = ("hotline", "12345热线转来")


@dataclass(frozen=True)
class Receipt:
    """By what way, and at what moment, a report reached the body: its clock starts then."""

    channel: Channel
    received_at: datetime

    @classmethod
    def parse(cls, kept: Mapping[str, Any]) -> Self:
        """The receipt from what ``as_json`` made of it."""
        return cls(Channel(kept["channel"]), datetime.fromisoformat(kept["received_at"]))

    def as_json(self) -> dict[str, str]:
        """The receipt as values that JSON knows."""
        return {"channel": self.channel.value, "received_at": self.received_at.isoformat()}


def receipt_problem(received_at: datetime, now: datetime) -> str:
    """Why something can't have been received then; empty when it can."""
    if received_at > now:
        return "收到时间不能晚于现在"
    if now - received_at > EARLIEST_RECEIPT:
        return "收到日期在一年以前，请核对年份"
    return ""
