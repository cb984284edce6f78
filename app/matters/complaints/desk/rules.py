"""What staff ask of the lists, what can be done with many matters, and templates of replies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.states import MatterWorklist

NOBODY = "nobody"
"""Filter of matters that nobody has taken yet."""


MOST_VIEWS = 12
"""Saved views of one person, at most."""


BULK_ACTS = (MatterAct.ASSIGN, MatterAct.REFER, MatterAct.SETTLE)


@dataclass(frozen=True)
class WorklistQuery:
    """A page of a worklist; an empty value narrows nothing."""

    worklist: MatterWorklist
    q: str = ""
    kind: str = ""
    category: str = ""
    district: str = ""
    bureau: str = ""
    handler: str = ""
    since: date | None = None
    until: date | None = None
    by_arrival: bool = False
    page: int = 1

    @classmethod
    def parse(cls, stored: Mapping[str, str]) -> Self:
        """The first page of what a saved view holds; a day that is none narrows nothing."""
        words: dict[str, Any] = {name: stored.get(name, "") for name in FILTERS}
        since, until = (_day(words.pop(name)) for name in ("since", "until"))
        by_arrival = stored.get("sort") == "arrival"
        worklist = MatterWorklist(stored["list"])
        return cls(worklist, **words, since=since, until=until, by_arrival=by_arrival)

    @property
    def filters(self) -> dict[str, str]:
        """What it is narrowed by, as an address holds it."""
        return {name: str(value) for name in FILTERS if (value := getattr(self, name))}

    def as_args(self) -> dict[str, str]:
        """What a saved view holds: all but the page."""
        order = {"sort": "arrival"} if self.by_arrival else {}
        return {"list": self.worklist.value, **self.filters, **order}


FILTERS = ("q", "kind", "category", "district", "bureau", "handler", "since", "until")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


PLACEHOLDERS = (
    "编号",
    "登记编号",
    "类型",
    "类别",
    "收到日期",
    "受理日期",
    "本步期限",
    "部门",
    "部门电话",
    "反映对象",
    "今天",
    "查询网址",
)
"""What a template may name in braces. Nothing of the reporter is among them."""


MOST_TEMPLATES = 40
"""Templates of one body, at most."""


_PLACE = re.compile(r"[{｛]([^{}｛｝\n]{1,20})[}｝]")

_OPEN_PLACE = "【请填写：{}】"

_OPEN = re.compile(r"【请填写：([^】]{1,20})】")


def unknown_places(text: str) -> list[str]:
    """The names in braces that nothing fills."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in PLACEHOLDERS]


def filled(text: str, facts: Mapping[str, str | None]) -> str:
    """The text with its places filled; what is not known yet is left open for the writer."""
    return _PLACE.sub(lambda place: facts.get(place[1]) or _OPEN_PLACE.format(place[1]), text)


def open_places(text: str) -> list[str]:
    """The places that are still to be filled by hand."""
    return list(dict.fromkeys(_OPEN.findall(text)))
