"""What a field of a record is typed into: lines, texts, days, amounts, choices."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    Field,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from app.kernel.masking import hidden, hide_identity, hide_numbers

MOST_YUAN = Decimal(10) ** 12


def stripped(text: str | None) -> str:
    return (text or "").strip()


class RecordForm(FlaskForm):
    """A form of a record. What it says passes the masking gate before it is public.

    So only numbers of identity papers are refused at once: they are not even kept in drafts.
    """

    def mask(self) -> list[str]:
        """Hide personal data in all texts as the rules propose; returns the fields changed."""
        representative = self._fields.get("legal_representative")
        allowed = {representative.data} if representative and representative.data else set()
        changed = []
        for field in self:
            if isinstance(field, LineInput | ProseInput) and field.data:
                text = hidden(field.data, allowed=allowed)
                if text != field.data:
                    field.data = text
                    changed.append(field.label.text)
        return changed


def paper_field() -> StringField:
    """The number of a person's identity paper: sealed, never part of what is published."""
    shape = Regexp(r"[0-9A-Za-z()（）\-]{5,30}\Z", message="证件号码应为 5 至 30 位数字或字母")
    return StringField(
        "自然人证件号码",
        [Optional(), shape],
        filters=[stripped],
        render_kw={"autocomplete": "off"},
        description="只填自然人当事人的。加密密封，不公示，查看要写理由；已经填过的不再显示，留空不改。",
    )


def no_numbers_of_people(form: Any, field: Field) -> None:
    """Refuse text with a number of a person in it, unless the gate looks at it later."""
    if not field.data:
        return
    if isinstance(form, RecordForm):
        if hide_identity(field.data) != field.data:
            raise ValidationError(f"{field.label.text}里有证件号码，请删去，或者按“遮盖个人信息”")
    elif hide_numbers(field.data) != field.data:
        raise ValidationError(f"{field.label.text}里有证件号码或手机号码，请删去后再保存")


class LineInput(StringField):
    """A line of at most ``most`` characters; required unless ``optional``."""

    def __init__(self, label: str, most: int, *, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(label, _checks(label, most, optional), filters=[stripped], **kwargs)


class ProseInput(TextAreaField):
    """Several lines, of at most ``most`` characters in all; required unless ``optional``."""

    def __init__(self, label: str, most: int, *, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(label, _checks(label, most, optional), filters=[stripped], **kwargs)


class DayInput(DateField):
    """A date; required unless ``optional``."""

    def __init__(self, label: str, *, optional: bool = False, **kwargs: Any) -> None:
        check = Optional() if optional else InputRequired(f"请填写{label}")
        super().__init__(label, [check], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(f"{self.label.text}请按“2026-11-24”的样子填写") from error


class YuanInput(DecimalField):
    """An amount in 元, from 0 to ``MOST_YUAN``; ``cents`` gives it in 分."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        check = NumberRange(0, MOST_YUAN, f"{label}应为不小于 0 的金额")
        super().__init__(label, [Optional(), check], places=2, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([text.replace(",", "").strip() for text in valuelist])
        except ValueError as error:
            raise ValueError(f"{self.label.text}应为数字，单位为元") from error

    @property
    def cents(self) -> int | None:
        """The amount in 分, None when nothing was typed."""
        return None if self.data is None else round(self.data * 100)


class ChoiceInput(SelectField):
    """One of some values; with ``nothing``, words for none of them."""

    def __init__(
        self, label: str, choices: Iterable[tuple[str, str]] = (), nothing: str = "", **kwargs: Any
    ) -> None:
        self.nothing = nothing
        super().__init__(label, choices=self._all(choices), **kwargs)

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Set the values that may be chosen."""
        self.choices = self._all(choices)

    def _all(self, choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
        first = [SelectChoice("", self.nothing)] if self.nothing else []
        return [*first, *(SelectChoice(value, label) for value, label in choices)]


def _checks(label: str, most: int, optional: bool) -> list[Any]:
    first = Optional() if optional else InputRequired(f"请填写{label}")
    return [first, Length(max=most, message=f"{label}最多 {most} 字"), no_numbers_of_people]
