"""The form above a list: GET parameters that choose, sort and turn pages.

A value that is not among the choices is refused in words; the list never guesses.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date
from types import NoneType
from typing import Any, Self, TypeVar, get_args, get_type_hints

from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    Field,
    Form,
    IntegerField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.validators import Length, NumberRange, Optional

from app.kernel.errors import InvalidInputError

T = TypeVar("T")
MAX_PAGE = 1_000_000
CONTROLS = ("sort", "page", "before", "format")


class ChoiceFilter(Field):
    """One of some values, or all of them."""

    def __init__(self, label: str, choices: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(label, default="", **kwargs)
        self.offer(choices)

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Set the values that may be chosen, with their words."""
        self.options = tuple(choices)

    @property
    def chosen_label(self) -> str:
        """The words of the value chosen; empty for all."""
        return dict(self.options).get(self.data, "")

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and not self.chosen_label:
            raise ValidationError


class TextFilter(StringField):
    """Words or a code to look for, in one form: half-width, without control characters."""

    def __init__(self, label: str, max_length: int = 100, **kwargs: Any) -> None:
        super().__init__(label, [Length(max=max_length)], default="", **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = unicodedata.normalize("NFKC", valuelist[0]) if valuelist else ""
        self.data = " ".join("".join(c if c.isprintable() else " " for c in text).split())

    @property
    def chosen_label(self) -> str:
        """What is looked for, in quotation marks."""
        return f"“{self.data}”" if self.data else ""


class DayFilter(DateField):
    """A day of this site's time, or none."""

    EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)

    def process_formdata(self, valuelist: list[str]) -> None:
        given = [text.strip() for text in valuelist if text.strip()]
        super().process_formdata(given)
        if self.data and not self.EARLIEST <= self.data <= self.LATEST:
            raise ValueError(f"not between {self.EARLIEST} and {self.LATEST}")

    @property
    def chosen_label(self) -> str:
        """The day, under its name."""
        return f"{self.label.text} {self.data}" if self.data else ""


class PageField(IntegerField):
    """The number of a page; nothing typed means the first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("页码", [NumberRange(1, MAX_PAGE)], default=1, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([valuelist[0].strip() or "1"] if valuelist else [])


class RowField(IntegerField):
    """The number of the row after which a page begins; none for the first page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("行号", [Optional(), NumberRange(1)], default=None, **kwargs)


class SortField(SelectField):
    """In which order; the first is the usual one."""

    def __init__(self, *orders: str, **kwargs: Any) -> None:
        choices = [SelectChoice(str(order)) for order in orders]
        super().__init__("排序", choices=choices, default=orders[0], **kwargs)


class FilterForm(Form):
    """Filters of a list. Subclasses add fields; ``read`` fills in and checks them."""

    page = PageField()

    @classmethod
    def read(cls, args: "MultiDict[str, str]", **options: Iterable[tuple[str, str]]) -> Self:
        """The form as the address fills it in, with ``options`` of choices by field name.

        Raises InvalidInputError that names the parameter which can't be understood.
        """
        form = cls(args)
        for name, choices in options.items():
            form[name].offer(choices)
        if not form.validate():
            field = next(field for field in form if field.errors)
            if isinstance(field, DayFilter):
                raise InvalidInputError(f"{field.label.text}请按“2026-11-24”的样子填写。")
            given = str((field.raw_data or [""])[0])[:30]
            raise InvalidInputError(
                f"“{field.label.text}”里没有“{given}”这个选项，或者内容过长。"
                "请返回列表，从页面给出的选项中选择。"
            )
        return form

    @property
    def filters(self) -> list[Field]:
        """The fields that choose, in order, without those that sort and turn pages."""
        return [field for field in self if field.name not in CONTROLS]

    def chosen(self, filters: type[T]) -> T:
        """What the form asks of the list, as a dataclass with a field for each filter.

        A field that is not set keeps its default; others are made of what was chosen by their type.
        """
        values = {}
        for name, hint in get_type_hints(filters).items():
            kind = next((each for each in get_args(hint) or (hint,) if each is not NoneType), str)
            if self[name].data:
                values[name] = kind(self[name].data)
        return filters(**values)

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Name and words of each filter that is set, for links that take it away."""
        return [(field.name, field.chosen_label) for field in self.filters if field.data]

    @property
    def conditions_label(self) -> str:
        """What is looked for, in one phrase; empty when nothing is set."""
        return "、".join(text for _, text in self.chips)


def chosen_number(args: "MultiDict[str, str]", name: str) -> int | None:
    """The id in parameter ``name`` as far as it is one, to be offered among the choices."""
    given = args.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else None
