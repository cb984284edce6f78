"""Columns of 32-bit numbers, kept in the byte order of the machine's own arrays.

A column's file is an array as it lies in memory, so readers map it: all processes share one
copy, and opening an index costs nothing.
"""

import mmap
import os
from array import array
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.columns import Column, ColumnReader, ColumnWriter

Numbers = npt.NDArray[np.int32]

LAYOUT = "<i4"
ABSENT = -1


class NumberWriter(ColumnWriter):
    """Collects a column, and writes it in one piece."""

    def __init__(self, dbfile: Any) -> None:
        self._dbfile = dbfile
        self._numbers = array("i")

    def add(self, docnum: int, value: int) -> None:
        """Take the number of a document; those passed over have none."""
        self._fill(docnum)
        self._numbers.append(value)

    def finish(self, doccount: int) -> None:
        """Write the column of an entire segment."""
        self._fill(doccount)
        self._dbfile.write(np.asarray(self._numbers).astype(LAYOUT).tobytes())

    def _fill(self, count: int) -> None:
        if missing := count - len(self._numbers):
            self._numbers.extend([ABSENT] * missing)


class NumberReader(ColumnReader):
    """Gives single numbers to Whoosh when it merges segments."""

    def __init__(self, dbfile: Any, basepos: int, length: int, _doccount: int) -> None:
        self._numbers = np.frombuffer(dbfile.get(basepos, length), LAYOUT)

    def __getitem__(self, docnum: int) -> int:
        return int(self._numbers[docnum])


class NumberColumn(Column):
    """A column of 32-bit numbers. Indexes name this class: renaming it needs a new VERSION."""

    Writer = NumberWriter
    Reader = NumberReader

    def default_value(self, reverse: bool = False) -> int:
        """What a document without a number has."""
        return ABSENT


def mapped(path: Path, size: int) -> Numbers:
    """The column of a segment of ``size`` documents, read from the file as it is needed."""
    with path.open("rb") as file:
        length = os.fstat(file.fileno()).st_size
        if length != size * 4:
            raise ValueError(f"{path.name} holds {length // 4} numbers, not {size}")
        if not size:
            return np.empty(0, np.int32)
        return np.frombuffer(mmap.mmap(file.fileno(), length, access=mmap.ACCESS_READ), LAYOUT)
