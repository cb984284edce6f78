"""The first rows of a workbook of 20 MB, as the desk of imports reads them: what it costs.

``python -m tests.bench.preview``; the texts are of chance, so that they can't be packed small.
"""

import os
import resource
import tempfile
import time
from pathlib import Path
from random import Random

import xlsxwriter

from app.kernel.imports.columns import preview

ROWS, COLUMNS = 93_000, 11
FACTS = 60
"""Characters of the one long text in each row."""


def main() -> None:
    """Make the file in a temporary folder, and print one line."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.xlsx"
        write(file)
        used, began = processor(), time.monotonic()
        (sheet,) = preview(file)
        seconds, worked = time.monotonic() - began, processor() - used
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(  # noqa: T201  # that is what it is for
            f"{file.stat().st_size / 1e6:.1f} MB, {sheet['total']:,} rows: {seconds:.1f} s, "
            f"of the processor {worked:.1f} s, {peak:.0f} MB, load {os.getloadavg()[0]:.1f}"
        )


def write(file: Path) -> None:
    """A table of cells that differ in each row."""
    chance = Random(3)  # noqa: S311  # the same file each time
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [f"第{number}列" for number in range(1, COLUMNS + 1)])
        for row in range(1, ROWS + 1):
            facts = "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(FACTS))
            others = [f"{chance.randrange(10**9)}" for _ in range(COLUMNS - 1)]
            sheet.write_row(row, 0, [facts, *others])


def processor() -> float:
    """Seconds of the processor that this process and its children have used."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
