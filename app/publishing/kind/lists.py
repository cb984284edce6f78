"""The public list of a kind: its filters, what they ask of the table, downloads and feeds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, make_dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from werkzeug.datastructures import MultiDict

from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page
from app.kernel.imports.exporting import ExportColumn
from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter, chosen_number
from app.people.queries import bureau_options, district_options
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.types import (
    BodyName,
    Choice,
    Day,
    DistrictChoice,
    Flag,
    OutsideBody,
    Year,
)
from app.publishing.kind import queries
from app.publishing.kind.declaration import Options
from app.publishing.kind.kind import PublicKind
from app.publishing.life.listing import (
    TYPED,
    Criterion,
    Listing,
    equals,
    equals_or_empty,
    within_year,
)


def narrowing(kind: PublicKind[Any]) -> list[RecordField]:
    """The fields by which the list is narrowed, in the order of its filters."""
    fields = [each for each in kind.fields if each.narrows is not None]
    return sorted(fields, key=lambda each: each.narrows.rank if each.narrows else 0)


def apart(kind: PublicKind[Any]) -> list[RecordField]:
    """The field whose values have a list each, where there is one."""
    return [each for each in kind.fields if each.name == kind.lists_by]


def title(kind: PublicKind[Any], fixed: Mapping[str, Any]) -> str:
    """What the list is called whose address fixes these values."""
    return next((field.type.value_words(fixed[field.name]) for field in apart(kind)), kind.title)


def parameter(field: RecordField) -> str:
    """What the address calls the filter of a field."""
    return field.type.filter_name or field.input_name


@cache
def filter_form(kind: PublicKind[Any]) -> type[FilterForm]:
    """The form above the list."""
    inputs: dict[str, Any] = {}
    for field in narrowing(kind):
        label = field.narrows.label if field.narrows else ""
        inputs[parameter(field)] = ChoiceFilter(label or field.label, fixed_choices(field))
    inputs[TYPED] = TextFilter(kind.words_filter)
    inputs["sort"] = SortField(*kind.orders)
    return type(f"{kind.model.__name__}Filters", (FilterForm,), inputs)


@cache
def filters_class(kind: PublicKind[Any]) -> type[Any]:
    """Values of the filters of a list, by parameter; None leaves nothing out."""
    filtered = (*apart(kind), *narrowing(kind))
    names = [*(parameter(field) for field in filtered), TYPED]
    fields = [(name, Any, None) for name in names]
    return make_dataclass(f"{kind.model.__name__}Filters", fields, frozen=True, kw_only=True)


def filters(kind: PublicKind[Any], form: FilterForm, fixed: Mapping[str, Any]) -> Any:
    """What the form and the address ask of the list."""
    chosen = {
        parameter(field): _value(field, form[parameter(field)].data) for field in narrowing(kind)
    }
    return filters_class(kind)(**chosen, **fixed, **{TYPED: form[TYPED].data})


def offered(
    kind: PublicKind[Any], args: "MultiDict[str, str]", fixed: Mapping[str, Any]
) -> Options:
    """What those filters offer whose choices come from the database."""
    found = kind.filter_choices(fixed)
    for field in narrowing(kind):
        name = parameter(field)
        if name in found:
            continue
        match field.type:
            case DistrictChoice():
                found[name] = district_options()
            case BodyName(bureau=bureau):
                column = getattr(kind.model, bureau)
                found[name] = bureau_options(column, chosen=chosen_number(args, name))
            case Day() | Year():
                ask = partial(queries.years, kind, field, fixed)
                found[name] = remembered((kind.endpoint, field.name, *fixed.values()), ask)
        if field.narrows and field.narrows.nothing:
            found[name] = [*found.get(name, fixed_choices(field)), field.narrows.nothing]
    return found


def criteria(kind: PublicKind[Any]) -> dict[str, Criterion]:
    """What each filter asks of the table."""
    fields = (*apart(kind), *narrowing(kind))
    by_parameter = {parameter(field): _criterion(kind, field) for field in fields}
    return {**by_parameter, TYPED: kind.words_criterion()}


@cache
def listing(kind: PublicKind[Any]) -> Listing[Any]:
    """The list of the kind's published records."""
    return Listing(
        name=kind.endpoint,
        model=kind.model,
        orders=kind.orders,
        criteria=criteria(kind),
        lines=kind.lines(),
        line=kind.line,
    )


def page_of(kind: PublicKind[Any], *, order: str = "", number: int = 1, **chosen: Any) -> Page[Any]:
    """A page of the list, narrowed by values of its filters, in its usual order or another."""
    usual = next(iter(kind.orders))
    return listing(kind).page(filters_class(kind)(**chosen), order or usual, number)


def newest(kind: PublicKind[Any], *, limit: int, **chosen: Any) -> list[Any]:
    """The first records of the list in its usual order, narrowed by values of its filters."""
    return queries.newest(kind, listing(kind), filters_class(kind)(**chosen), limit=limit)


def fixed_choices(field: RecordField) -> list[tuple[str, str]]:
    """Value and words of what the field can be, where the database need not be asked."""
    match field.type:
        case Choice(of=members):
            return members.choices()
        case Flag():
            return [*Flag.WORDS]
    return []


def _value(field: RecordField, given: str) -> Any:
    if not given:
        return None
    match field.type:
        case DistrictChoice() | OutsideBody():
            return given
        case Day() | Year() | BodyName():
            return int(given)
    return field.type.typed(given)


def _criterion(kind: PublicKind[Any], field: RecordField) -> Criterion:
    column = getattr(kind.model, field.name)
    nothing = field.narrows.nothing if field.narrows else None
    match field.type:
        case Day():
            return within_year(column)
        case OutsideBody():
            return equals(column)
        case BodyName(bureau=bureau):
            return equals(getattr(kind.model, bureau))
    return equals_or_empty(column, nothing[0]) if nothing else equals(column)


@cache
def columns(kind: PublicKind[Any]) -> tuple[ExportColumn[Any], ...]:
    """The record's number, its fields, what else the kind tells, and that it can be contested."""
    first: ExportColumn[Any] = ExportColumn("id", "记录编号", lambda record: record.id)
    last: ExportColumn[Any] = ExportColumn("caution", "异议标注", lambda record: record.caution)
    return (
        first,
        *kind.own_columns(),
        *([last] if kind.is_contestable else []),
    )


@dataclass(frozen=True)
class FeedEntry:
    """A line of a feed: what it says, where it leads, when it came and was last changed."""

    title: str
    path: str
    on: date
    updated_at: datetime
    summary: str = ""


@dataclass(frozen=True)
class Feed:
    """A list that can be subscribed to; ``place`` is the page that shows it.

    ``newest`` gives so many of its newest lines.
    """

    title: str
    place: str
    newest: Callable[[int], Iterable[FeedEntry]]


def feeds_of(kind: PublicKind[Any]) -> dict[str, Feed]:
    """The feeds of a kind, by their names in addresses."""
    return {
        name: Feed(title, name, partial(_newest, kind, chosen))
        for name, (title, chosen) in kind.feeds.items()
    }


def _newest(kind: PublicKind[Any], chosen: Mapping[str, Any], limit: int) -> Iterable[FeedEntry]:
    for record in newest(kind, limit=limit, **chosen):
        yield FeedEntry(
            title=record.named(kind.feed_title_of(record)),
            path=f"{kind.path}/{record.id}",
            on=record.published_on or getattr(record, kind.dated_by),
            updated_at=record.updated_at,
            summary=kind.summary_of(record),
        )
