"""How a submission came in, what makes it look like one of many, and what it names."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from app.matters.complaints.matter.rules.entries import Channel, Pattern, TraitKind

EARLIEST_ARRIVAL = timedelta(days=365)
"""How long ago, in calendar days, a receipt can lie."""

SLIP_LASTS = timedelta(minutes=30)
"""How long the number and the code can be read after a registration."""


@dataclass(frozen=True)
class Arrival:
    """By what way, and at what moment, a report reached the body: its clock starts then."""

    channel: Channel
    received_at: datetime

    @classmethod
    def parse(cls, stored: Mapping[str, Any]) -> Self:
        """The arrival from what ``as_json`` made of it."""
        return cls(Channel(stored["channel"]), datetime.fromisoformat(stored["received_at"]))

    def as_json(self) -> dict[str, str]:
        """The arrival as values that JSON knows."""
        return {"channel": self.channel.value, "received_at": self.received_at.isoformat()}


def arrival_problem(received_at: datetime, now: datetime) -> str:
    """Why something can't have been received then: to come, or over 365 days ago; else empty."""
    if received_at > now:
        return "收到时间不能晚于现在"
    if now - received_at > EARLIEST_ARRIVAL:
        return "收到日期在一年以前，请核对年份"
    return ""


DAYS = 30
"""Calendar days within which submissions of a pattern are counted together."""


MANY = {Pattern.SAME_PERSON: 5, Pattern.SAME_WORDS: 3}
"""From how many submissions within DAYS calendar days on it is worth telling."""


def signs_of(phone: str | None, narrative: str) -> list[tuple[Pattern, str]]:
    """By what a submission is counted; who is anonymous is counted by words alone."""
    signs = [(Pattern.SAME_WORDS, normalized_text(narrative))]
    if phone:
        signs.append((Pattern.SAME_PERSON, re.sub(r"^\+?86", "", phone)))
    return signs


def is_many(pattern: Pattern, count: int) -> bool:
    """Whether staff are to be told."""
    return count >= MANY[pattern]


def normalized_text(text: str) -> str:
    """The letters and digits of a text, so that blanks and commas make no other text of it."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())


MOST_TRAITS = 6
"""Streets, and products, that are kept of a submission, at most."""


_APART = re.compile(r"[^\u4e00-\u9fff]+|附近|对面|靠近|交叉口|的|旁|和|与")

_BEFORE = re.compile(r"^(?:在|位于|于)?(?:温州市?)?(?:[\u4e00-\u9fff]{2}(?:市|区|县))?")

_STREET = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:大道|街道|路|街|巷|镇|乡)")


def streets_of(place: str) -> list[str]:
    """The streets, roads and towns that a place names, without district and house number."""
    found = [
        street
        for part in _APART.split(place)
        if part
        for street in _STREET.findall(_BEFORE.sub("", part))
    ]
    return list(dict.fromkeys(found))[:MOST_TRAITS]


def products_of(text: str, known: Iterable[str]) -> list[str]:
    """The known products that a text names; the longer name goes before the one inside it."""
    found = []
    for product in sorted(known, key=len, reverse=True):
        if product in text:
            found.append(product)
            text = text.replace(product, "　")
    return found[:MOST_TRAITS]


def trait_key(kind: TraitKind, name: str, district: str | None) -> str:
    """What reports with the trait have in common. A street is one of its district."""
    place = district or "" if kind is TraitKind.STREET else ""
    return f"{kind.value}:{place}:{name}"


def trait_name(key: str) -> str:
    """The street or product behind a key."""
    return key.rpartition(":")[2]
