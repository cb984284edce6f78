"""The engine: questions go by the session, batches by a connection of their own."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Executable, Row, func, select, update
from sqlalchemy.exc import DBAPIError

from app.kernel.db.session import db
from app.kernel.db.site import SiteFact
from app.kernel.search.documents import FACETS, DocumentId, SearchDocument
from app.kernel.search.engine import (
    FacetCounts,
    Health,
    IndexChanges,
    Matches,
    MatchMode,
    ResultSlice,
    SearchUnavailableError,
)
from app.kernel.search.facets import Facet
from app.kernel.search.plan import QueryPlan
from app.kernel.search.postgres_engine import building
from app.kernel.search.postgres_engine.matching import passes, records_with_code, without
from app.kernel.search.postgres_engine.models import SearchCode, SearchEntry
from app.kernel.search.postgres_engine.pages import BUILT, NAMED, page_of, visible
from app.kernel.search.postgres_engine.writing import (
    KINDS,
    VERSION,
    counted,
    in_pieces,
    lock,
    write,
)

T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]

CODES_OF_A_RECORD = 4
"""More codes than that, with the same beginning, no record has."""


class PostgresEngine:
    """A SearchEngine in tables of the site's database; see there what each method promises."""

    def search(self, plan: QueryPlan, result_slice: ResultSlice, *, today: date) -> Matches:
        with _answering():
            if plan.is_empty:
                _require_built()
                return Matches()
            shown = visible(today)
            for found in passes(plan, shown, names_only=result_slice.names_only):
                statement = page_of(
                    found, shown, *without(plan.excluded), result_slice=result_slice
                )
                row = db.session.execute(statement).one()
                _require(row.version)
                if row.is_found:
                    return _matches(row, found.mode, facets=result_slice.facets)
        return Matches()

    def completions(self, beginning: str, *, limit: int, today: date) -> Sequence[DocumentId]:
        """The first visible records with a code or number that begins so, in its order.

        Raises SearchUnavailableError.
        """
        records = records_with_code(beginning).join(
            SearchEntry,
            (SearchEntry.kind == SearchCode.kind) & (SearchEntry.key == SearchCode.key),
        )
        with _answering():
            _require_built()
            rows = db.session.execute(
                records.where(visible(today)).limit(limit * CODES_OF_A_RECORD)
            )
            return list(dict.fromkeys(_ids(rows)))[:limit]

    def renew(
        self,
        ids: Iterable[DocumentId],
        read: Callable[[Sequence[DocumentId]], Iterable[SearchDocument]],
    ) -> None:
        """Index, in the session's transaction, what ``read`` finds of these records; forget others.

        Their rows are locked before the records are read, always in the same order.
        """
        connection = db.session.connection()
        for piece in in_pieces(ids):
            lock(connection, piece)
            changes = IndexChanges()
            changes.delete(piece)
            changes.index(read(piece))
            write(connection, changes)

    @contextmanager
    def batch(self) -> Iterator[IndexChanges]:
        changes = IndexChanges()
        yield changes
        if not changes.documents:
            return
        with db.engine.begin() as connection:
            _require(connection.scalar(BUILT_VERSION))
            write(connection, changes)
            connection.execute(BUILT_AGAIN)

    def rebuild(
        self, documents: Iterable[SearchDocument], *, advance: Callable[[int], None] | None = None
    ) -> int:
        """Make the index anew beside the one in use, then switch; returns the number of records.

        What the session has read is given up first: the switch would wait for it.
        """
        db.session.rollback()
        return building.build(documents, advance)

    def fingerprints(self, today: date) -> Mapping[DocumentId, int]:
        columns = (SearchEntry.kind, SearchEntry.key, SearchEntry.fingerprint)
        rows = _read(select(*columns).where(visible(today)))
        return {DocumentId(KINDS[kind], key): fingerprint for kind, key, fingerprint in rows}

    def hidden(self, today: date) -> Sequence[DocumentId]:
        over = SearchEntry.visible_until < today
        return _ids(_read(select(SearchEntry.kind, SearchEntry.key).where(over)))

    def stamp(self) -> None:
        """Nothing of its own: the index changes with public records, or with a fact of the site."""

    def health(self) -> Health:
        tables = (SearchEntry.__tablename__, SearchCode.__tablename__)
        sizes = [func.pg_total_relation_size(name) for name in tables]
        try:
            ((count, *size_bytes),) = _read(select(func.count(SearchEntry.key), *sizes))
        except SearchUnavailableError:
            return Health(ready=False)
        return Health(ready=True, documents=count, segments=1, size_bytes=sum(size_bytes))


BUILT_VERSION = select(SiteFact.value).where(SiteFact.name == BUILT)
BUILT_AGAIN = update(SiteFact).where(SiteFact.name == BUILT).values(value=VERSION)
"""Has pages of results made anew where no record has changed with the index."""


def _require(version: str | None) -> None:
    if version != VERSION:
        raise SearchUnavailableError


def _require_built() -> None:
    _require(db.session.scalar(BUILT_VERSION))


@contextmanager
def _answering() -> Iterator[None]:
    """A database that can't answer says so in our words, and can be asked other things."""
    try:
        yield
    except DBAPIError as error:
        db.session.rollback()
        raise SearchUnavailableError from error


def _read(statement: Executable) -> Sequence[AnyRow]:
    """Ask by a connection of our own, so that no lock stays with the session for long."""
    try:
        with db.engine.connect() as connection:
            _require(connection.scalar(BUILT_VERSION))
            return connection.execute(statement).all()
    except DBAPIError as error:
        raise SearchUnavailableError from error


def _ids(rows: Iterable[AnyRow]) -> list[DocumentId]:
    return [DocumentId(KINDS[kind], key) for kind, key in rows]


def _matches(row: AnyRow, mode: MatchMode, *, facets: bool) -> Matches:
    page = row.page or []
    return Matches(
        ids=[DocumentId(KINDS[kind], key) for kind, key, _ in page],
        scores=[round(tier / 1000, 3) for _, _, tier in page],
        total=row.total,
        facets=_facets(row) if facets else FacetCounts(),
        mode=mode,
    )


def _facets(row: AnyRow) -> FacetCounts:
    found = row._mapping
    return FacetCounts(
        counts={facet.name: _by_value(facet, found[facet.name]) for facet in FACETS},
        names={facet.name: _by_value(facet, found[facet.named_by]) for facet in NAMED},
    )


def _by_value(facet: Facet, by_key: Mapping[str, T] | None) -> dict[Any, T]:
    return {counted(facet, value): each for value, each in (by_key or {}).items()}
