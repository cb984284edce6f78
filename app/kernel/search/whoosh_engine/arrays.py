"""Files of named arrays, of which readers map or read what they need: opening costs nothing.

The arrays lie one after another as in memory, each at a multiple of ALIGNMENT. A description
follows, then its length. A file cut short has no description that fits, and is refused.
"""

import json
import mmap
import os
import weakref
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
AnyArray = npt.NDArray[Any]

ALIGNMENT = 64
LENGTH_BYTES = 8
SMALL = 1 << 20
"""Arrays of no more bytes are mapped even where a stretch is wanted: while a process reads, another
of its threads takes over, and gives back only when it pleases."""


class ArrayWriter:
    """Writes arrays, in one piece or in several, so that large ones need not be in memory."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._described: dict[str, tuple[str, int, int]] = {}

    def __enter__(self) -> "ArrayWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        if kind is None:
            self._describe()
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

    def _describe(self) -> None:
        description = json.dumps(self._described).encode()
        self._file.write(description + len(description).to_bytes(LENGTH_BYTES, "little"))


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
