"""Indicators as the search index knows them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.records.indicators.models import Indicator
from app.records.indicators.policy import policy
from app.records.indicators.queries.promises import Tracked, indicators, with_newest


def search_documents(keys: Sequence[int] | None = None) -> Iterator[SearchDocument]:
    """Indicators for the search index: all, or those in ``keys``."""
    statement = indicators()
    if keys is not None:
        statement = statement.where(Indicator.id.in_(keys))
    for row in with_newest(statement):
        yield _document(row)


def turning_keys() -> list[int]:
    """Indicators whose numbers change though nobody reports: they are computed."""
    return list(db.session.scalars(select(Indicator.id).where(Indicator.measure.is_not(None))))


def _document(row: Tracked) -> SearchDocument:
    found, newest = row.indicator, row.newest
    return SearchDocument(
        kind=SearchKind.INDICATOR,
        key=found.id,
        ref=found.code,
        title=found.name,
        names=(found.name,),
        codes=(found.code,),
        texts=(("原文", found.quote_words), ("计算方法", found.formula)),
        bureau_id=found.bureau_id,
        bureau_name=found.bureau.name,
        category=found.strand.label,
        status=row.state.label if row.state else None,
        year=newest.span.year if newest else None,
        on=newest.source_on if newest else None,
        visible_from=policy().issued_on,
        facts=present(
            found.code,
            f"目标 {found.target_words}" if found.is_target else None,
            f"{newest.span.words} {newest.words}" if newest else None,
        ),
    )
