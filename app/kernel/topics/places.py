"""Which district a text speaks of: by names of districts, towns, streets and known places."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from app.kernel.search.analysis import fold
from app.kernel.topics.learning import MAX_LETTERS

FILE = Path(__file__).parent / "data" / "places.toml"

_KINDS = ("畲族镇", "畲族乡", "街道", "镇", "乡")
_OFFICE = re.compile(r"街道|镇|乡|办事处|所|分局|市监|市场监|派出所|中心小学|卫生院")
"""What makes a place of an everyday word: 大门 is a gate, 大门镇 and 大门市监所 are in 洞头."""

_ROAD = re.compile(r"[东南西北中]?(?:路|街|巷|弄|大道|大厦|湾)")
"""Streets of one district bear the names of others: 瑞安路 is in 鹿城."""

WHOLE, TOWN, SHORT, CODE = 4, 4, 3, 2
"""What a name is worth: 瓯海区; 梧田街道 or a known place; 瓯海 or 梧田; the region of a code."""


class NamedDistrict(Protocol):
    """What is needed of a district."""

    code: str
    name: str
    aliases: list[str]
    former_codes: list[dict[str, Any]]


@dataclass(frozen=True)
class DistrictMatch:
    """A district with the names that speak for it."""

    district: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class _Name:
    district: str
    worth: int
    is_everyday: bool = False
    may_be_road: bool = False

    def stands(self, text: str, end: int) -> bool:
        """Whether the name, which ends there in the text, means a place."""
        if self.is_everyday:
            return _OFFICE.match(text, end) is not None
        return not (self.may_be_road and _ROAD.match(text, end))


class PlaceFinder:
    """The names of all districts, looked for in one pass, the longest first at each place."""

    def __init__(self, districts: Iterable[NamedDistrict]) -> None:
        self._names: dict[str, _Name] = {}
        self._codes: dict[str, str] = {}
        self._carved_from: dict[str, str] = {}
        for district, words in _places().items():
            for word in words["towns"]:
                short = next(word.removesuffix(kind) for kind in _KINDS if word.endswith(kind))
                self._names[word] = _Name(district, TOWN)
                if len(short) > 1:
                    is_everyday = short in words["everyday"]
                    self._names[short] = _Name(district, SHORT, is_everyday=is_everyday)
            self._names |= {word: _Name(district, TOWN) for word in words["known"]}
        known = list(districts)
        for each in known:
            self._add_district(each, {other.code for other in known})
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._names:
            lengths[word[0]].add(len(word))
        self._beginning = re.compile(_beginnings(self._names))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def find(self, text: str, *, code: str = "") -> DistrictMatch | None:
        """The district that most names, or the region of ``code``, speak for.

        None where nothing speaks for one, or as much for another.
        """
        worth: defaultdict[str, int] = defaultdict(int)
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word, name in self._in(fold(text[:MAX_LETTERS])):
            if word not in found[name.district]:
                found[name.district].append(word)
                worth[name.district] += name.worth
        if region := self._codes.get(code[2:8] if len(code) == 18 else code[:6]):
            worth[region] += CODE
        for part, whole in self._carved_from.items():
            # Who names both means the part: 苍南县龙港镇 has been 龙港市 since 2019.
            if part in found and whole in worth:
                worth[part] += worth.pop(whole)
        first, *others = sorted(worth, key=lambda district: worth[district], reverse=True) or [""]
        if not first or (others and worth[others[0]] == worth[first]):
            return None
        return DistrictMatch(first, tuple(found[first]))

    def today(self, district: str, part: str | None) -> str:
        """A district, or the part of it that has become a district of its own since."""
        return part if part and self._carved_from.get(part) == district else district

    def _in(self, text: str) -> Iterable[tuple[str, _Name]]:
        at = 0
        while begin := self._beginning.search(text, at):
            word = self._at(text, begin.start())
            if word:
                yield word, self._names[word]
            at = begin.start() + (len(word) or 1)

    def _at(self, text: str, at: int) -> str:
        """The longest name that stands at a place and means a place there."""
        for length in self._lengths.get(text[at], ()):
            word = text[at : at + length]
            if (name := self._names.get(word)) and name.stands(text, at + length):
                return word
        return ""

    def _add_district(self, district: NamedDistrict, all_codes: set[str]) -> None:
        former = [each["name"] for each in district.former_codes]
        for word in (district.name, *district.aliases, *former):
            is_short = len(word) == 2
            self._names[word] = _Name(
                district.code, SHORT if is_short else WHOLE, may_be_road=is_short
            )
        self._codes[district.code] = district.code
        for each in district.former_codes:
            self._codes.setdefault(each["code"], district.code)
            if each["code"] in all_codes:
                self._carved_from[district.code] = each["code"]


def _beginnings(words: Iterable[str]) -> str:
    """A pattern for the first two characters of words: far fewer places of a text have both."""
    seconds: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        seconds[word[0]].add(re.escape(word[1]))
    return "|".join(
        f"{re.escape(first)}[{''.join(sorted(each))}]" for first, each in sorted(seconds.items())
    )


@cache
def _places() -> Mapping[str, Mapping[str, Any]]:
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    everyday = frozenset(content.pop("everyday").split())
    return {
        code: {
            "towns": f"{lists['towns']} {lists['former']}".split(),
            "known": lists["known"].split(),
            "everyday": everyday,
        }
        for code, lists in content.items()
    }
