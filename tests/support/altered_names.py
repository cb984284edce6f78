"""Real names of companies as people write them from memory, made with a fixed seed."""

import csv
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pypinyin import Style, lazy_pinyin
from zhconv import convert

from app.kernel.search.documents import SearchDocument, SearchKind

SEED = 20261124
SCOPE_LENGTH = 20
MAX_SHARING = 10
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
REGION = re.compile(
    "^(浙江省?|温州市?)?(鹿城区?|龙湾区?|瓯海区?|洞头[区县]?|瑞安市?|乐清市?|龙港市?"
    "|永嘉县?|平阳县?|苍南县?|文成县?|泰顺县?)?"
)
SUFFIX = re.compile("(股份有限公司|有限责任公司|有限公司|公司|分公司|经营部|厂|店|行)$")
FORMER_BRANDS = ["砚汐", "瓯禾", "榕榭", "澜峤", "畹泷", "绡屿", "翎岫", "漪沅"]


Change = Callable[[SearchDocument, random.Random], str]


@dataclass(frozen=True)
class Altered:
    """What is typed, the kind of change, and the key of the company that is meant."""

    kind: str
    typed: str
    key: int


def companies(path: Path) -> list[SearchDocument]:
    """The companies of the file; each has an invented former name of its own."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["企业名称"]]
    return [_company(key, row) for key, row in enumerate(rows, 1)]


def _company(key: int, row: dict[str, str]) -> SearchDocument:
    name = row["企业名称"]
    brand = FORMER_BRANDS[key % 8] + FORMER_BRANDS[key // 8 % 8][::-1]
    return SearchDocument(
        kind=SearchKind.COMPANY,
        key=key,
        ref=row["统一社会信用代码"],
        title=name,
        names=(name,),
        former_names=(f"温州市{brand}{core(name)[-2:]}{key % 67}厂",),
        codes=(row["统一社会信用代码"], f"3303002{key:08d}"),
        numbers=(f"温市监罚〔{2020 + key % 6}〕{key}号",),
        texts=(("住所", row["注册地址"]), ("经营范围", row["经营范围"][:SCOPE_LENGTH])),
        visible_from=date(2020, 1, 1),
    )


def core(name: str) -> str:
    """A name without its region and its legal form."""
    return SUFFIX.sub("", REGION.sub("", name)) or name


def altered_names(documents: list[SearchDocument], per_kind: int) -> Iterator[Altered]:
    """As many of each kind of change, of names that part of them can stand for.

    Left out are names with a short core, and those of chains (中国电信 has dozens of shops).
    """
    chance = random.Random(SEED)  # noqa: S311  # the same names each time
    brands = Counter(core(each.title)[:2] for each in documents)
    usable = [
        each
        for each in documents
        if len(core(each.title)) >= 4
        and _is_chinese(each.title)
        and brands[core(each.title)[:2]] <= MAX_SHARING
    ]
    for kind, change in CHANGES.items():
        for document in chance.sample(usable, per_kind):
            yield Altered(kind, change(document, chance), document.key)


def _is_chinese(name: str) -> bool:
    return re.fullmatch("[一-鿿]+", name) is not None


def _region_added(document: SearchDocument, chance: random.Random) -> str:
    return f"温州市{core(document.title)}有限公司"


def _brand_and_tail(document: SearchDocument, chance: random.Random) -> str:
    name = core(document.title)
    return name[:2] + name[-2:] if len(name) > 4 else name


def _other_order(document: SearchDocument, chance: random.Random) -> str:
    name = core(document.title)
    middle = len(name) // 2
    return name[middle:] + name[:middle]


def _words(document: SearchDocument, chance: random.Random) -> str:
    name = core(document.title)
    words = [name[:2], name[2:]]
    chance.shuffle(words)
    return " ".join(words)


def _wrong_character(document: SearchDocument, chance: random.Random) -> str:
    return _changed(document.title, chance, lambda char: chance.choice("虎梦泉乔坛蓝笔"))


def _homophone(document: SearchDocument, chance: random.Random) -> str:
    return _changed(document.title, chance, lambda char: chance.choice(_sounding_like(char)))


def _changed(name: str, chance: random.Random, change: Callable[[str], str]) -> str:
    """One character of the middle of the name becomes another."""
    start = name.index(core(name))
    place = start + chance.randrange(min(4, len(core(name))))
    return name[:place] + change(name[place]) + name[place + 1 :]


@cache
def _sounding_like(char: str) -> list[str]:
    alike = _by_sound().get(lazy_pinyin(char)[0], [])
    return [other for other in alike if other != char] or [char]


@cache
def _by_sound() -> dict[str, list[str]]:
    """The common characters under their readings."""
    codes = (code for code in range(0xB0A1, 0xD7FA) if code & 0xFF > 0xA0)
    characters = [code.to_bytes(2, "big").decode("gb2312", "ignore") for code in codes]
    found: dict[str, list[str]] = {}
    for char in filter(None, characters):
        found.setdefault(lazy_pinyin(char)[0], []).append(char)
    return found


def _spaced(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


CHANGES: dict[str, Change] = {
    "region left out": lambda document, _: REGION.sub("", document.title),
    "form left out": lambda document, _: SUFFIX.sub("", document.title),
    "core only": lambda document, _: core(document.title),
    "region added": _region_added,
    "brand and tail": _brand_and_tail,
    "other order": _other_order,
    "several words": _words,
    "traditional": lambda document, _: convert(core(document.title), "zh-hant"),
    "full width": lambda document, _: document.codes[0].lower().translate(FULL_WIDTH),
    "code with spaces": lambda document, _: _spaced(document.codes[0]),
    "registration number": lambda document, _: document.codes[1],
    "document number": lambda document, chance: document.numbers[0].translate(
        str.maketrans("〔〕", chance.choice(["[]", "()", "（）", "【】", "［］"]))
    ),
    "former name": lambda document, _: document.former_names[0][3:],
    "initials": lambda document, _: "".join(
        lazy_pinyin(core(document.title), style=Style.FIRST_LETTER)
    )[:8],
    "full pinyin": lambda document, _: "".join(lazy_pinyin(core(document.title)[:4])),
    "spaced pinyin": lambda document, _: " ".join(lazy_pinyin(core(document.title)[:4])),
    "wrong character": _wrong_character,
    "homophone": _homophone,
}
