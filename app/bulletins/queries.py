"""Articles, as the public may see them."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from app.bulletins.markup import plain
from app.bulletins.models import Bulletin
from app.bulletins.rules import BulletinFilters, BulletinKind, RiskLevel
from app.core.db import db
from app.core.paging import Page, paginate
from app.editing.queries import Source
from app.publishing.queries import approved, in_year, published, reveal, years_of
from app.publishing.rules import PublicationStatus
from app.search.documents import SearchDocument, SearchKind, present

DESK = Source(
    model=Bulletin,
    owners=(Bulletin.source_bureau_id, Bulletin.bureau_id),
    texts=(Bulletin.title, Bulletin.document_number),
    load=(joinedload(Bulletin.bureau),),
)


MOST_WARNINGS = 10
"""More than that at once warn nobody."""


def years() -> list[tuple[str, str]]:
    """Years of publication that the filter offers."""
    return years_of(Bulletin.published_on, Bulletin.status == PublicationStatus.PUBLISHED)


def bulletins(filters: BulletinFilters, *, page: int = 1) -> Page[Bulletin]:
    """One page of articles, newest first."""
    return paginate(_listed(filters), page=page)


def all_bulletins(filters: BulletinFilters) -> Iterator[Bulletin]:
    """All articles that ``filters`` leaves, for a download."""
    yield from db.session.scalars(_listed(filters).execution_options(yield_per=500))


def bulletin(bulletin_id: int) -> Bulletin:
    """The article; raises NotFoundError or GoneError."""
    statement = (
        select(Bulletin).where(Bulletin.id == bulletin_id).options(joinedload(Bulletin.bureau))
    )
    return reveal(db.session.scalars(statement).one_or_none())


def newest_bulletins(*, limit: int, kind: BulletinKind | None = None) -> list[Bulletin]:
    """The newest articles, of one kind or of all."""
    return list(db.session.scalars(_listed(BulletinFilters(kind=kind)).limit(limit)))


def warnings_in_force() -> list[Bulletin]:
    """The risk warnings that hold today, the gravest first, then the newest."""
    return _by_gravity(newest_bulletins(limit=MOST_WARNINGS, kind=BulletinKind.WARNING))


def front_page(*, limit: int) -> tuple[list[Bulletin], list[Bulletin]]:
    """The newest articles, and the warnings in force, in one statement."""
    newest, warnings = (
        _listed(BulletinFilters(kind=kind)).with_only_columns(Bulletin.id).limit(most).subquery()
        for kind, most in ((None, limit), (BulletinKind.WARNING, MOST_WARNINGS))
    )
    wanted = or_(Bulletin.id.in_(select(newest.c.id)), Bulletin.id.in_(select(warnings.c.id)))
    found = list(db.session.scalars(_listed(BulletinFilters()).where(wanted)))
    of_warning = [each for each in found if each.kind is BulletinKind.WARNING]
    return found[:limit], _by_gravity(of_warning[:MOST_WARNINGS])


def _by_gravity(warnings: list[Bulletin]) -> list[Bulletin]:
    return sorted(warnings, key=lambda each: each.level.rank if each.level else len(RiskLevel) + 1)


def search_documents(keys: Sequence[int] | None = None) -> Iterator[SearchDocument]:
    """Articles that are or will be public, for the search index: all, or those in ``keys``."""
    for found, since in approved(Bulletin, keys, joinedload(Bulletin.bureau)):
        yield _document(found, since)


def _listed(filters: BulletinFilters) -> Select[Bulletin]:
    return (
        select(Bulletin)
        .options(joinedload(Bulletin.bureau))
        .where(published(Bulletin), *_chosen(filters))
        .order_by(Bulletin.published_on.desc(), Bulletin.id.desc())
    )


def _chosen(filters: BulletinFilters) -> Iterator[ColumnElement[bool]]:
    if filters.kind:
        yield Bulletin.kind == filters.kind
    if filters.year:
        yield in_year(Bulletin.published_on, filters.year)
    if filters.q:
        yield or_(
            Bulletin.title.contains(filters.q, autoescape=True),
            Bulletin.document_number.contains(filters.q, autoescape=True),
        )


def _document(bulletin: Bulletin, published_on: date) -> SearchDocument:
    return SearchDocument(
        kind=SearchKind.BULLETIN,
        key=bulletin.id,
        ref=str(bulletin.id),
        title=bulletin.title,
        names=(bulletin.title,),
        numbers=(bulletin.document_number,) if bulletin.document_number else (),
        texts=(("摘要", bulletin.summary), ("正文", plain(bulletin.body))),
        bureau_id=bulletin.bureau_id,
        bureau_name=bulletin.bureau.name if bulletin.bureau else None,
        category=bulletin.kind.label,
        year=published_on.year,
        on=published_on,
        rank=6,
        visible_from=published_on,
        visible_until=bulletin.publish_until,
        facts=present(
            bulletin.kind.label,
            bulletin.level and bulletin.level.label,
            bulletin.scope,
            bulletin.campaign and bulletin.campaign.label,
        ),
    )
