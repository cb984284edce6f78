"""What is written becomes what is compared: one form for all writing, tokens, and sounds.

Full width and half width, upper and lower case, traditional and simplified characters meet in
the same folded text, character by character. That keeps a map back to what was written, so a
match found in the folded text can be marked in the original.

What is indexed and looked up are pairs of neighbouring characters, and whole Latin words. Pairs
find every substring of two characters or more, without a dictionary that could miss a brand. The
last character of a run is a token of its own, so that each character begins some token; a single
character is then answered by all tokens that begin with it.

Names are also filed by their sound: under each pair of neighbouring syllables (hongfeng, and
homophones) and under stretches of initials (hfdg). Both begin at every character, so the
beginning of what a person types finds it, too.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise, product

from pypinyin import Style, lazy_pinyin, pinyin

_BRACKETS = str.maketrans("[]{}<>〔〕【】〈〉《》「」『』〖〗", "()()()()()()()()()()")
_DROPPED = {"Cc", "Cf", "Cs", "Cn", "Co", "Mn", "Me"}
CJK = "々〇぀-ヿ㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"

LETTER = f"[^\\W_{CJK}]"
"""A letter or digit of any other script."""

_RUN = re.compile(f"[{CJK}]+|{LETTER}+")
_CJK = re.compile(f"[{CJK}]")
INITIAL_MARK = "~"
INITIALS_LENGTH = 4
SOUND_MARK = "="
SYLLABLE_END = "'"
MAX_READINGS = 2
MAX_WAYS = 4
LONGEST_SYLLABLE = 6
MAX_LETTERS = 60
_LETTERS = re.compile("[a-z]+")
_COMMON_CHARACTERS = range(0xB0A1, 0xD7FA)


class _FoldTable(dict[int, str]):
    """Code point to folded text, filled as characters are met."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Those met that do not become one character."""
        self._simplified = _simplified()

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        for _ in range(4):
            once = "".join(self._once(char) for char in folded)
            if once == folded:
                break
            folded = once
        self[code] = folded
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded

    def _once(self, char: str) -> str:
        if char.isspace():
            return " "
        composed = unicodedata.normalize("NFKC", char).lower()
        return "".join(
            self._simplified.get(part, part)
            for part in composed
            if unicodedata.category(part) not in _DROPPED
        )


def _simplified() -> dict[str, str]:
    """By traditional character, the simplified one.

    Read from zhconv's file: its own reader would keep all its tables in the memory of every
    process, of which nothing else is needed here.
    """
    tables = json.loads(resources.files("zhconv").joinpath("zhcdict.json").read_bytes())
    return {
        traditional: simplified
        for traditional, simplified in tables["zh2Hans"].items()
        if len(traditional) == len(simplified) == 1
    }


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """The form in which texts and queries are compared. Never fails, whatever the input."""
    return text.translate(_FOLD)


def origins(text: str) -> Sequence[int]:
    """For each character of the folded text, the index in ``text`` that it came from."""
    if _FOLD.uneven.isdisjoint(text):
        return range(len(text))
    lengths = (len(_FOLD[ord(char)]) for char in text)
    return [index for index, length in enumerate(lengths) for _ in range(length)]


def exact_key(text: str) -> str:
    """The form in which a code, a document number or a whole name is compared.

    All kinds of brackets are one, and spaces and quotation marks do not count:
    ``温市监罚〔2026〕213号`` and ``温市监罚 [2026] 213号`` are the same number.
    """
    folded = fold(text).translate(_BRACKETS)
    return "".join(char for char in folded if not char.isspace() and char not in "\"'“”‘’")


def runs(folded: str) -> list[str]:
    """Stretches of Chinese characters, and words of other scripts, in order."""
    return _RUN.findall(folded)


def is_cjk(run: str) -> bool:
    """Whether the run is written in characters."""
    return _CJK.match(run) is not None


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run of two characters or more."""
    return [run[start : start + 2] for start in range(len(run) - 1)]


def whole_word_pattern(phrase: str) -> str | None:
    """A pattern where the phrase has a Latin word or number at an end, which must be whole."""
    before = "(?<![0-9a-z])" if _is_latin(phrase[:1]) else ""
    after = "(?![0-9a-z])" if _is_latin(phrase[-1:]) else ""
    return before + re.escape(phrase) + after if before or after else None


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


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
