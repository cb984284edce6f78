"""Files of named arrays that readers map: all processes share one copy, and opening costs nothing.

The arrays lie one after another as in memory, each at a multiple of ALIGNMENT. A description
follows, then its length. A file cut short has no description that fits, and is refused.
"""

import json
import mmap
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
AnyArray = npt.NDArray[Any]

ALIGNMENT = 64
LENGTH_BYTES = 8


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


def mapped(path: Path) -> Mapping[str, AnyArray]:
    """All arrays of a file. Raises ValueError when it is damaged."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size <= LENGTH_BYTES:
            raise ValueError(f"{path.name} is empty")
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    end = len(content) - LENGTH_BYTES
    length = int.from_bytes(content[end:], "little")
    if length > end:
        raise ValueError(f"{path.name} has been cut short")
    described = json.loads(content[end - length : end])
    return {
        name: np.frombuffer(content, dtype, size, start) if size else np.empty(0, dtype)
        for name, (dtype, start, size) in described.items()
    }
