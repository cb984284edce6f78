"""The least that reading a workbook can mean: its cells by openpyxl, and one INSERT a row."""

import sqlite3
import sys
import tempfile
from pathlib import Path

import openpyxl


def read(file: Path) -> None:
    """Read each cell of the first sheet, and insert each row."""
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "bare.db")
        rows = sheet.iter_rows(values_only=True)
        width = len(next(rows))
        names = ", ".join(f"c{number}" for number in range(width))
        database.execute(f"CREATE TABLE decisions ({names})")
        marks = ", ".join("?" * width)
        database.executemany(f"INSERT INTO decisions VALUES ({marks})", rows)
        database.commit()


if __name__ == "__main__":
    read(Path(sys.argv[1]))
