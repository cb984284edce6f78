"""What a text suggests: category, body and district, each with its reasons. Never a decision."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import topics
from app.kernel.db.cache import remembered
from app.kernel.db.session import db, reading_only
from app.kernel.errors import InvalidInputError
from app.matters.complaints.matter.answers import ComplaintAnswers, Facts, SubjectKind
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import MatterStatus
from app.matters.complaints.routing.models import RoutingRule
from app.matters.complaints.routing.queries.destination import destination
from app.people.places import district_names, place_finder

CLEARLY = 0.4
"""The score, 0 to 1, from which on the words speak clearly."""


@dataclass(frozen=True)
class CategoryName:
    """A category in use, as it is told."""

    code: str
    parent_code: str | None
    name: str
    scope: str
    is_in_scope: bool
    pointer: str

    @property
    def lineage(self) -> set[str]:
        """Itself and what it is a part of."""
        return {self.code, self.parent_code or self.code}


@dataclass(frozen=True)
class SuggestedCategory:
    """A category that the words speak for (score: 0 to 1), and the body that would get it."""

    category: CategoryName
    bureau: str
    score: float
    because: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why, as people read it."""
        return f"因为：{'、'.join(self.because)}"


@dataclass(frozen=True)
class RoutingSuggestion:
    """The likeliest first; nothing where the words do not say it."""

    candidates: Sequence[SuggestedCategory] = ()
    district: str = ""
    because_of_place: tuple[str, ...] = ()

    @property
    def best(self) -> SuggestedCategory | None:
        """The likeliest."""
        return self.candidates[0] if self.candidates else None

    @property
    def in_scope(self) -> bool | None:
        """Whether the city's duty for quality covers it; None when it is not clear."""
        return self.best.category.is_in_scope if self.best else None

    @property
    def district_name(self) -> str:
        """What the district is called."""
        return district_names().get(self.district, "")


def suggestion(text: str, on: date, *, district: str = "", category: str = "") -> RoutingSuggestion:
    """What ``text`` suggests if it were handed in on ``on``.

    A ``district`` that is given counts before the places that the text names; below a
    ``category`` that is given, only its parts are offered. Raises InvalidInputError for a code of
    either that is not known.
    """
    if district and district not in district_names():
        raise InvalidInputError("没有这个县（市、区）代码，例如鹿城区是 330302。")
    known, place = topics.current(), None if district else place_finder().find(text)
    where = district or (place.district if place else "")
    among = _below(category) if category else None
    found = topics.candidates(text, known.topics, own=known.categories, among=among)
    return RoutingSuggestion(
        candidates=[
            SuggestedCategory(
                _categories()[each.category],
                _body(each.category, where, on),
                round(each.score, 2),
                each.because,
            )
            for each in found
            if each.category in _categories()
        ],
        district=where,
        because_of_place=place.because if place else (),
    )


def suggestion_alone(text: str, on: date, *, district: str, category: str) -> RoutingSuggestion:
    """The same, in a request that does nothing else: no other waits for it."""
    with reading_only():
        return suggestion(text, on, district=district, category=category)


def suggestion_for(answers: ComplaintAnswers, on: date) -> RoutingSuggestion:
    """What the answers so far suggest; nothing where whom it is about says it already."""
    is_open = answers.subject is None or answers.subject.who in _SAYS_NOTHING
    if answers.facts is None or not is_open:
        return RoutingSuggestion()
    facts = answers.facts
    return suggestion(f"{facts.title}\n{facts.narrative}", on, district=facts.district)


def suggestion_of(matter: Matter, on: date) -> RoutingSuggestion | None:
    """What a matter that still has no body suggests; None when it has one, or is about officials.

    A place is looked for in the address that was given and in what happened.
    """
    submission = matter.submission
    if matter.status is not MatterStatus.ROUTING or submission.subject_bureau_id is not None:
        return None
    text = f"{submission.title}\n{submission.narrative}\n{submission.place or ''}"
    return suggestion(text, on, district=submission.district_code or "")


