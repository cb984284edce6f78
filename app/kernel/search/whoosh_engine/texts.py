"""The folded texts of all documents, in one file that only grows.

Pairs of characters name the candidates; a look at their texts tells in which of them a
stretch of characters stands as a whole. Deleted documents leave their texts behind until the
index is rebuilt.
"""

import os
import re
import weakref
from collections.abc import Iterable
from itertools import repeat
from operator import contains
from pathlib import Path
from types import TracebackType

import numpy as np

from app.kernel.search.whoosh_engine.arrays import Numbers
from app.kernel.search.whoosh_engine.docsets import Mask

FILE_NAME = "texts.bin"
UNIT = 4
"""Texts begin at multiples of this, so that 32 bits name places in 8 GB."""

SEPARATOR = "\n"
"""Between fields: folding leaves no line break in a text, so nothing is found across two."""


class TextWriter:
    """Appends texts to the file of a directory."""

    def __init__(self, directory: Path) -> None:
        self._file = (directory / FILE_NAME).open("ab")
        self._end = self._file.seek(0, os.SEEK_END)

    def __enter__(self) -> "TextWriter":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        self._file.close()

    def append(self, names: Iterable[str], others: Iterable[str]) -> tuple[int, int, int]:
        """Add a document; returns its place in units, the bytes of its names, and of all."""
        name_part = _joined(names)
        content = name_part + _joined(others)
        filler = -self._end % UNIT
        place = (self._end + filler) // UNIT
        self._end += self._file.write(bytes(filler) + content)
        return place, len(name_part), len(content)


class TextReader:
    """The file as it was when it was opened."""

    def __init__(self, directory: Path) -> None:
        self._descriptor = os.open(directory / FILE_NAME, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self.size = os.fstat(self._descriptor).st_size

    def holding(self, places: Numbers, lengths: Numbers, phrase: str) -> Mask:
        """In which of the texts, given by place and length, the phrase stands."""
        starts = places.astype(np.int64) * UNIT
        texts = map(os.pread, repeat(self._descriptor), lengths.tolist(), starts.tolist())
        return np.fromiter(_standing(phrase, texts), np.bool_, count=len(places))


def _standing(phrase: str, texts: Iterable[bytes]) -> Iterable[bool]:
    """Whether the phrase stands in each of the texts, without a line of ours run for each."""
    if pattern := _whole_words(phrase):
        return map(bool, map(pattern.search, texts))
    return map(contains, texts, repeat(phrase.encode()))


def _whole_words(phrase: str) -> re.Pattern[bytes] | None:
    """A pattern when the phrase has a Latin word or number at an end, which must be whole."""
    before = b"(?<![0-9a-z])" if _is_latin(phrase[:1]) else b""
    after = b"(?![0-9a-z])" if _is_latin(phrase[-1:]) else b""
    return re.compile(before + re.escape(phrase.encode()) + after) if before or after else None


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _joined(texts: Iterable[str]) -> bytes:
    return "".join(text + SEPARATOR for text in texts if text).encode("utf-8", "replace")
