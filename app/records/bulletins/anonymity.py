"""Words by which the party of a case can be told, and what stands in their place.

A typical case stays readable when the penalty behind it is no longer public (公示期满, 撤下,
信用修复), but nobody is to learn from it whose it was. Pure: text in, text out.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.kernel.search.analysis import fold, origins
from app.records.companies.rules import PartyKind

STAND_IN = {
    PartyKind.ORGANISATION: "某企业",
    PartyKind.SOLE_TRADER: "某经营者",
    PartyKind.PERSON: "某当事人",
}
SOMEBODY, SOMETHING = "某某", "某某"
CODE, DOCUMENT, ADDRESS = "［代码已隐去］", "［文号已隐去］", "［网址已隐去］"

_DATA = tomllib.loads((Path(__file__).parent / "data" / "names.toml").read_text("utf-8"))


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


_PLACES, _FORMS, _TRADES = (
    _longest_first(_DATA[name].split()) for name in ("places", "forms", "trades")
)
_COMMON = frozenset(_DATA["common"].split())
_BETWEEN = r"[\s\"'“”‘’·\-]*"
"""What may stand between two characters of a name, however it was typed."""
_OPENING, _CLOSING = "([{<〔【〈《「『〖", ")]}>〕】〉》」』〗"
_PLACE = re.compile(rf"(?:{'|'.join(_PLACES)})[省市县区]?")
_TOWN = re.compile(r"[\u4e00-\u9fff]{2}(?:街道|镇|乡)")
_END = re.compile(rf"(?:{'|'.join(_FORMS)})$")
_TRADE_END = re.compile(rf"(?:{'|'.join(_TRADES)})$")
_BRACKETED = re.compile(r"\(.*?\)")
_MASKED_PERSON = re.compile(r"(.{1,2}?)某{1,2}")
_NUMBERED = re.compile(r"(.*?)([\[(〔【]\d{4}[\])〕】])第?(\d+号?)")
_SHORT_FOR = re.compile(
    r"\s*[(\[]\s*(?:以下|下)?(?:简称|称|统称)为?[:]?\s*[\"'“‘「『]?(?P<short>[^\"'”’」』()\[\]]{2,20})"
)
_PRONOUNS = frozenset(
    "当事人 该公司 本公司 公司 该企业 企业 该单位 该店 该厂 被处罚人 经营者".split()
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s，。；、）)>”]+", re.IGNORECASE)


@dataclass(frozen=True)
class HiddenParty:
    """By what a party is known: names, codes, document numbers, people who stand for it."""

    kind: PartyKind
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class HiddenSpan:
    """A stretch of a text, and what stands there instead."""

    start: int
    end: int
    stand_in: str


class Cover:
    """Hides some parties in the texts of one article.

    ``others`` are further words that tell them, as its editor knows. ``article`` is the whole
    article: it may say by what short name it goes on calling a party (以下简称).
    """

    def __init__(
        self, parties: Sequence[HiddenParty], *, others: Iterable[str] = (), article: str = ""
    ):
        self._parties = parties
        self._others = tuple(word for word in others if len(word.strip()) > 1)
        self._article = article

    def text(self, text: str) -> str:
        """``text`` without what tells the parties."""
        signs = list(text)
        for stretch in self.stretches(text):
            signs[stretch.start] = stretch.stand_in
            signs[stretch.start + 1 : stretch.end] = [""] * (stretch.end - stretch.start - 1)
        return "".join(signs)

    def stretches(self, text: str) -> list[HiddenSpan]:
        """What has to be hidden in ``text``, in order, none over another."""
        return _hidden_spans(self._whole, text)

    @cached_property
    def _whole(self) -> "_Pattern":
        first = _Pattern([*self._entries(self._others)])
        return _Pattern([*self._entries((*self._others, *_short_names(first, self._article)))])

    def _entries(self, others: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield _ADDRESS.pattern, ADDRESS
        yield from ((_loose(each), SOMETHING) for each in _longest_first(set(others)))
        for party in self._parties:
            yield from ((_numbered(each), DOCUMENT) for each in party.documents)
            yield from ((_loose(each), CODE) for each in party.codes)
            yield from ((_of_person(each), SOMEBODY) for each in party.people if len(each) > 1)
            stand_in = STAND_IN[party.kind]
            yield from ((each, stand_in) for each in _of_names(party))


class _Pattern:
    """Alternatives, each with what replaces it; of two that begin together the first counts."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        self.words = [words for _, words in entries]
        whole = "|".join(f"(?P<g{place}>{each})" for place, (each, _) in enumerate(entries))
        self.expression = re.compile(whole, re.IGNORECASE)


