"""How features supply their records, and how a change of a record reaches the index.

A feature registers one source for each kind. Its services call ``changed`` in their own
transaction. An index in the same database is written before that transaction commits. For any
other, the worker reads the records from the source as they are at that time. So messages may
arrive late, twice or in any order: the index ends up as the database is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy.orm import Session

from app.kernel import clock
from app.kernel.db.changes import ChangeStage, TransactionNotes, follow
from app.kernel.db.session import db, reading_only, writing
from app.kernel.jobs import outbox
from app.kernel.search import state
from app.kernel.search.documents import DocumentId, SearchDocument, SearchKind
from app.kernel.search.engine import TransactionalEngine
from app.kernel.search.rows import RowSource, read
from app.kernel.search.state import Appearance, Followers, Names, Source, Turning

TOPIC = "index"
KEYS_PER_MESSAGE = 500
MESSAGES_PER_BATCH = 50
KEYS_PER_STATEMENT = 1000
STATEMENTS_PER_COMMIT = 25

T = TypeVar("T")

_unwritten: TransactionNotes[set[DocumentId]] = TransactionNotes(set)
"""What has changed and is to be written to an index in the database."""


def init_app(app: Flask) -> None:
    """Have an index in the database written before the commit that changes it."""
    follow(app, ChangeStage.SEARCH, before_commit=_write_changes)


def register_source(
    app: Flask,
    kind: SearchKind,
    source: Source,
    *,
    appearance: Appearance,
    turning: Turning | None = None,
) -> None:
    """Let ``source`` supply the records of ``kind``, which look like ``appearance`` when found.

    ``source(keys)`` yields those of the records with these primary keys that are approved and
    whose publication has not ended; ``source(None)`` yields all of them. It may yield records
    whose publication is still to begin: they are not shown before their ``visible_from``. One
    source may be registered for several kinds that share a table.

    ``turning`` gives the keys of those records whose documents change with the day, though
    nobody changes the records.
    """
    state.of(app).sources[kind] = source
    state.of(app).appearances[kind] = appearance
    if turning is not None:
        state.of(app).turning[kind] = turning


def register_followers(
    app: Flask, kind: SearchKind, *, followed_by: SearchKind, followers: Followers
) -> None:
    """Let a change of records of ``kind`` count as one of the records whose keys it gives.

    ``followers(keys)`` gives those of the kind ``followed_by`` which show, or do not, because
    of the records with these keys.
    """
    state.of(app).followers.setdefault(kind, {})[followed_by] = followers


def register_names(app: Flask, name: str, names: Names) -> None:
    """Let ``names`` say what the values of the property are called, in the order of a list."""
    state.of(app).names[name] = names


def changed(kind: SearchKind, keys: Iterable[int]) -> None:
    """Say, inside the transaction that changes them, that these records have changed."""
    keys = sorted(set(keys))
    _note(kind, keys)
    for other, followers in state.current().followers.get(kind, {}).items():
        for piece in _pieces(keys, KEYS_PER_STATEMENT):
            _note(other, followers(piece))


def _note(kind: SearchKind, keys: Iterable[int]) -> None:
    if isinstance(state.current().engine, TransactionalEngine):
        _unwritten.of(db.session()).update(DocumentId(kind, key) for key in keys)
        return
    for piece in _pieces(sorted(set(keys)), KEYS_PER_MESSAGE):
        outbox.enqueue(TOPIC, {"kind": kind.value, "keys": list(piece)})


def _write_changes(session: Session) -> None:
    """Index what has changed with the change itself: both are committed, or neither."""
    waiting = _unwritten.of(session)
    engine = state.current().engine if waiting else None
    if isinstance(engine, TransactionalEngine):
        with _read_afresh(session):
            engine.renew(waiting, current_records)


@contextmanager
def _read_afresh(session: Session) -> Iterator[None]:
    """Read records as the database has them, aside from those at hand, and give these back.

    Some of these may have been changed by statements in bulk; and queries for search, which
    leave much of a record unread, must not take it from the act that is being committed.
    """
    at_hand = list(session.identity_map.values())
    session.expunge_all()
    try:
        yield
    finally:
        session.expunge_all()
        session.add_all(at_hand)


def handle(payloads: Sequence[Mapping[str, Any]]) -> None:
    """Bring the index up to date with the records that the messages name.

    Where there is no usable index, all of it is built.
    """
    keys: dict[SearchKind, set[int]] = {}
    for payload in payloads:
        keys.setdefault(SearchKind(payload["kind"]), set()).update(payload["keys"])
    with reading():
        if state.current().engine.health().ready:
            refresh(keys)
        else:
            state.current().engine.rebuild(all_documents())


@contextmanager
def reading() -> Iterator[None]:
    """Read records for the index, and let go of them, lest they hold up the next write."""
    try:
        with reading_only():
            yield
    finally:
        db.session.rollback()


def refresh(keys: Mapping[SearchKind, Iterable[int]]) -> None:
    """Index the records with these keys as they are now; forget those that have gone.

    Raises SearchUnavailableError when the index can't be written.
    """
    pieces = [
        (kind, piece)
        for kind, ids in keys.items()
        for piece in _pieces(sorted(set(ids)), KEYS_PER_STATEMENT)
    ]
    for group in _pieces(pieces, STATEMENTS_PER_COMMIT):
        if isinstance(state.current().engine, TransactionalEngine):
            with writing():
                for kind, piece in group:
                    changed(kind, piece)
            continue
        ids = {DocumentId(kind, key) for kind, piece in group for key in piece}
        documents = [
            document for kind, piece in group for document in current_documents(kind, piece)
        ]
        with state.usable_engine() as engine, engine.batch() as batch:
            batch.index(documents)
            batch.delete(ids - {document.id for document in documents})


def current_documents(kind: SearchKind, keys: Sequence[int]) -> list[SearchDocument]:
    """Those of the records that are published, or approved to be."""
    return current_records([DocumentId(kind, key) for key in keys])


def current_records(ids: Iterable[DocumentId]) -> list[SearchDocument]:
    """The same for several kinds: one statement, and one more for each source without rows."""
    known = state.current().sources
    known_ids = {each for each in ids if each.kind in known}
    keys: dict[Source, list[int]] = {}
    for each in sorted(known_ids):
        keys.setdefault(known[each.kind], []).append(each.key)
    in_rows = {source: numbers for source, numbers in keys.items() if isinstance(source, RowSource)}
    others = (source(numbers) for source, numbers in keys.items() if source not in in_rows)
    found = chain(read(in_rows), *others)
    return [document for document in _lasting(found) if document.id in known_ids]


def all_documents() -> Iterator[SearchDocument]:
    """All records of all kinds."""
    for source in dict.fromkeys(state.current().sources.values()):
        yield from _lasting(source(None))


def _lasting(documents: Iterable[SearchDocument]) -> Iterator[SearchDocument]:
    """Without records whose publication has ended."""
    today = clock.today()
    for document in documents:
        if document.visible_until is None or document.visible_until >= today:
            yield document


def _pieces(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
