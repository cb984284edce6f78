"""The passes: which records match a plan, and in which tier, as conditions for the database.

Questions to a tsvector are written term by term: nothing that was typed is parsed by PostgreSQL.
The last resort are names that look or sound nearly like what was typed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.orm import InstrumentedAttribute

from app.kernel.db.session import db
from app.kernel.search.analysis import Spelling, sounds_of, whole_word_pattern
from app.kernel.search.engine import SCORE_EXACT, SCORE_NAME, SCORE_TEXT, MatchMode
from app.kernel.search.plan import (
    NEAR_BEST,
    SIMILAR_ENOUGH,
    SOUND_SHARE,
    QueryPlan,
    heaviest,
    pair_weights,
)
from app.kernel.search.postgres_engine.models import SearchCode, SearchEntry
from app.kernel.search.postgres_engine.writing import LONGEST, WHOLE

LAST_CHARACTER = "\U0010ffff"
"""Stands in no folded text, and after every other."""

RECORD = tuple_(SearchEntry.kind, SearchEntry.key)
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class MatchPass:
    """A way to find something: the records with a condition, each in a tier."""

    mode: MatchMode
    condition: Condition
    tier: ColumnElement[int]


def passes(plan: QueryPlan, among: Condition, *, names_only: bool) -> Iterator[MatchPass]:
    """The strictest way first; the next is for when one finds nothing ``among`` the records."""
    yield by_words(plan, names_only=names_only)
    named = literal(SCORE_NAME)
    if plan.code_beginning:
        records = records_with_code(plan.code_beginning)
        yield MatchPass(MatchMode.CODE_BEGINNING, RECORD.in_(records), named)
    if plan.syllables:
        yield MatchPass(MatchMode.SYLLABLES, _spelled(plan.syllables), named)
    if plan.initials:
        yield MatchPass(MatchMode.INITIALS, _spelled([plan.initials]), named)
    if plan.pairs and not plan.quoted:
        names = similar_names(plan.pairs, among)
        tier = cast(func.floor(names.c.likeness * SCORE_EXACT), Integer)
        same = (SearchEntry.kind == names.c.kind) & (SearchEntry.key == names.c.key)
        yield MatchPass(MatchMode.SIMILAR, same, func.least(tier, SCORE_EXACT - 1))


def by_words(plan: QueryPlan, *, names_only: bool) -> MatchPass:
    """Records with all words, or with the whole text as a code, number or name."""
    column = SearchEntry.name_terms if names_only else SearchEntry.terms
    whole = term(WHOLE + plan.exact)
    is_whole = RECORD.in_(_records(has(column, whole)))
    condition = has(column, any_of([_all_words(plan), whole]))
    if plan.phrases:
        stands = _stands(SearchEntry.names if names_only else SearchEntry.texts, plan.phrases)
        condition = and_(condition, or_(stands, is_whole))
    in_names = RECORD.in_(_records(_holding(SearchEntry.name_terms, SearchEntry.names, plan)))
    tier = case((is_whole, SCORE_EXACT), (in_names, SCORE_NAME), else_=SCORE_TEXT)
    return MatchPass(MatchMode.WORDS, condition, tier)


def without(excluded: Sequence[QueryPlan]) -> Iterator[Condition]:
    """Records that hold none of what is to be left out."""
    for plan in excluded:
        yield RECORD.not_in(_records(_holding(SearchEntry.terms, SearchEntry.texts, plan)))


def records_with_code(beginning: str) -> Select[int, int]:
    """The records with a code or number that begins so, in the order of the codes."""
    return (
        select(SearchCode.kind, SearchCode.key)
        .where(
            SearchCode.code >= beginning[:LONGEST],
            SearchCode.code < beginning[:LONGEST] + LAST_CHARACTER,
        )
        .order_by(SearchCode.code, SearchCode.kind, SearchCode.key)
    )


def _holding(
    terms: InstrumentedAttribute[str], texts: InstrumentedAttribute[str], plan: QueryPlan
) -> Condition:
    return and_(has(terms, _all_words(plan)), _stands(texts, plan.phrases))


def _records(condition: Condition) -> Select[int, int]:
    """Asked of an index once, instead of looking into each hit's terms."""
    return select(SearchEntry.kind, SearchEntry.key).where(condition).correlate(None)


