"""Labelled texts to learn from: files of messages, as they come.

A file is a CSV in UTF-8 or a workbook, and its columns tell its kind: messages with 留言主题 and
留言详情, or with 分词文本 (already cut into words), each with its topic in 一级标签; or a tree of
categories, 一级分类 (the topic), 二级分类 and 三级分类, whose names are terms of the topic.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.kernel.imports.cells import SpreadsheetError
from app.kernel.imports.sheets import read_sheets
from app.kernel.topics.learning import PieceCounts, pieces

LABEL, CUT, HEADING, BODY = "一级标签", "分词文本", "留言主题", "留言详情"
FIRST, SECOND, THIRD = "一级分类", "二级分类", "三级分类"

REST = "其他"
"""The name of what a branch of the tree has no other name for."""

HEADING_WORDS = 9
"""How many words of a cut text stand for its heading, which was cut along with it."""

SHARED_BY_COPIES = 0.85
"""Share of its words, 0 to 1, that another text must have."""
FEWEST_WORDS_OF_A_COPY = 6

_WORD = re.compile(r"[一-鿿]{2,4}")


class UnreadableTextsError(Exception):
    """A file has none of the columns that texts are read from."""


@dataclass(frozen=True)
class LabelledText:
    """A text and what it is about. Of a cut text, the words are known."""

    heading: str
    whole: str
    label: str
    words: frozenset[str] = frozenset()

    @property
    def counted(self) -> PieceCounts:
        """What of it counts."""
        return PieceCounts.of_parts(self.heading, self.whole)


@dataclass(frozen=True)
class LabelledTexts:
    """What files hold: the messages that people sent, and terms that somebody chose."""

    messages: list[LabelledText]
    terms: list[LabelledText]


def read_labelled(paths: Iterable[Path]) -> LabelledTexts:
    """All messages and terms of the files, in their order."""
    read = LabelledTexts([], [])
    for path in paths:
        columns, rows = _table(path)
        if {FIRST, SECOND, THIRD} <= columns:
            read.terms.extend(term for row in rows if (term := _term(row)).whole)
        elif LABEL in columns and (CUT in columns or {HEADING, BODY} <= columns):
            make = _cut if CUT in columns else _whole
            read.messages.extend(make(row) for row in rows if row[LABEL])
        else:
            raise UnreadableTextsError(
                f"{path.name}: columns {LABEL} and {CUT}, or {HEADING} and {BODY}; "
                f"or {FIRST}, {SECOND} and {THIRD}"
            )
    return read


def families(texts: Sequence[LabelledText]) -> list[int]:
    """For each text the number of its family: a text, its cut copies, and its repetitions."""
    heads = list(range(len(texts)))
    _join_repetitions(texts, heads)
    for one, other in _copies(texts):
        _join(heads, one, other)
    return [_head(heads, place) for place in range(len(texts))]


def _table(path: Path) -> tuple[set[str], list[dict[str, str]]]:
    """The columns and rows of a file, of a workbook's first sheet."""
    if path.suffix.lower() == ".csv":
        csv.field_size_limit(sys.maxsize)
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            return set(lines.fieldnames or ()), list(lines)
    try:
        sheets = read_sheets(path)
        head, *rows = ([str(cell or "") for cell in row.cells] for row in next(sheets).rows)
    except (SpreadsheetError, StopIteration, ValueError) as error:
        raise UnreadableTextsError(f"{path.name}: no table") from error
    return set(head), [dict(zip(head, row, strict=False)) for row in rows]


def _term(row: dict[str, str]) -> LabelledText:
    names = " ".join(row[column].replace(REST, "") for column in (SECOND, THIRD)).strip()
    return LabelledText(names, names, row[FIRST].strip())


def _whole(row: dict[str, str]) -> LabelledText:
    return LabelledText(row[HEADING], f"{row[HEADING]}\n{row[BODY]}", row[LABEL].strip())


def _cut(row: dict[str, str]) -> LabelledText:
    words = row[CUT].split()
    return LabelledText(
        heading=" ".join(words[:HEADING_WORDS]),
        whole=row[CUT],
        label=row[LABEL].strip(),
        words=frozenset(word for word in words if _WORD.fullmatch(word)),
    )


def _join_repetitions(texts: Sequence[LabelledText], heads: list[int]) -> None:
    first: dict[frozenset[str], int] = {}
    for place, text in enumerate(texts):
        content = text.words or frozenset(pieces(text.whole))
        _join(heads, first.setdefault(content, place), place)


def _copies(texts: Sequence[LabelledText]) -> Iterator[tuple[int, int]]:
    """Pairs of a whole text and a text whose words it nearly all has."""
    cut = {place: text.words for place, text in enumerate(texts) if text.words}
    words_of_copies = frozenset().union(*cut.values()) if cut else frozenset()
    having: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if not text.words:
            for word in words_of_copies.intersection(pieces(text.whole)):
                having[word].append(place)
    for place, words in cut.items():
        if len(words) < FEWEST_WORDS_OF_A_COPY:
            continue
        shared = Counter(other for word in words for other in having.get(word, ()))
        for other, count in shared.most_common(3):
            if count >= SHARED_BY_COPIES * len(words):
                yield other, place


def _head(heads: list[int], place: int) -> int:
    while heads[place] != place:
        place = heads[place]
    return place


def _join(heads: list[int], one: int, other: int) -> None:
    first, second = sorted((_head(heads, one), _head(heads, other)))
    heads[second] = first