def _hidden_spans(pattern: _Pattern, text: str) -> list[HiddenSpan]:
    folded, positions = fold(text), origins(text)
    found = []
    for match in pattern.expression.finditer(folded):
        if match.end() > match.start():
            words = pattern.words[int(str(match.lastgroup)[1:])]
            found.append(
                HiddenSpan(positions[match.start()], positions[match.end() - 1] + 1, words)
            )
    return found


def _short_names(pattern: _Pattern, text: str) -> Iterator[str]:
    """What the text says that it calls a party by, right behind one of its names."""
    for stretch in _hidden_spans(pattern, text):
        match = _SHORT_FOR.match(fold(text[stretch.end : stretch.end + 60]))
        if match and match["short"] not in _PRONOUNS:
            yield match["short"]


def _of_names(party: HiddenParty) -> Iterator[str]:
    if party.kind is PartyKind.PERSON:
        yield from (_of_person(name) for name in party.names)
        return
    names = _longest_first({name for name in party.names if len(name) > 1})
    yield from map(_loose, names)
    for name in names:
        yield from _shortened(fold(name))


def _shortened(name: str) -> Iterator[str]:
    """The ways to say a firm's name in part: without its place, by its own word alone."""
    core = _core(_BRACKETED.sub("", name))
    own = _own_word(core)
    if own:
        place = rf"(?:(?:{'|'.join(map(_loose, _PLACES))})[省市县区]?{_BETWEEN})*"
        form = rf"(?:{_BETWEEN}(?:{'|'.join(map(_loose, _FORMS))}))*"
        rest = "".join(f"(?:{_BETWEEN}{_sign(sign)}" for sign in core[len(own) :])
        yield f"{place}{_loose(own)}{rest}{')?' * (len(core) - len(own))}{form}"
    elif len(core) > 2:
        yield _loose(core)


def _core(name: str) -> str:
    """The name without its places and its legal form."""
    while match := _PLACE.match(name) or _TOWN.match(name):
        name = name[match.end() :]
    while (match := _END.search(name)) and match.start():
        name = name[: match.start()]
    return name


def _own_word(core: str) -> str:
    """The beginning of ``core`` that no other firm has: mostly two characters; empty for none."""
    own = core
    while match := _TRADE_END.search(own):
        own = own[: match.start()]
    if len(own) < 2 or own in _COMMON:
        return ""
    return own[:2] if own[:2] not in _COMMON else own[:3]


def _of_person(name: str) -> str:
    """张某某 is written 张某, too."""
    match = _MASKED_PERSON.fullmatch(name)
    return f"{_loose(match[1])}某{{1,2}}" if match else _loose(name)


def _numbered(document: str) -> str:
    """The number of a document tells it also without the words before the year."""
    match = _NUMBERED.fullmatch(fold(document).strip())
    if match is None:
        return _loose(document)
    words, year, number = match.groups()
    before = f"(?:{_loose(words)}{_BETWEEN})?" if words else ""
    return f"{before}{_loose(year)}{_BETWEEN}第?{_BETWEEN}{_loose(number)}"


def _loose(text: str) -> str:
    return _BETWEEN.join(_sign(sign) for sign in fold(text) if not sign.isspace())


def _sign(sign: str) -> str:
    for kind in (_OPENING, _CLOSING):
        if sign in kind:
            return f"[{re.escape(kind)}]"
    return re.escape(sign)