def _all_words(plan: QueryPlan) -> str:
    characters = (term(character, beginning=True) for character in plan.characters)
    return all_of([*map(term, plan.tokens), *characters])


def _spelled(ways: Sequence[Spelling]) -> Condition:
    questions = (
        all_of([*map(term, way.tokens), term(way.beginning, beginning=True)]) for way in ways
    )
    return has(SearchEntry.name_terms, any_of(questions))


def _stands(column: InstrumentedAttribute[str], phrases: Sequence[str]) -> Condition:
    """Whether each phrase stands in one of the texts as a whole."""
    patterns = filter(None, map(whole_word_pattern, phrases))
    return and_(
        true(),
        *(func.strpos(column, phrase) > 0 for phrase in phrases),
        *(column.regexp_match(pattern) for pattern in patterns),
    )


@dataclass(frozen=True, slots=True)
class WeighedPair:
    """What is written so, what is written or sounds so, and its share of the text, 0 to 1."""

    written: str
    sounding: str
    share: float


def similar_names(pairs: Sequence[str], among: Condition) -> CTE:
    """The records with a similar name: kind, key, and a likeness from 0 to 1.

    Those much less similar than the best ``among`` the records are left out.
    """
    weighed = _weighed(pairs, among)
    places = heaviest([pair.share for pair in weighed])
    candidate_pairs = [weighed[place].sounding for place in places]
    candidates = (
        select(SearchEntry.kind, SearchEntry.key, _likeness(weighed).label("likeness"))
        .where(has(SearchEntry.name_terms, any_of(candidate_pairs)), among)
        .cte("candidates")
    )
    best = select(func.max(candidates.c.likeness)).scalar_subquery()
    least = func.greatest(SIMILAR_ENOUGH, best * NEAR_BEST)
    return select(candidates).where(candidates.c.likeness >= least).cte("similar")


def _weighed(pairs: Sequence[str], among: Condition) -> list[WeighedPair]:
    written = [term(pair) for pair in pairs]
    sounding = [any_of([term(pair), *map(term, sorted(sounds_of(pair)))]) for pair in pairs]
    size, frequencies = _counted(sounding, among)
    shares = pair_weights(frequencies, size)
    return [WeighedPair(*each) for each in zip(written, sounding, shares, strict=True)]


def _counted(questions: Sequence[str], among: Condition) -> tuple[int, Sequence[int]]:
    """How many records there are, and how many answer each question.

    Weights that knew of hidden records would tell that they are there.
    """
    questions_table = (
        func.unnest(cast(literal(list(questions), ARRAY(Text)), ARRAY(TSQUERY)))
        .table_valued("question", with_ordinality="place", name="asked")
        .render_derived()
    )
    answering = (
        select(func.count())
        .where(SearchEntry.name_terms.bool_op("@@")(questions_table.c.question), among)
        .correlate(questions_table)
        .scalar_subquery()
    )
    size = db.session.scalar(select(func.count()).select_from(SearchEntry).where(among)) or 0
    counts = select(answering).select_from(questions_table).order_by(questions_table.c.place)
    return size, db.session.scalars(counts).all()


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


def term(text: str, *, beginning: bool = False) -> str:
    """A term, or with ``beginning`` any that begins so."""
    quoted = text[:LONGEST].replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'{':*' if beginning else ''}"


def all_of(parts: Iterable[str]) -> str:
    """What has each of the parts."""
    return f"({' & '.join(parts)})"


def any_of(parts: Iterable[str]) -> str:
    """What has one of the parts."""
    return f"({' | '.join(parts)})"


def has(column: InstrumentedAttribute[str], question: str) -> ColumnElement[bool]:
    """Whether the terms in the column answer the question; an index knows."""
    return column.bool_op("@@")(cast(literal(question), TSQUERY))
