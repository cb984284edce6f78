"""Results of surveys, as the public may see them."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page
from app.kernel.db.session import db
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.people.queries import bureau_options
from app.publishing.desk.queries import Source
from app.publishing.life.listing import Listing, equals, holds, within_year
from app.publishing.life.queries import approved_source, published, require_public, years_of
from app.publishing.life.rules import PublicationStatus
from app.records.indicators.models import Indicator
from app.records.indicators.notation import read_period
from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import ResultKind, SurveyFilters, words_of

MEASURE = "surveys"
"""Name of the computation by which indicators have the values of surveys."""
NEWEST = (SurveyResult.period_ends_on.desc(), SurveyResult.id.desc())


class Counted(NamedTuple):
    """What a survey counted of a promise."""

    id: int
    title: str
    period: str
    satisfied: int
    sample_size: int
    population: int | None


DOCUMENT = select(
    SurveyResult.id,
    SurveyResult.title,
    SurveyResult.question,
    SurveyResult.period,
    SurveyResult.surveying_body,
    SurveyResult.method,
    SurveyResult.kind,
    SurveyResult.satisfied,
    SurveyResult.sample_size,
    SurveyResult.mean,
    SurveyResult.top,
    SurveyResult.document_on,
    SurveyResult.source_bureau_id,
    SurveyResult.status,
    SurveyResult.published_on,
    SurveyResult.publish_until,
)
"""What search reads of a result."""
SURVEYS = Listing[SurveyResult](
    name="surveys",
    model=SurveyResult,
    orders={None: NEWEST},
    criteria={
        "indicator_id": equals(SurveyResult.indicator_id),
        "bureau_id": equals(SurveyResult.source_bureau_id),
        "year": within_year(SurveyResult.period_ends_on),
        "q": holds(SurveyResult.title, SurveyResult.question, SurveyResult.surveying_body),
    },
    lines=select(SurveyResult).options(joinedload(SurveyResult.indicator)),
)
DESK = Source(
    model=SurveyResult,
    owners=(SurveyResult.source_bureau_id,),
    texts=(SurveyResult.title, SurveyResult.question),
    load=(joinedload(SurveyResult.indicator),),
)


def asked_for() -> list[tuple[str, str]]:
    """Pairs of id and name of the promises that surveys answer."""
    statement = select(Indicator.id, Indicator.code, Indicator.name, Indicator.target).where(
        Indicator.measure == MEASURE
    )
    rows = db.session.execute(statement.order_by(Indicator.position))
    return [(str(row.id), f"{row.code}　{row.name}") for row in rows]


def filter_options() -> dict[str, list[tuple[str, str]]]:
    """What the filters of the list offer: promises, bodies, years."""
    approved_ones = SurveyResult.status == PublicationStatus.PUBLISHED
    return {
        "indicator": remembered("surveys.indicators", asked_for),
        "bureau": bureau_options(SurveyResult.source_bureau_id),
        "year": remembered(
            "surveys.years", lambda: years_of(SurveyResult.period_ends_on, approved_ones)
        ),
    }


def results(filters: SurveyFilters, *, page: int = 1) -> Page[SurveyResult]:
    """One page of results, the newest periods first, with the promises that they answer."""
    return SURVEYS.page(filters, None, page)


def all_results(filters: SurveyFilters) -> Iterator[SurveyResult]:
    """All results that ``filters`` leave, for a download."""
    statement = SURVEYS.rows(filters, None).options(joinedload(SurveyResult.indicator))
    yield from db.session.scalars(statement.execution_options(yield_per=500))


def result(key: int) -> SurveyResult:
    """The result with all that its page shows; raises NotFoundError or GoneError."""
    load = (SurveyResult.indicator, SurveyResult.source_bureau, SurveyResult.import_batch)
    statement = select(SurveyResult).where(SurveyResult.id == key)
    whole = statement.options(*(joinedload(each) for each in load))
    return require_public(db.session.scalars(whole).one_or_none())


def results_of(indicator_id: int) -> list[SurveyResult]:
    """What surveys found on a promise, the newest period first."""
    return list(db.session.scalars(SURVEYS.rows(SurveyFilters(indicator_id=indicator_id), None)))


def by_promise() -> dict[int, list[Counted]]:
    """By the id of a promise what surveys counted, the newest period first; read once for all."""
    return remembered("surveys.by_promise", _by_promise)


def _by_promise() -> dict[int, list[Counted]]:
    columns = (
        SurveyResult.indicator_id,
        SurveyResult.id,
        SurveyResult.title,
        SurveyResult.period,
        SurveyResult.satisfied,
        SurveyResult.sample_size,
        SurveyResult.population,
    )
    statement = select(*columns).where(
        published(SurveyResult),
        SurveyResult.indicator_id.is_not(None),
        SurveyResult.kind == ResultKind.SHARE,
    )
    found: dict[int, list[Counted]] = {}
    rows: Iterable[Any] = db.session.execute(statement.order_by(*NEWEST))
    for indicator_id, *rest in rows:
        found.setdefault(indicator_id, []).append(Counted(*rest))
    return found


def _document(found: Any) -> SearchDocument:
    span = read_period(found.period)
    words = words_of(found.kind, found.satisfied, found.sample_size, found.mean, found.top)
    return SearchDocument(
        kind=SearchKind.SURVEY,
        key=found.id,
        ref=str(found.id),
        title=found.title,
        names=(found.title,),
        texts=(("问题", found.question), ("调查方法", found.method)),
        bureau_id=found.source_bureau_id,
        bureau_name=found.surveying_body,
        year=span.year,
        on=found.document_on,
        visible_from=found.published_on,
        visible_until=found.publish_until,
        facts=present(span.words, f"{found.question} {words}"),
    )


search_documents = approved_source(SurveyResult, lambda: DOCUMENT, _document)
"""Results as the search index knows them."""
