"""Two texts compared as a reader compares them: sentence by sentence, then within."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
WORD = re.compile(r"[A-Za-z]+|[\d.,]+|.", re.DOTALL)
MOST_PRODUCT = 1_000_000
"""Two passages with more pairs of words than that are shown whole, as their comparison is slow."""
LEAST_LIKENESS = 0.4
"""Passages less alike than this (0 to 1) are read more easily whole than cut into pieces."""
LONGEST_SAME = 120
"""What stays the same is shortened where it is longer, in characters."""


class TextChange(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A piece of text and what became of it."""

    mark: TextChange
    text: str


@dataclass(frozen=True)
class Difference:
    """A field, before and after in words; equal where nothing was changed."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the two are not the same."""
        return self.before != self.after

    @property
    def pieces(self) -> list[Piece]:
        """What was removed and added, in the order of reading."""
        return compare(self.before, self.after)


def compare(before: str, after: str) -> list[Piece]:
    """The two texts as one: what stays, what was removed, what was added."""
    found: list[Piece] = []
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    for mark, here, there in _steps(old, new):
        if mark is TextChange.SAME:
            found.append(Piece(mark, _shortened("".join(here))))
        else:
            found += _within("".join(here), "".join(there))
    return [piece for piece in found if piece.text]


def _steps(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[TextChange, list[str], list[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        mark = TextChange.SAME if tag == "equal" else TextChange.REMOVED
        yield mark, list(old[start:end]), list(new[other_start:other_end])


def _within(before: str, after: str) -> Iterator[Piece]:
    old, new = WORD.findall(before), WORD.findall(after)
    whole = len(old) * len(new) > MOST_PRODUCT
    if whole or SequenceMatcher(None, old, new, autojunk=False).ratio() < LEAST_LIKENESS:
        yield from (Piece(TextChange.REMOVED, before), Piece(TextChange.ADDED, after))
        return
    for mark, here, there in _steps(old, new):
        if mark is TextChange.SAME:
            yield Piece(mark, "".join(here))
        else:
            yield from (
                Piece(TextChange.REMOVED, "".join(here)),
                Piece(TextChange.ADDED, "".join(there)),
            )


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_SAME:
        return text
    end_length = LONGEST_SAME // 3
    return (
        f"{text[:end_length]}……（中间 {len(text) - 2 * end_length} 字未改动）……{text[-end_length:]}"
    )
