"""Names by their sound: initials (hfdg), spelled syllables (hongfeng), and homophones.

A name is filed under each pair of neighbouring syllables and under stretches of initials. Both
begin at every character, so the beginning of what a person types finds it, too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from pypinyin import Style, lazy_pinyin, pinyin

from app.kernel.search.tokens import CJK, is_cjk, pairs, runs

INITIAL_MARK = "~"
INITIALS_LENGTH = 4
SOUND_MARK = "="
SYLLABLE_END = "'"
MAX_READINGS = 2
MAX_WAYS = 4
LONGEST_SYLLABLE = 6
MAX_LETTERS = 60

_CJK = re.compile(f"[{CJK}]")
_LETTERS = re.compile("[a-z]+")
_COMMON_CHARACTERS = range(0xB0A1, 0xD7FA)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name is meant that has each of ``tokens``, and one that begins with ``beginning``."""

    tokens: tuple[str, ...]
    beginning: str


def initial_tokens(folded: str) -> set[str]:
    """Stretches of up to four initial letters of a name's characters, marked as such.

    华峰电工 has ~hfdg. A character with two readings stands for both of their initials.
    """
    characters = "".join(_CJK.findall(folded))
    return set[str]().union(
        *(_window(characters[at : at + INITIALS_LENGTH]) for at in range(len(characters)))
    )


def sound_tokens(folded: str) -> set[str]:
    """Pairs of neighbouring syllables: 华峰 has =hua'feng and =feng'."""
    found: set[str] = set()
    for run in runs(folded):
        if is_cjk(run):
            found.update(*(sounds_of(pair) for pair in pairs(run)))
            found.update(SOUND_MARK + reading + SYLLABLE_END for reading in readings(run[-1]))
    return found


@lru_cache(maxsize=100_000)
def sounds_of(pair: str) -> frozenset[str]:
    """The tokens of two characters, one for each way to read them."""
    ways = product(readings(pair[0]), readings(pair[1]))
    return frozenset(f"{SOUND_MARK}{first}{SYLLABLE_END}{second}" for first, second in ways)


@lru_cache(maxsize=30_000)
def readings(char: str) -> tuple[str, ...]:
    """The most usual readings of a character, without tones."""
    written = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(way for way in written if _LETTERS.fullmatch(way)))[:MAX_READINGS]


def typed_initials(word: str) -> Spelling:
    """What a name must have for a word of typed initials."""
    stretches = [
        INITIAL_MARK + word[start : start + INITIALS_LENGTH]
        for start in range(max(1, len(word) - INITIALS_LENGTH + 1))
    ]
    return Spelling(tuple(dict.fromkeys(stretches[:-1])), stretches[-1])


def typed_syllables(letters: str) -> tuple[Spelling, ...]:
    """The ways to read letters as syllables, the last of which may be incomplete."""
    if not _LETTERS.fullmatch(letters) or len(letters) > MAX_LETTERS:
        return ()
    return tuple(_spelling(way) for way in _ways(letters))


def _spelling(way: tuple[str, ...]) -> Spelling:
    if len(way) == 1:
        return Spelling((), SOUND_MARK + way[0])
    joined = [f"{SOUND_MARK}{first}{SYLLABLE_END}{second}" for first, second in pairwise(way)]
    return Spelling(tuple(dict.fromkeys(joined[:-1])), joined[-1])


def _ways(letters: str) -> Iterable[tuple[str, ...]]:
    """Up to MAX_WAYS divisions into syllables, found from the end; long syllables first."""
    syllables, beginnings = _syllables()
    rests: list[list[tuple[str, ...]]] = [[] for _ in letters] + [[()]]
    for start in range(len(letters) - 1, -1, -1):
        found = rests[start]
        for end in range(min(len(letters), start + LONGEST_SYLLABLE), start, -1):
            part = letters[start:end]
            if part in syllables or (end == len(letters) and part in beginnings):
                found.extend((part, *rest) for rest in rests[end])
        found.sort(key=len)
        del found[MAX_WAYS:]
    return rests[0]


@lru_cache(maxsize=1)
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    """All syllables of the common characters, and what a syllable can begin with."""
    codes = (code for code in _COMMON_CHARACTERS if code & 0xFF > 0xA0)
    characters = (code.to_bytes(2, "big").decode("gb2312", "ignore") for code in codes)
    syllables = frozenset(filter(str.isalpha, lazy_pinyin("\n".join(characters))))
    return syllables, frozenset(each[:end] for each in syllables for end in range(1, len(each)))


@lru_cache(maxsize=50_000)
def _window(characters: str) -> frozenset[str]:
    choices = product(*(_initials(char) for char in characters))
    return frozenset(INITIAL_MARK + "".join(letters) for letters in choices)


@lru_cache(maxsize=30_000)
def _initials(char: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading[:1] for reading in readings(char)))
