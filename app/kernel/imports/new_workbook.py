"""A workbook to be written, in which text stays text."""

from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook

WRITER = "xlsxwriter"
"""Loaded with the first workbook (ADR 48)."""
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}


def new_workbook(target: Path | IO[bytes], *, rows_as_they_come: bool = False) -> "Workbook":
    """Written to ``target`` when it is closed; ``rows_as_they_come`` are not held in memory."""
    book: Workbook = import_module(WRITER).Workbook(
        target,
        {**OPTIONS, "constant_memory": rows_as_they_come, "in_memory": not rows_as_they_come},
    )
    return book
