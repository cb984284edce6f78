"""What makes a submission look like one of many by the same hand. It is told, never refused."""

import re
import unicodedata
from dataclasses import dataclass

from app.kernel.labels import LabelledEnum

DAYS = 30


class Pattern(LabelledEnum):
    """A pattern that staff are told of."""

    SAME_PERSON = ("same_person", "同一联系电话多次提交")
    SAME_WORDS = ("same_words", "相同的文字多次提交")


MANY = {Pattern.SAME_PERSON: 5, Pattern.SAME_WORDS: 3}
"""From how many within DAYS on it is worth telling."""


@dataclass(frozen=True)
class Sign:
    """What a submission is counted by."""

    pattern: Pattern
    value: str


def signs_of(phone: str | None, narrative: str) -> list[Sign]:
    """The signs of a submission; who is anonymous is counted by words alone."""
    signs = [Sign(Pattern.SAME_WORDS, bare(narrative))]
    if phone:
        signs.append(Sign(Pattern.SAME_PERSON, re.sub(r"^\+?86", "", phone)))
    return signs


def is_many(pattern: Pattern, count: int) -> bool:
    """Whether staff are to be told."""
    return count >= MANY[pattern]


def bare(text: str) -> str:
    """The letters and digits of a text, so that blanks and commas make no other text of it."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())
