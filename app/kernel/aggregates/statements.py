"""The one statement that reads kept numbers, and all that says what is wrong with them.

Its parts have to come from one snapshot: read one after the other, a count that ends in between
would be missed, or be taken in twice.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Integer,
    Select,
    String,
    and_,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from app.kernel import clock
from app.kernel.aggregates.changes import TOPIC, Span
from app.kernel.aggregates.kinds import WHOLE, WIDEST, SummedKind, Which, summed
from app.kernel.aggregates.models import Aggregate, AggregateTurn, CountedItem
from app.kernel.jobs.models import OutboxMessage

CELL, TURN, WAITING, ITEM, FACT = "cell", "turn", "waiting", "item", "fact"
"""What a row can be."""
FACTS = tuple(f"fact_{place}" for place in range(WIDEST))

Items = Mapping[str, Sequence[Span]]
"""Items by their kind."""


def reading(scopes_by_kind: Mapping[str, Collection[str]], items: Items | None = None) -> Any:
    """What is kept of these scopes of each kind, and which messages wait.

    With ``items``, also what was counted of them, and what there is to count of them now.
    """
    is_asked_for = or_(*(_is_of_scopes(kind, scopes) for kind, scopes in scopes_by_kind.items()))
    of_kind = (Aggregate.kind, Aggregate.scope, Aggregate.part, Aggregate.content)
    turn = (AggregateTurn.kind, AggregateTurn.scope, AggregateTurn.part, AggregateTurn.content)
    text = cast(null(), String)
    waiting = select(
        *_row(WAITING, text, text, text, OutboxMessage.payload, _NO_DAY, OutboxMessage.created_at)
    ).where(OutboxMessage.topic == TOPIC, OutboxMessage.done_at.is_(None))
    selects = [
        select(*_row(CELL, *of_kind, Aggregate.day, Aggregate.counted_at)).where(is_asked_for),
        waiting,
    ]
    turning = [
        and_(AggregateTurn.kind == kind, AggregateTurn.scope.in_(scopes))
        for kind, scopes in scopes_by_kind.items()
        if kind in summed()
    ]
    if turning:
        due = and_(or_(*turning), AggregateTurn.day <= clock.today())
        selects.append(select(*_row(TURN, *turn, AggregateTurn.day, _NO_MOMENT)).where(due))
    if items is None:
        return union_all(*selects)
    padded = [one.add_columns(*_padding(None)) for one in selects]
    return union_all(*padded, *_items(items))


def is_among(spans: Sequence[Span]) -> Which:
    """The condition that an item is in one of these spans, such that an index can be used."""
    alone = [first for first, last in spans if first == last]
    ranges = [(first, last) for first, last in spans if first != last]

    def condition(column: Any) -> Any:
        found = [column.in_(alone)] if alone else []
        return or_(*found, *(column.between(first, last) for first, last in ranges))

    return condition


def facts_of(kind: SummedKind, which: Which) -> Iterator[Select[Any]]:
    """The statements that give facts of items, each with WIDEST texts."""
    for statement in kind.facts(which):
        item, *texts = statement.selected_columns
        texts += [cast(null(), String)] * (WIDEST - len(texts))
        named = (text.label(name) for text, name in zip(texts, FACTS, strict=True))
        yield statement.with_only_columns(item.label("item"), *named)


_NO_DAY, _NO_MOMENT = cast(null(), Date), cast(null(), DateTime(timezone=True))


COLUMNS = ("what", "kind", "scope", "part", "content", "day", "counted_at")


def _row(what: str, *columns: Any) -> Iterator[Any]:
    for column, name in zip((literal(what), *columns), COLUMNS, strict=True):
        yield column.label(name)


def _padding(item: Any) -> list[Any]:
    number = cast(null(), Integer) if item is None else item
    return [number.label("item"), *(cast(null(), String).label(name) for name in FACTS)]


def _is_of_scopes(kind: str, scopes: Collection[str]) -> Any:
    names = [*scopes, WHOLE] if kind in summed() else scopes
    return and_(Aggregate.kind == kind, Aggregate.scope.in_(names))


def _items(items: Items) -> Iterator[Select[Any]]:
    text = cast(null(), String)
    for name, spans in items.items():
        which = is_among(spans)
        run = cast(CountedItem.run, String)
        was = (CountedItem.kind, text, run, CountedItem.facts, _NO_DAY, _NO_MOMENT)
        yield select(*_row(ITEM, *was), *_padding(CountedItem.item)).where(
            CountedItem.kind == name, which(CountedItem.item)
        )
        nothing = (literal(name), text, text, cast(null(), JSON), _NO_DAY, _NO_MOMENT)
        for statement in facts_of(summed()[name], which):
            item, *texts = statement.selected_columns
            yield statement.with_only_columns(*_row(FACT, *nothing), item, *texts)
