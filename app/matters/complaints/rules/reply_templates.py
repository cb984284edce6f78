"""Places in a template of a reply: which there are, and how they are filled."""

import re
from collections.abc import Mapping

PLACEHOLDERS = (
    *("编号", "登记编号", "类型", "类别", "收到日期", "受理日期", "本步期限"),
    *("部门", "部门电话", "反映对象", "今天", "查询网址"),
)
"""What a template may name in braces. Nothing of the reporter is among them."""

MOST_TEMPLATES = 40

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
