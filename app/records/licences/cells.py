"""Cells of files of licences that are read in a way of their own."""

import re

from app.kernel.imports.cells import BadValueError, Cell
from app.kernel.imports.values import digits, plain
from app.kernel.imports.words import meaning
from app.records.licences.rules import LicenceKind

KIND_CODES = {f"{place:02}": kind for place, kind in enumerate(LicenceKind, start=1)}


def licence_kind(cell: Cell, _unit: str | None = None) -> LicenceKind:
    """The kind by its code (01, also as the number 1) or by its word."""
    written = plain(cell)
    found = KIND_CODES.get(written.zfill(2)) or meaning("licences", "kind", written)
    if found is None:
        words = "、".join(kind.label for kind in LicenceKind)
        raise BadValueError(f"“{written[:30]}”不是许可类别，可以填 {words}")
    return LicenceKind(found)


def organisation_code(cell: Cell, _unit: str | None = None) -> str:
    """The code of an organisation (GB 11714), with or without its dash."""
    written = digits(cell).replace("-", "")
    if not re.fullmatch(r"[0-9A-Z]{9}", written):
        raise BadValueError("组织机构代码应为9位数字或大写字母")
    return written
