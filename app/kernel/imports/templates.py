"""The empty table of a kind: a workbook with the titles that its import understands."""

import io
from typing import TYPE_CHECKING

from app.kernel.imports.layouts import Field, Layout
from app.kernel.imports.new_workbook import new_workbook
from app.kernel.imports.targets import Target
from app.kernel.imports.values import Money

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def template_of(target: Target) -> bytes:
    """The workbook: starred titles must be filled in; details have a sheet of their own."""
    made = io.BytesIO()
    with new_workbook(made) as book:
        detail = target.layout.detail
        _add(book, target.layout, leave_out=detail.into if detail else "")
        if detail:
            _add(book, detail.layout)
    return made.getvalue()


def title_of(field: Field) -> str:
    """The title of a column: amounts with their unit, a star before what must be there."""
    unit = "（元）" if isinstance(field.convert, Money) else ""
    return f"{'*' if field.required else ''}{field.label}{unit}"


def _add(book: "Workbook", layout: Layout, *, leave_out: str = "") -> None:
    sheet = book.add_worksheet(layout.kind_label)
    head = book.add_format({"bold": True, "bg_color": "#E7EDF4", "border": 1})
    plain = book.add_format({"num_format": "@"})
    fields = [each for each in layout.fields if each.name != leave_out]
    for index, field in enumerate(fields):
        sheet.write_string(0, index, title_of(field), head)
        if note := _note(field, layout):
            sheet.write_comment(0, index, note, {"x_scale": 2})
    # Columns of text: no code loses its digits in them, and no date becomes a number.
    sheet.set_column(0, len(fields) - 1, 20, plain)
    sheet.freeze_panes(1, 0)


def _note(field: Field, layout: Layout) -> str:
    """What else there is to know: which of several columns, and which words."""
    labels = [
        "、".join(layout.label(name) for name in group)
        for group in layout.required_any
        if field.name in group
    ]
    words = layout.whole.get(field.name, ())
    return "\n".join(
        [
            *(f"{each} 至少填一个" for each in labels),
            *([f"可以填：{'、'.join(words)}"] if words else []),
        ]
    )
