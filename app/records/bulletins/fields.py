"""The field of articles that names records: cases and companies that an article tells of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wtforms import TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import Length, Optional, ValidationError

from app.publishing.fields.declaring import RecordField
from app.publishing.fields.types import Inputs, NotInFiles
from app.records.bulletins.rules import Meant

MOST_RECORDS = 20
MOST_OFFERED = 3


class RecordLines(TextAreaField):
    """Records that an article tells of, at most 20 lines; ``look_up`` says what a line may mean."""

    errors: Any = ()  # several at once, which wtforms leaves untyped

    def __init__(self, label: str, **kwargs: Any) -> None:
        checks = [Optional(), Length(max=10_000, message=f"{label}最多 10000 字")]
        super().__init__(label, checks, render_kw={"rows": 3}, **kwargs)
        self.look_up: Callable[[str], list[Meant]] = lambda _line: []
        self.keys: list[int] = []

    def process_data(self, value: Any) -> None:
        """What the record has are keys; whoever makes the form puts them into words."""
        super().process_data(value if isinstance(value, str) else "")

    def pre_validate(self, form: BaseForm) -> None:
        lines = [line.strip() for line in (self.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_RECORDS:
            raise ValidationError(f"{self.label.text}最多 {MOST_RECORDS} 条")
        meant = [(line, self.look_up(line)) for line in lines]
        if doubts := [_doubt(line, found) for line, found in meant if len(found) != 1]:
            self.errors = [*self.errors, *doubts[:-1]]
            raise ValidationError(doubts[-1])
        self.keys = list(dict.fromkeys(found[0].key for _, found in meant))


def _doubt(line: str, meant: list[Meant]) -> str:
    """Why a line does not say which record is meant, and how to say it."""
    if not meant:
        return f"没有找到“{line}”。请核对，或者打开它的公示页面，把网址粘贴到这里"
    named = "；".join(each.label for each in meant[:MOST_OFFERED])
    more = "等" if len(meant) > MOST_OFFERED else ""
    return f"“{line}”对得上不止一条，请改填其中一条：{named}{more}"


@dataclass(frozen=True, kw_only=True)
class LinkedRecords(NotInFiles):
    """Records that an article tells of, by their keys; the desk puts them into lines."""

    def inputs(self, field: RecordField) -> Inputs:
        return {field.name: RecordLines(field.label, description=field.hint)}

    def shown(self, value: list[int]) -> str:
        return ""

    @property
    def empty(self) -> list[int]:
        return []
