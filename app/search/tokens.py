"""What is indexed and looked up: pairs of neighbouring characters, and whole Latin words.

Pairs find every substring of two characters or more, without a dictionary that could miss a
brand. The last character of a run is a token of its own, so that each character begins some
token; a single character is then answered by all tokens that begin with it.
"""

import re
from functools import lru_cache
from itertools import product

from pypinyin import Style, pinyin

CJK = "々〇぀-ヿ㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
INITIAL_MARK = "~"
INITIALS_LENGTH = 4
MAX_READINGS = 2

_RUN = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")
_CJK = re.compile(f"[{CJK}]")


def runs(folded: str) -> list[str]:
    """Stretches of Chinese characters, and words of other scripts, in order."""
    return _RUN.findall(folded)


def is_cjk(run: str) -> bool:
    """Whether the run is written in characters."""
    return _CJK.match(run) is not None


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run of two characters or more."""
    return [run[start : start + 2] for start in range(len(run) - 1)]


def index_tokens(folded: str) -> set[str]:
    """All tokens under which a text is filed."""
    found: set[str] = set()
    for run in runs(folded):
        if is_cjk(run):
            found.update(pairs(run))
            found.add(run[-1])
        else:
            found.add(run)
    return found


def initial_tokens(folded: str) -> set[str]:
    """Stretches of four initial letters of a name's characters, marked as such.

    华峰电工 has ~hfdg. A character with two readings stands for both of their initials.
    """
    characters = "".join(_CJK.findall(folded))
    last = len(characters) - INITIALS_LENGTH
    return set().union(*(_window(characters[at : at + INITIALS_LENGTH]) for at in range(last + 1)))


def typed_initials(word: str) -> list[str]:
    """The tokens that a name must have for a word of typed initials."""
    return [
        INITIAL_MARK + word[start : start + INITIALS_LENGTH]
        for start in range(len(word) - INITIALS_LENGTH + 1)
    ]


@lru_cache(maxsize=50_000)
def _window(characters: str) -> frozenset[str]:
    choices = product(*(_initials(char) for char in characters))
    return frozenset(INITIAL_MARK + "".join(letters) for letters in choices)


@lru_cache(maxsize=30_000)
def _initials(char: str) -> tuple[str, ...]:
    readings = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    letters = dict.fromkeys(reading[:1] for reading in readings if reading[:1].isascii())
    return tuple(letters)[:MAX_READINGS]
