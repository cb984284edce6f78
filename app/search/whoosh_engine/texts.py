"""The folded texts of all documents, in one file that only grows and that readers map.

Pairs of characters name the candidates; a look at their texts tells in which of them a
stretch of characters stands as a whole. Deleted documents leave their texts behind until the
index is rebuilt.
"""

import mmap
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

import numpy as np

from app.search.whoosh_engine.arrays import Numbers
from app.search.whoosh_engine.docsets import Mask

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
        with (directory / FILE_NAME).open("rb") as file:
            self.size = os.fstat(file.fileno()).st_size
            self._map = (
                mmap.mmap(file.fileno(), self.size, access=mmap.ACCESS_READ) if self.size else b""
            )

    def holding(self, places: Numbers, lengths: Numbers, phrase: str) -> Mask:
        """In which of the texts, given by place and length, the phrase stands."""
        stands = self._test(phrase)
        starts = places.astype(np.int64) * UNIT
        stretches = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
        return np.fromiter(
            (stands(start, end) for start, end in stretches), np.bool_, count=len(places)
        )

    def _test(self, phrase: str) -> Callable[[int, int], bool]:
        texts, encoded = self._map, phrase.encode()
        if pattern := _whole_words(phrase):
            return lambda start, end: pattern.search(texts, start, end) is not None
        return lambda start, end: encoded in texts[start:end]


def _whole_words(phrase: str) -> re.Pattern[bytes] | None:
    """A pattern when the phrase has a Latin word or number at an end, which must be whole."""
    before = b"(?<![0-9a-z])" if _is_latin(phrase[:1]) else b""
    after = b"(?![0-9a-z])" if _is_latin(phrase[-1:]) else b""
    return re.compile(before + re.escape(phrase.encode()) + after) if before or after else None


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _joined(texts: Iterable[str]) -> bytes:
    return "".join(text + SEPARATOR for text in texts if text).encode("utf-8", "replace")
