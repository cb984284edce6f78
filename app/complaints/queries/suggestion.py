"""What a text suggests: category, body and district, each with its reasons. Never a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app import topics
from app.accounts.models import Bureau, District
from app.complaints.answers import Answers, Facts, SubjectKind
from app.complaints.catalogue import ComplaintCategory
from app.complaints.models import Matter
from app.complaints.queries.destination import destination
from app.complaints.rules import MatterStatus
from app.core.db import db, reading_only
from app.core.errors import InvalidInputError

CLEARLY = 0.4


@dataclass(frozen=True)
class Suggested:
    """A category that the words speak for, and the body that would get the matter."""

    category: ComplaintCategory
    bureau: Bureau
    score: float
    because: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why, as people read it."""
        return f"因为：{'、'.join(self.because)}"


@dataclass(frozen=True)
class Suggestion:
    """The likeliest first; nothing where the words do not say it."""

    candidates: Sequence[Suggested] = ()
    district: District | None = None
    because_of_place: tuple[str, ...] = ()

    @property
    def best(self) -> Suggested | None:
        """The likeliest."""
        return self.candidates[0] if self.candidates else None

    @property
    def in_scope(self) -> bool | None:
        """Whether the city's duty for quality covers it; None when it is not clear."""
        return self.best.category.is_in_scope if self.best else None


def suggestion(text: str, on: date, *, district: str = "", category: str = "") -> Suggestion:
    """What ``text`` suggests if it were handed in on ``on``.

    A ``district`` that is given counts before the places that the text names; below a
    ``category`` that is given, only its parts are offered.
    """
    known = topics.current()
    place = None if district else district_in(text)
    where = db.session.get(District, district or (place.district if place else ""))
    if district and where is None:
        raise InvalidInputError("没有这个县（市、区）代码，例如鹿城区是 330302。")
    found = topics.candidates(
        text, known.topics, own=known.categories, among=_below(category) if category else None
    )
    return Suggestion(
        candidates=[told for each in found if (told := _with_body(each, where, on))],
        district=where,
        because_of_place=place.because if place else (),
    )


def suggestion_alone(text: str, on: date, *, district: str, category: str) -> Suggestion:
    """The same, in a request that does nothing else: no other waits for it."""
    with reading_only():
        return suggestion(text, on, district=district, category=category)


def suggestion_for(answers: Answers, on: date) -> Suggestion:
    """What the answers so far suggest; nothing where whom it is about says it already."""
    is_open = answers.subject is None or answers.subject.who in _SAYS_NOTHING
    if answers.facts is None or not is_open:
        return Suggestion()
    facts = answers.facts
    text = f"{facts.title}\n{facts.narrative}"
    return suggestion(text, on, district=facts.district)


def suggestion_of(matter: Matter, on: date) -> Suggestion | None:
    """What a matter that still has no body suggests; None when it has one, or is about officials.

    A place is looked for in the address that was given and in what happened.
    """
    submission = matter.submission
    if matter.status is not MatterStatus.ROUTING or submission.subject_bureau_id is not None:
        return None
    text = f"{submission.title}\n{submission.narrative}\n{submission.place or ''}"
    return suggestion(text, on, district=submission.district_code or "")


def second_thought(answers: Answers, chosen: ComplaintCategory, on: date) -> Suggested | None:
    """What the words speak for, where that is clearly something else than what was chosen."""
    found = suggestion_for(answers, on)
    likely = {code for each in found.candidates for code in _lineage(each.category)}
    best = found.best
    if best is None or best.score < CLEARLY or (chosen.code in likely and chosen.parent_code):
        return None
    return None if best.category.code in _lineage(chosen) else best


def _lineage(category: ComplaintCategory) -> set[str]:
    return {category.code, category.parent_code or category.code}


def district_in(text: str, *, code: str = "") -> topics.Place | None:
    """The district that a text names, or in which a code was given out."""
    return place_finder().find(text, code=code)


def place_finder() -> topics.PlaceFinder:
    """A finder over the districts in the table."""
    return topics.PlaceFinder(db.session.scalars(select(District)))


_SAYS_NOTHING = {SubjectKind.COMPANY, SubjectKind.UNKNOWN}


def _below(category: str) -> frozenset[str]:
    """A category and its parts."""
    found = db.session.scalars(
        select(ComplaintCategory.code).where(
            or_(ComplaintCategory.code == category, ComplaintCategory.parent_code == category)
        )
    ).all()
    if not found:
        raise InvalidInputError("没有这个类别代码，例如食品是 food。")
    return frozenset(found)


def _with_body(found: topics.Candidate, where: District | None, on: date) -> Suggested | None:
    """The candidate with the body that the routing table names; None for a category not in use."""
    category = db.session.get(ComplaintCategory, found.category)
    if category is None or not category.is_in_use:
        return None
    place = Facts(
        title="", narrative="", happened="", district=where.code if where else "", place=""
    )
    target = destination(Answers(category=category.code, facts=place), on)
    return Suggested(category, target.bureau, round(found.score, 2), found.because)
