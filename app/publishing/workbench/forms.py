"""What people say about a file: what it holds, which column is which field, in which unit."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from app.kernel.imports import values
from app.kernel.imports.cells import SheetRow
from app.kernel.imports.columns import (
    LEFT_OUT,
    UNITS,
    ColumnChoice,
    Guess,
    count_below,
    guess,
    holds_amount,
    likely_header,
    missing_labels,
    rows_of,
)
from app.kernel.imports.layouts import Layout, match
from app.kernel.imports.rules import FindingKind, ImportState
from app.kernel.web.filtering import ChoiceFilter, FilterForm

MEGABYTE = 1024 * 1024
MAX_UPLOAD = 20 * MEGABYTE


@dataclass(frozen=True)
class AssignedTable:
    """A sheet with its header chosen, and the guesses for its columns."""

    sheets: Sequence[Mapping[str, Any]]
    position: int
    header: SheetRow
    below: Sequence[SheetRow]
    guesses: Sequence[Guess]

    @property
    def sheet(self) -> Mapping[str, Any]:
        """The sheet that is looked at."""
        return self.sheets[self.position]

    @property
    def total(self) -> int:
        """How many rows of data there are."""
        return count_below(self.sheet, self.header.number)

    @property
    def rows(self) -> list[SheetRow]:
        """All rows that may be the header."""
        return rows_of(self.sheet)


def table_of(
    sheets: Sequence[Mapping[str, Any]],
    layout: Layout,
    remembered: Mapping[str, str],
    *,
    choice: ColumnChoice | None = None,
    position: int | None = None,
    header_row: int | None = None,
) -> AssignedTable:
    """The table as asked for, as it was chosen before, or as it is most likely meant."""
    if position is None or not 0 <= position < len(sheets):
        names = [sheet["name"] for sheet in sheets]
        known = choice.sheet if choice else None
        position = names.index(known) if known in names else _most_telling(sheets, layout)
        header_row = header_row or (choice.header_row if choice else None)
    rows = rows_of(sheets[position])
    header = next((row for row in rows if row.number == header_row), None) or likely_header(
        rows, layout, remembered
    )
    below = [row for row in rows if row.number > header.number]
    guesses = guess(header, below, layout, remembered)
    return AssignedTable(sheets, position, header, below, guesses)


def _most_telling(sheets: Sequence[Mapping[str, Any]], layout: Layout) -> int:
    """The sheet in which a row names most fields."""

    def score(position: int) -> int:
        return max(len(match(row, layout).columns) for row in rows_of(sheets[position]))

    return max(range(len(sheets)), key=score)


class ImportFilterForm(FilterForm):
    """Narrows the list of imports."""

    state = ChoiceFilter("状态", ImportState.choices())


CHANGES = "changes"
"""The tab of the rows that change a record."""


class ImportFindingsForm(FilterForm):
    """What is shown of the rows: errors unless hints or changes are asked for."""

    show = ChoiceFilter("检查结果", [*FindingKind.choices(), (CHANGES, "变更")])

    @property
    def wants_changes(self) -> bool:
        """Whether the rows are wanted that change a record."""
        return bool(self.show.data == CHANGES)

    @property
    def shown_kind(self) -> FindingKind:
        """The kind of findings."""
        return FindingKind.ERROR if self.wants_changes else FindingKind(self.show.data or "error")


class ImportReturnForm(FlaskForm):
    """Why a reviewer gives an import back."""

    reason = StringField(
        "退回理由",
        [InputRequired("请写明退回的理由"), Length(2, 300, "理由应为 2 至 300 字")],
    )


class UploadForm(FlaskForm):
    """A file of at most 20 MB, and what it holds."""

    kind = SelectField("表格内容", [InputRequired("请选择表格的内容")])
    file = FileField(
        "表格文件",
        [FileRequired("请选择要上传的文件")],
        description="xlsx、xls、et、csv 都可以，每次一个，不超过20MB。表头不必在第一行。",
    )
    token = HiddenField(
        validators=[Regexp(r"^[0-9a-f]{32}$")], default=lambda: secrets.token_hex(16)
    )

    def offer(self, kinds: Iterable[tuple[str, str]]) -> None:
        """Set the kinds that can be imported."""
        self.kind.choices = [SelectChoice(value, label) for value, label in kinds]

    def content(self) -> bytes:
        """The bytes of the file, at most one more than are allowed."""
        data: bytes = self.file.data.stream.read(MAX_UPLOAD + 1)
        return data

    def validate_file(self, field: FileField) -> None:
        """The size in MB, said in words."""
        stream = field.data.stream
        size = stream.seek(0, 2)
        stream.seek(0)
        if size > MAX_UPLOAD:
            raise ValidationError(
                f"文件有 {size / MEGABYTE:.1f}MB，不能大于 {MAX_UPLOAD // MEGABYTE}MB。"
                "请分成几个文件，分别上传。"
            )
        if size == 0:
            raise ValidationError("文件是空的，没有任何内容。请检查后重新选择。")


class ColumnsForm(FlaskForm):
    """A choice for each column; ``for_table`` makes the fields."""

    table: AssignedTable
    layout: Layout

    @classmethod
    def for_table(
        cls, table: AssignedTable, layout: Layout, choice: ColumnChoice | None
    ) -> "ColumnsForm":
        """The form for this very table, filled in with the guesses."""
        fields: dict[str, Any] = {"table": table, "layout": layout}
        for each in table.guesses:
            fields[f"column_{each.index}"] = _column_field(each, layout)
            fields[f"unit_{each.index}"] = _unit_field(each, table, choice)
        for name, options in layout.whole.items():
            fields[f"whole_{name}"] = _whole_field(layout.label(name), options, name, choice)
        made: ColumnsForm = type("ColumnsForm", (cls,), fields)()
        return made

    @property
    def rows(self) -> list[tuple[Guess, Any]]:
        """Each column with its field."""
        return [(each, self[f"column_{each.index}"]) for each in self.table.guesses]

    @property
    def amounts(self) -> list[tuple[Guess, Any]]:
        """Each column that is taken for an amount, with the question for its unit."""
        return [
            (each, self[f"unit_{each.index}"])
            for each, field in self.rows
            if holds_amount(field.data or LEFT_OUT, self.layout)
        ]

    @property
    def whole(self) -> list[Any]:
        """The questions for what may hold for every row: those that no column answers."""
        chosen = {name for _each, field in self.rows for name in (field.data or "").split("+")}
        return [self[f"whole_{name}"] for name in self.layout.whole if name not in chosen]

    @property
    def choice(self) -> ColumnChoice:
        """What the person has said."""
        return ColumnChoice(
            sheet=self.table.sheet["name"],
            header_row=self.table.header.number,
            fields={each.index: field.data or LEFT_OUT for each, field in self.rows},
            units={each.index: field.data for each, field in self.amounts},
            stated={
                field.name.removeprefix("whole_"): field.data.strip()
                for field in self.whole
                if field.data and field.data.strip()
            },
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """All required fields are there, and each amount has a unit."""
        valid: bool = super().validate(extra_validators)
        for each, field in self.amounts:
            if not field.data and not field.errors:
                field.errors = [f"请选择“{each.title or each.letter}”以什么为单位"]
                valid = False
        if missing := missing_labels(self.choice, self.layout):
            self.form_errors.append(f"还没有对应：{'、'.join(missing)}。请为它们选择所在的列。")
            valid = False
        if not self.table.below:
            self.form_errors.append("表头下面没有数据行。请补上数据后重新上传。")
            valid = False
        return valid


def _column_field(each: Guess, layout: Layout) -> SelectField:
    labels = {
        field.name: f"{field.label}（必填）" if field.required else field.label
        for field in layout.fields
    }
    options = [SelectChoice(LEFT_OUT, "不导入")]
    if "+" in each.fields:
        joined = "、".join(labels[name] for name in each.fields.split("+"))
        options.append(SelectChoice(each.fields, joined))
    options += [SelectChoice(name, label) for name, label in labels.items()]
    label = f"“{each.title or each.letter + ' 列'}”对应的平台字段"
    return SelectField(label, choices=options, default=each.fields)


def _whole_field(label: str, options: Sequence[str], name: str, choice: ColumnChoice | None) -> Any:
    """Without words to choose from, a line of text."""
    words = f"整张表的{label}"
    stated = choice.stated.get(name, "") if choice else ""
    description = "表里没有这一列时，可以在这里为每一行填写"
    if not options:
        return StringField(words, [Length(max=100)], default=stated, description=description)
    choices = [SelectChoice("", "表里没有，也不填"), *(SelectChoice(one, one) for one in options)]
    return SelectField(words, choices=choices, default=stated, description=description)


def _unit_field(each: Guess, table: AssignedTable, choice: ColumnChoice | None) -> RadioField:
    """The unit is preset where the title states it, or where it was chosen for this file."""
    stated = each.stated_unit if each.stated_unit in values.UNITS else ""
    same = choice and (choice.sheet, choice.header_row) == (
        table.sheet["name"],
        table.header.number,
    )
    preset = (choice.units.get(each.index) if choice and same else "") or stated
    units = [*UNITS, *([stated] if stated and stated not in UNITS else [])]
    return RadioField(
        f"“{each.title or each.letter + ' 列'}”以什么为单位？",
        [Optional()],
        choices=[SelectChoice(unit, unit) for unit in units],
        default=preset or None,
        description=f"前几行是 {'、'.join(each.samples)}" if each.samples else "",
    )
