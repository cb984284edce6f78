"""The files of an index: named arrays, and the folded texts of all documents.

Arrays lie one after another as in memory, each at a multiple of ALIGNMENT. A description follows,
then its length; a file cut short has none that fits, and is refused. Readers map or read what
they need, so that opening costs nothing.

Texts are one file that only grows; deleted documents leave theirs behind until the index is
rebuilt. Pairs of characters name the candidates; a look at their texts tells in which of them a
stretch of characters stands as a whole.
"""

import json
import mmap
import os
import re
import weakref
from collections.abc import Iterable
from functools import cached_property
from itertools import repeat
from operator import contains
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.kernel.search.analysis import whole_word_pattern

Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
AnyArray = npt.NDArray[Any]
ALIGNMENT = 64
LENGTH_BYTES = 8

SMALL = 1 << 20
"""Arrays of no more bytes are mapped even where a stretch is wanted: while a process reads, another
of its threads takes over, and gives back only when it pleases."""

TEXTS_FILE = "texts.bin"

UNIT = 4
"""Texts begin at multiples of this, so that 32 bits name places in 8 GB."""

SEPARATOR = "\n"
"""Between fields: folding leaves no line break in a text, so nothing is found across two."""


class ArrayWriter:
    """Writes arrays, in one piece or in several, so that large ones need not be in memory."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._described: dict[str, tuple[str, int, int]] = {}

    def __enter__(self) -> "ArrayWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            description = json.dumps(self._described).encode()
            self._file.write(description + len(description).to_bytes(LENGTH_BYTES, "little"))
        self._file.close()

    def write(self, name: str, *parts: AnyArray) -> None:
        """Write an array that is at hand."""
        self.write_parts(name, str(parts[0].dtype), parts)

    def write_parts(self, name: str, dtype: str, parts: Iterable[AnyArray]) -> None:
        """Write an array as its parts come."""
        self._file.write(bytes(-self._file.tell() % ALIGNMENT))
        start = self._file.tell()
        for part in parts:
            self._file.write(np.ascontiguousarray(part, dtype).data)
        size = (self._file.tell() - start) // np.dtype(dtype).itemsize
        self._described[name] = (np.dtype(dtype).str, start, size)


class ArrayFile:
    """The arrays of a file: mapped where all of one is looked at, read where a stretch is."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises ValueError when it is damaged."""
        self._name = path.name
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self._described = self._description()
        self._small: dict[str, AnyArray] = {}

    def _description(self) -> dict[str, tuple[str, int, int]]:
        end = os.fstat(self._descriptor).st_size - LENGTH_BYTES
        length = int.from_bytes(self._bytes(end, LENGTH_BYTES), "little")
        try:
            described: dict[str, tuple[str, int, int]] = json.loads(
                self._bytes(end - length, length)
            )
        except ValueError as error:
            raise self._damaged() from error
        return described

    @cached_property
    def _content(self) -> mmap.mmap:
        return mmap.mmap(self._descriptor, 0, access=mmap.ACCESS_READ)

    def mapped(self, name: str) -> AnyArray:
        """An array, each part of which comes into memory when it is looked at, and stays."""
        dtype, start, size = self._described[name]
        return np.frombuffer(self._content, dtype, size, start) if size else np.empty(0, dtype)

    def read(self, name: str, start: int, stop: int) -> AnyArray:
        """A stretch of an array; of a large one it is let go of after use."""
        if name in self._small:
            return self._small[name][start:stop]
        dtype, begin, size = self._described[name]
        width = np.dtype(dtype).itemsize
        if size * width <= SMALL:
            self._small[name] = self.mapped(name)
            return self.read(name, start, stop)
        return np.frombuffer(self._bytes(begin + start * width, (stop - start) * width), dtype)

    def _bytes(self, start: int, length: int) -> bytes:
        found = os.pread(self._descriptor, length, start) if start >= 0 else b""
        if len(found) != length:
            raise self._damaged()
        return found

    def _damaged(self) -> ValueError:
        return ValueError(f"{self._name} is damaged")


class TextWriter:
    """Appends texts to the file of a directory."""

    def __init__(self, directory: Path) -> None:
        self._file = (directory / TEXTS_FILE).open("ab")
        self._end = self._file.seek(0, os.SEEK_END)

    def __enter__(self) -> "TextWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def append(self, names: Iterable[str], others: Iterable[str]) -> tuple[int, int, int]:
        """Add a document; returns its place in units of 4 bytes, the bytes of its names, of all."""
        name_part = _joined(names)
        content = name_part + _joined(others)
        filler = -self._end % UNIT
        place = (self._end + filler) // UNIT
        self._end += self._file.write(bytes(filler) + content)
        return place, len(name_part), len(content)


class TextReader:
    """The file as it was when it was opened."""

    def __init__(self, directory: Path) -> None:
        self._descriptor = os.open(directory / TEXTS_FILE, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self.size = os.fstat(self._descriptor).st_size

    def holding(self, places: Numbers, lengths: Numbers, phrase: str) -> Mask:
        """In which of the texts, given by place and length, the phrase stands."""
        starts = places.astype(np.int64) * UNIT
        texts = map(os.pread, repeat(self._descriptor), lengths.tolist(), starts.tolist())
        return np.fromiter(_standing(phrase, texts), np.bool_, count=len(places))


def _standing(phrase: str, texts: Iterable[bytes]) -> Iterable[bool]:
    """Whether the phrase stands in each of the texts, without a line of ours run for each."""
    if pattern := whole_word_pattern(phrase):
        return map(bool, map(re.compile(pattern.encode()).search, texts))
    return map(contains, texts, repeat(phrase.encode()))


def _joined(texts: Iterable[str]) -> bytes:
    return "".join(text + SEPARATOR for text in texts if text).encode("utf-8", "replace")
