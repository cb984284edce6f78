"""Names that look or sound nearly like what was typed.

A pair of characters weighs more the fewer names have it, and one that only sounds the same
counts a little less. The heaviest pairs alone name the candidates: a name without any of them
can't be similar enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any

from sqlalchemy import CTE, ColumnElement, Text, case, cast, func, literal, not_, select
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from app.kernel.db.session import db
from app.kernel.search.likeness import NEAR_BEST, SIMILAR_ENOUGH, SOUND_SHARE, UNKNOWN_SHARE
from app.kernel.search.pinyin import sounds_of
from app.kernel.search.postgres_engine.models import SearchEntry
from app.kernel.search.postgres_engine.tsquery import any_of, has, term

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class WeighedPair:
    """What is written so, what is written or sounds so, and how much of the text it is."""

    written: str
    sounding: str
    share: float


def similar_names(pairs: Sequence[str], among: Condition) -> CTE:
    """The records with a similar name: kind, key, and a likeness from 0 to 1.

    Those much less similar than the best ``among`` the records are left out.
    """
    weighed = _weighed(pairs, among)
    candidates = (
        select(SearchEntry.kind, SearchEntry.key, _likeness(weighed).label("likeness"))
        .where(has(SearchEntry.name_terms, any_of(_heaviest(weighed))), among)
        .cte("candidates")
    )
    best = select(func.max(candidates.c.likeness)).scalar_subquery()
    least = func.greatest(SIMILAR_ENOUGH, best * NEAR_BEST)
    return select(candidates).where(candidates.c.likeness >= least).cte("similar")


def _weighed(pairs: Sequence[str], among: Condition) -> list[WeighedPair]:
    written = [term(pair) for pair in pairs]
    sounding = [any_of([term(pair), *map(term, sorted(sounds_of(pair)))]) for pair in pairs]
    size, frequencies = _counted(sounding, among)
    weights = [log1p(size / max(frequency, 1)) for frequency in frequencies]
    whole = sum(
        weight if frequency else weight * UNKNOWN_SHARE
        for weight, frequency in zip(weights, frequencies, strict=True)
    )
    shares = [weight / max(whole, 1e-9) for weight in weights]
    return [WeighedPair(*each) for each in zip(written, sounding, shares, strict=True)]


def _counted(questions: Sequence[str], among: Condition) -> tuple[int, Sequence[int]]:
    """How many records there are, and how many answer each question.

    Weights that knew of hidden records would tell that they are there.
    """
    asked = (
        func.unnest(_vectors(questions))
        .table_valued("question", with_ordinality="place", name="asked")
        .render_derived()
    )
    answering = (
        select(func.count())
        .where(SearchEntry.name_terms.bool_op("@@")(asked.c.question), among)
        .correlate(asked)
        .scalar_subquery()
    )
    size = db.session.scalar(select(func.count()).select_from(SearchEntry).where(among)) or 0
    counts = select(answering).select_from(asked).order_by(asked.c.place)
    return size, db.session.scalars(counts).all()


def _heaviest(weighed: Sequence[WeighedPair]) -> list[str]:
    """Pairs so heavy that all others together are not similar enough."""
    heaviest: list[str] = []
    rest = sum(pair.share for pair in weighed)
    for pair in sorted(weighed, key=lambda each: -each.share):
        heaviest.append(pair.sounding)
        rest -= pair.share
        if rest < SIMILAR_ENOUGH:
            break
    return heaviest


def _likeness(weighed: Sequence[WeighedPair]) -> ColumnElement[float]:
    """The shares of the pairs that a record's names have, added up."""
    terms = SearchEntry.name_terms
    return sum(
        (
            case(
                (not_(has(terms, pair.sounding)), 0.0),
                (has(terms, pair.written), pair.share),
                else_=pair.share * SOUND_SHARE,
            )
            for pair in weighed
        ),
        start=literal(0.0),
    )


def _vectors(questions: Sequence[str]) -> ColumnElement[Any]:
    return cast(literal(list(questions), ARRAY(Text)), ARRAY(TSQUERY))