def second_thought(
    answers: ComplaintAnswers, chosen: ComplaintCategory, on: date
) -> SuggestedCategory | None:
    """What the words speak for, where that is clearly something else than what was chosen."""
    found = suggestion_for(answers, on)
    best = found.best
    likely = {code for each in found.candidates for code in each.category.lineage}
    if best is None or best.score < CLEARLY or (chosen.code in likely and chosen.parent_code):
        return None
    return None if best.category.code in {chosen.code, chosen.parent_code} else best


_SAYS_NOTHING = {SubjectKind.COMPANY, SubjectKind.UNKNOWN}


def _below(code: str) -> frozenset[str]:
    """A category and its parts."""
    below = frozenset(each.code for each in _categories().values() if code in each.lineage)
    if not below:
        raise InvalidInputError("没有这个类别代码，例如食品是 food。")
    return below


def _categories() -> Mapping[str, CategoryName]:
    return remembered("suggested categories", _read_categories)


def _read_categories() -> Mapping[str, CategoryName]:
    rows = db.session.scalars(select(ComplaintCategory).where(ComplaintCategory.is_in_use))
    return {
        row.code: CategoryName(
            row.code, row.parent_code, row.name, row.scope, row.is_in_scope, row.pointer or ""
        )
        for row in rows
    }


def _body(category: str, district: str, on: date) -> str:
    """The name of the body that the routing table gives a matter to."""

    def read() -> str:
        place = Facts(title="", narrative="", happened="", district=district, place="")
        return destination(ComplaintAnswers(category=category, facts=place), on).bureau.name

    return remembered(("suggested body", category, district, on), read)


AT_ONCE = 200
"""Submissions that are read at a time."""


@dataclass(frozen=True)
class DecidedSubmission:
    """What was written, decrypted in memory only, and the categories that it can belong to."""

    title: str
    narrative: str
    categories: tuple[str, ...]


def decided_matters(on: date) -> Iterator[DecidedSubmission]:
    """Each closed submission once, the newest first.

    Where the body that closed it is not responsible for the category that the reporter chose, it
    was routed anew: then it belongs to one of the categories of that body.
    """
    led = _categories_by_body(on)
    query = (
        select(Submission)
        .where(
            Submission.subject_bureau_id.is_(None),
            Submission.matters.any(Matter.status == MatterStatus.CLOSED),
        )
        .options(selectinload(Submission.matters), joinedload(Submission.category))
        .order_by(Submission.id.desc())
        .execution_options(yield_per=AT_ONCE)
    )
    for submission in db.session.scalars(query):
        closing = next((each for each in submission.matters if _bears_out(each)), None)
        if closing is None:
            continue
        categories = _possible(submission.category, led.get(closing.bureau_id, ()))
        if categories:
            yield DecidedSubmission(submission.title, submission.narrative, categories)


def _bears_out(matter: Matter) -> bool:
    return (
        matter.status is MatterStatus.CLOSED and matter.outcome is not MatterOutcome.NOT_COMPETENT
    )


def _possible(chosen: ComplaintCategory, led: Sequence[str]) -> tuple[str, ...]:
    if chosen.code in led and chosen.parent_code is not None:
        return (chosen.code,)
    return tuple(led)


def _categories_by_body(on: date) -> dict[int, list[str]]:
    """The categories of the second level that each body leads by the rules in force."""
    rules = db.session.execute(
        select(RoutingRule.lead_bureau_id, RoutingRule.category_code)
        .join(ComplaintCategory, ComplaintCategory.code == RoutingRule.category_code)
        .where(
            ComplaintCategory.parent_code.is_not(None),
            ComplaintCategory.is_in_scope,
            RoutingRule.valid_from <= on,
            (RoutingRule.valid_until.is_(None)) | (RoutingRule.valid_until >= on),
        )
        .distinct()
    )
    led: dict[int, list[str]] = {}
    for bureau, category in rules:
        led.setdefault(bureau, []).append(category)
    return led
