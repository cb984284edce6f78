"""Articles, as the public may see them: the doors of the site, the index, the desk."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page, count, paginate
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.publishing.desk.queries import DeskSource
from app.publishing.life.queries import in_year, published, require_public, years_of
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.articles import Article, Note, article
from app.records.bulletins.models import Bulletin, BulletinCase
from app.records.bulletins.queries import links
from app.records.bulletins.rules import BulletinFilters, BulletinKind, RiskLevel
from app.records.companies.models import Company

DESK = DeskSource(
    model=Bulletin,
    owners=(Bulletin.source_bureau_id, Bulletin.bureau_id),
    texts=(Bulletin.title, Bulletin.document_number),
    load=(joinedload(Bulletin.bureau),),
)
MOST_WARNINGS = 10
"""More than that at once warn nobody."""
MOST_RELATED = 8
NEWEST = (Bulletin.published_on.desc(), Bulletin.id.desc())


def years() -> list[tuple[str, str]]:
    """Years of publication that the filter offers."""
    return years_of(Bulletin.published_on, Bulletin.status == PublicationStatus.PUBLISHED)


def bulletins(filters: BulletinFilters, *, page: int = 1) -> Page[Article]:
    """One page of articles, newest first."""
    listed = _listed(filters)
    counted = partial(count, listed)
    total = counted() if filters.q else remembered(("bulletins", filters), counted)
    keys: Page[int] = paginate(listed, page=page, total=total)
    found = _articles(Bulletin.id.in_(keys.items))
    return Page(items=list(found), total=keys.total, page=keys.page, per_page=keys.per_page)


def all_bulletins(filters: BulletinFilters) -> Iterator[Article]:
    """All articles that ``filters`` leaves, for a download."""
    yield from _articles(Bulletin.id.in_(_listed(filters)))


def bulletin(bulletin_id: int) -> tuple[Article, list[Company]]:
    """The article with what was corrected in it, and the companies that may stand beside it.

    Raises NotFoundError or GoneError.
    """
    found = next(links.with_cases(_shown().where(Bulletin.id == bulletin_id)), None)
    row = require_public(found[0] if found else None)
    shown = article(row, found[1] if found else [])
    notes = [Note(note.on, shown.covered(note.text), note.fields) for note in row.change_notes]
    beside = [
        company
        for company in links.companies_of(bulletin_id)
        if shown.may_name_company(company.id, links.names_of(company))
    ]
    return replace(shown, change_notes=notes), beside


def newest_bulletins(*, limit: int, kind: BulletinKind | None = None) -> list[Article]:
    """The newest articles, of one kind or of all."""
    newest = _listed(BulletinFilters(kind=kind)).limit(limit).subquery()
    return list(_articles(Bulletin.id.in_(select(newest.c.id))))


def warnings_in_force() -> list[Article]:
    """The risk warnings that hold today, the gravest first, then the newest."""
    return _by_gravity(newest_bulletins(limit=MOST_WARNINGS, kind=BulletinKind.WARNING))


def front_page(*, limit: int) -> tuple[list[Article], list[Article]]:
    """The newest articles, and the warnings in force, in one statement."""
    newest, warnings = (
        _listed(BulletinFilters(kind=kind)).limit(most).subquery()
        for kind, most in ((None, limit), (BulletinKind.WARNING, MOST_WARNINGS))
    )
    on_front_page = or_(
        Bulletin.id.in_(select(newest.c.id)), Bulletin.id.in_(select(warnings.c.id))
    )
    found = list(_articles(on_front_page))
    of_warning = [each for each in found if each.kind is BulletinKind.WARNING]
    return found[:limit], _by_gravity(of_warning[:MOST_WARNINGS])


def articles_of_case(case_id: int) -> list[Article]:
    """Articles that tell of a public case, but for those in which its party is hidden."""
    linked = select(BulletinCase.bulletin_id).where(BulletinCase.case_id == case_id)
    found = _articles(published(Bulletin), Bulletin.id.in_(linked))
    return [each for each in found if case_id in {case.id for case in each.cases}][:MOST_RELATED]


def articles_of_company(company: Company) -> list[Article]:
    """Articles that tell of a company or of a case of it, but for those in which it is hidden."""
    found = _articles(published(Bulletin), Bulletin.id.in_(links.of_company(company.id)))
    names = links.names_of(company)
    return [each for each in found if each.may_name_company(company.id, names)][:MOST_RELATED]


def search_documents(keys: Sequence[int] | None = None) -> Iterator[SearchDocument]:
    """Articles that are or will be public, for the search index: all, or those in ``keys``.

    The party of a case is in no index, lest it be found there when the case has left.
    """
    is_approved = Bulletin.status == PublicationStatus.PUBLISHED
    chosen = is_approved if keys is None else Bulletin.id.in_(keys)
    for row, cases in links.with_cases(_shown().where(chosen).order_by(Bulletin.id)):
        if row.status is PublicationStatus.PUBLISHED and row.published_on is not None:
            yield _document(article(row, cases, hide_all=True))


def _by_gravity(warnings: list[Article]) -> list[Article]:
    return sorted(warnings, key=lambda each: each.level.rank if each.level else len(RiskLevel) + 1)


def _articles(*where: ColumnElement[bool]) -> Iterator[Article]:
    """Public articles, newest first, in one statement with all that decides what is hidden."""
    for row, cases in links.with_cases(_shown().where(*where).order_by(*NEWEST)):
        yield article(row, cases)


def _shown() -> Select[Bulletin]:
    return select(Bulletin).options(joinedload(Bulletin.bureau))


def _listed(filters: BulletinFilters) -> Select[int]:
    """Keys of the articles that ``filters`` leaves, newest first."""
    return select(Bulletin.id).where(published(Bulletin), *_chosen(filters)).order_by(*NEWEST)


def _chosen(filters: BulletinFilters) -> Iterator[ColumnElement[bool]]:
    if filters.kind:
        yield Bulletin.kind == filters.kind
    if filters.year:
        yield in_year(Bulletin.published_on, filters.year)
    if filters.q:
        # A title in which names are hidden must not be found by them.
        titled = Bulletin.title.contains(filters.q, autoescape=True) & ~links.is_anonymous()
        yield or_(titled, Bulletin.document_number.contains(filters.q, autoescape=True))


def _document(article: Article) -> SearchDocument:
    return SearchDocument(
        kind=SearchKind.BULLETIN,
        key=article.id,
        ref=str(article.id),
        title=article.title,
        names=(article.title,),
        numbers=(article.document_number,) if article.document_number else (),
        texts=(("摘要", article.summary), ("正文", article.plain_text)),
        bureau_id=article.bureau_id,
        bureau_name=article.bureau_name,
        category=article.kind.label,
        year=article.published_on.year,
        on=article.published_on,
        rank=6,
        visible_from=article.published_on,
        visible_until=article.publish_until,
        facts=present(
            article.kind.label,
            article.level and article.level.label,
            article.scope,
            article.campaign and article.campaign.label,
        ),
    )
