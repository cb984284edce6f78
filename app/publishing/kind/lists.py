"""The public list of a kind: its filters, what they ask of the table, and what they offer."""

from collections.abc import Mapping
from dataclasses import make_dataclass
from functools import cache, partial
from typing import Any

from werkzeug.datastructures import MultiDict

from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page
from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter, chosen_number
from app.people.queries import bureau_options, district_options
from app.publishing.fields.declaring import Field
from app.publishing.fields.types import Body, Choice, Day, District, Flag, OutsideBody, Year
from app.publishing.kind import queries
from app.publishing.kind.declaration import Options
from app.publishing.kind.kind import RecordKind
from app.publishing.life.listing import (
    TYPED,
    Criterion,
    Listing,
    equals,
    equals_or_empty,
    within_year,
)


def narrowing(kind: RecordKind[Any]) -> list[Field]:
    """The fields by which the list is narrowed, in the order of its filters."""
    fields = [each for each in kind.fields if each.narrows is not None]
    return sorted(fields, key=lambda each: each.narrows.rank if each.narrows else 0)


def apart(kind: RecordKind[Any]) -> list[Field]:
    """The field whose values have a list each, where there is one."""
    return [each for each in kind.fields if each.name == kind.lists_by]


def title(kind: RecordKind[Any], fixed: Mapping[str, Any]) -> str:
    """What the list is called whose address fixes these values."""
    return next((field.type.words(fixed[field.name]) for field in apart(kind)), kind.title)


def parameter(field: Field) -> str:
    """What the address calls the filter of a field."""
    return field.type.filter_name or field.input_name


@cache
def filter_form(kind: RecordKind[Any]) -> type[FilterForm]:
    """The form above the list."""
    inputs: dict[str, Any] = {}
    for field in narrowing(kind):
        label = field.narrows.label if field.narrows else ""
        inputs[parameter(field)] = ChoiceFilter(label or field.label, fixed_choices(field))
    inputs[TYPED] = TextFilter(kind.words_filter)
    inputs["sort"] = SortField(*kind.orders)
    return type(f"{kind.model.__name__}Filters", (FilterForm,), inputs)


@cache
def filters_class(kind: RecordKind[Any]) -> type[Any]:
    """Values of the filters of a list, by parameter; None leaves nothing out."""
    asked = (*apart(kind), *narrowing(kind))
    names = [*(parameter(field) for field in asked), TYPED]
    fields = [(name, Any, None) for name in names]
    return make_dataclass(f"{kind.model.__name__}Filters", fields, frozen=True, kw_only=True)


def filters(kind: RecordKind[Any], form: FilterForm, fixed: Mapping[str, Any]) -> Any:
    """What the form and the address ask of the list."""
    asked = {
        parameter(field): _value(field, form[parameter(field)].data) for field in narrowing(kind)
    }
    return filters_class(kind)(**asked, **fixed, **{TYPED: form[TYPED].data})


def offered(
    kind: RecordKind[Any], args: "MultiDict[str, str]", fixed: Mapping[str, Any]
) -> Options:
    """What those filters offer whose choices come from the database."""
    found = kind.filter_choices(fixed)
    for field in narrowing(kind):
        name = parameter(field)
        if name in found:
            continue
        match field.type:
            case District():
                found[name] = district_options()
            case Body(bureau=bureau):
                column = getattr(kind.model, bureau)
                found[name] = bureau_options(column, chosen=chosen_number(args, name))
            case Day() | Year():
                ask = partial(queries.years, kind, field, fixed)
                found[name] = remembered((kind.endpoint, field.name, *fixed.values()), ask)
        if field.narrows and field.narrows.nothing:
            found[name] = [*found.get(name, fixed_choices(field)), field.narrows.nothing]
    return found


def criteria(kind: RecordKind[Any]) -> dict[str, Criterion]:
    """What each filter asks of the table."""
    fields = (*apart(kind), *narrowing(kind))
    asked = {parameter(field): _criterion(kind, field) for field in fields}
    return {**asked, TYPED: kind.words_criterion()}


@cache
def listing(kind: RecordKind[Any]) -> Listing[Any]:
    """The list of the kind's published records."""
    return Listing(
        name=kind.endpoint,
        model=kind.model,
        orders=kind.orders,
        criteria=criteria(kind),
        lines=kind.lines(),
        line=kind.line,
    )


def page_of(kind: RecordKind[Any], *, order: str = "", number: int = 1, **asked: Any) -> Page[Any]:
    """A page of the list, narrowed by values of its filters, in its usual order or another."""
    usual = next(iter(kind.orders))
    return listing(kind).page(filters_class(kind)(**asked), order or usual, number)


def newest(kind: RecordKind[Any], *, limit: int, **asked: Any) -> list[Any]:
    """The first records of the list in its usual order, narrowed by values of its filters."""
    return queries.newest(kind, listing(kind), filters_class(kind)(**asked), limit=limit)


def fixed_choices(field: Field) -> list[tuple[str, str]]:
    """Value and words of what the field can be, where the database need not be asked."""
    match field.type:
        case Choice(of=members):
            return members.choices()
        case Flag():
            return [*Flag.WORDS]
    return []


def _value(field: Field, given: str) -> Any:
    if not given:
        return None
    match field.type:
        case District() | OutsideBody():
            return given
        case Day() | Year() | Body():
            return int(given)
    return field.type.typed(given)


def _criterion(kind: RecordKind[Any], field: Field) -> Criterion:
    column = getattr(kind.model, field.name)
    nothing = field.narrows.nothing if field.narrows else None
    match field.type:
        case Day():
            return within_year(column)
        case OutsideBody():
            return equals(column)
        case Body(bureau=bureau):
            return equals(getattr(kind.model, bureau))
    return equals_or_empty(column, nothing[0]) if nothing else equals(column)
