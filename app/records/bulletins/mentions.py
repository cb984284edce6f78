"""Numbers of decisions and names of firms in running text. Pure."""

import re
from collections.abc import Iterator

_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,20})[〔\[（(【]\s*(\d{4})\s*[〕\]）)】]\s*第?\s*(\d{1,8})\s*号"
)
_FIRM = re.compile(r"[\u4e00-\u9fff（）()]{2,40}?(?:公司|厂|店|商行|经营部|服务部|合作社|超市)")
SHORTEST_NAME = 6
"""Shorter names are words of other names too often."""


def decision_numbers(text: str) -> Iterator[str]:
    """What may be the number of a decision: where its first word begins can't be told."""
    for words, year, number in _NUMBER.findall(text):
        yield from (f"{words[start:]}〔{year}〕{number}号" for start in range(len(words)))


def firm_names(text: str) -> Iterator[str]:
    """What may be the name of a firm: likewise."""
    for found in _FIRM.findall(text):
        yield from (found[start:] for start in range(len(found) - SHORTEST_NAME + 1))
