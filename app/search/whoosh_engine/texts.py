"""The folded texts of all documents, in one file that only grows.

Pairs of characters name the candidates; a look at their texts tells in which of them a
stretch of characters stands as a whole. Deleted documents leave their texts behind until the
index is rebuilt.
"""

import os
import re
import weakref
from collections.abc import Callable, Iterable
from itertools import repeat
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
        self._descriptor = os.open(directory / FILE_NAME, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self.size = os.fstat(self._descriptor).st_size

    def holding(self, places: Numbers, lengths: Numbers, phrase: str) -> Mask:
        """In which of the texts, given by place and length, the phrase stands."""
        stands = _test(phrase)
        starts = places.astype(np.int64) * UNIT
        texts = map(os.pread, repeat(self._descriptor), lengths.tolist(), starts.tolist())
        return np.fromiter(map(stands, texts), np.bool_, count=len(places))


def _test(phrase: str) -> Callable[[bytes], bool]:
    """Tells whether the phrase stands in a text."""
    encoded = phrase.encode()
    if pattern := _whole_words(phrase):
        return lambda text: pattern.search(text) is not None
    return lambda text: encoded in text


def _whole_words(phrase: str) -> re.Pattern[bytes] | None:
    """A pattern when the phrase has a Latin word or number at an end, which must be whole."""
    before = b"(?<![0-9a-z])" if _is_latin(phrase[:1]) else b""
    after = b"(?![0-9a-z])" if _is_latin(phrase[-1:]) else b""
    return re.compile(before + re.escape(phrase.encode()) + after) if before or after else None


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _joined(texts: Iterable[str]) -> bytes:
    return "".join(text + SEPARATOR for text in texts if text).encode("utf-8", "replace")
