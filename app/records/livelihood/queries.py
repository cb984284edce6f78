"""Programmes with their problems and proposals, as the public and the desk may see them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, exists, func, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.people.models import Staff
from app.publishing.life.queries import published, require_public
from app.records.indicators.measures import Computed, RowsLink, year_so_far
from app.records.indicators.models import Indicator
from app.records.livelihood.models import LivelihoodProblem as Problem
from app.records.livelihood.models import LivelihoodProgramme as Programme
from app.records.livelihood.models import LivelihoodProposal as Proposal
from app.records.livelihood.rules import ProblemState, ProposalState

ORDER = list(ProblemState)
COUNTED = (Programme, Problem)
"""What the values of promises are counted from."""


@dataclass(frozen=True)
class YearOfProblems:
    """A year in the archive: its programme and how many of its problems stand how."""

    programme: Programme
    counts: Counter[ProblemState]

    @property
    def total(self) -> int:
        """All problems of the year."""
        return self.counts.total()


def archive() -> list[YearOfProblems]:
    """All years with a public programme, the newest first."""
    programmes = db.session.scalars(
        select(Programme).where(published(Programme)).order_by(Programme.year.desc())
    ).all()
    found: dict[int, Counter[ProblemState]] = {}
    for problem in db.session.scalars(select(Problem).where(published(Problem))):
        found.setdefault(problem.programme_id, Counter())[problem.state] += 1
    return [YearOfProblems(each, found.get(each.id, Counter())) for each in programmes]


def programme_of(year: int) -> Programme:
    """The programme of a year; raises NotFoundError or GoneError.

    A year can have had several, of which at most one is public: that one, else the last.
    """
    load = (joinedload(Programme.source_bureau), selectinload(Programme.change_notes))
    statement = select(Programme).where(Programme.year == year).options(*load)
    rank = published(Programme).desc()
    return require_public(db.session.scalars(statement.order_by(rank, Programme.id.desc())).first())


def problems_of(programme_id: int) -> list[Problem]:
    """The public problems of a programme, those that are late first, then by their last day."""
    statement = (
        select(Problem)
        .where(Problem.programme_id == programme_id, published(Problem))
        .options(selectinload(Problem.change_notes))
    )
    found = db.session.scalars(statement).all()
    return sorted(found, key=lambda each: (ORDER.index(each.state), each.due_on, each.id))


def all_problems(year: int) -> Iterator[Problem]:
    """The public problems of a year, for a download."""
    statement = select(Problem).join(Problem.programme).options(contains_eager(Problem.programme))
    public = (Programme.year == year, published(Programme), published(Problem))
    yield from db.session.scalars(statement.where(*public).order_by(Problem.id))


def problem(year: int, key: int) -> Problem:
    """A problem that is public with its programme; raises NotFoundError or GoneError."""
    programme = programme_of(year)
    statement = select(Problem).where(Problem.id == key, Problem.programme_id == programme.id)
    return require_public(db.session.scalars(statement).one_or_none())


def answered(year: int, *, page: int = 1) -> Page[Proposal]:
    """A page of the proposals for a year on which was decided, the newest first."""
    statement = select(Proposal).where(
        Proposal.year == year, Proposal.state != ProposalState.WAITING
    )
    return paginate(statement.order_by(Proposal.id.desc()), page=page)


def waiting_count(year: int) -> int:
    """How many proposals for a year nobody has decided on yet."""
    waiting = (Proposal.year == year, Proposal.state == ProposalState.WAITING)
    return db.session.scalar(select(func.count()).select_from(Proposal).where(*waiting)) or 0


def with_token(token: str) -> Proposal | None:
    """The proposal that a form has brought already."""
    return db.session.scalars(select(Proposal).where(Proposal.token == token)).one_or_none()


def proposals(staff: Staff, *, page: int = 1) -> Page[Proposal]:
    """A page of the proposals that a person decides on, those that wait first, then the newest."""
    order = ((Proposal.state == ProposalState.WAITING).desc(), Proposal.id.desc())
    return paginate(_own(staff).order_by(*order), page=page)


def proposal(staff: Staff, key: int) -> Proposal:
    """One of them; raises NotFoundError for what belongs to another body."""
    found = db.session.scalars(_own(staff).where(Proposal.id == key)).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def actions_by_year() -> dict[int, int]:
    """How many kinds of actions the public problems of each year belong to; 0 without any."""
    return remembered("livelihood.actions", _actions_by_year)


def by_year(measure: str, indicator: Indicator) -> list[Computed]:
    """The values of a promise on livelihood: one theme, one plan, four actions a year.

    A year with a public programme has a theme and a plan: it cannot be public without.
    """
    of_actions = measure == "livelihood_actions"
    return [
        Computed(
            indicator=indicator,
            span=year_so_far(year),
            number=Decimal(actions if of_actions else 1),
            remark="已公示问题所属的惠民行动种数" if of_actions else "已公示的年度方案",
            rows=RowsLink("livelihood.year", {"year": year}),
        )
        for year, actions in sorted(actions_by_year().items(), reverse=True)
    ]


def _own(staff: Staff) -> Select[Proposal]:
    """Of the body that wrote the programme of that year; the coordination office sees all."""
    own = exists().where(
        Programme.year == Proposal.year, Programme.source_bureau_id == staff.bureau_id
    )
    return select(Proposal).where(true() if staff.bureau.is_coordination_office else own)


def _actions_by_year() -> dict[int, int]:
    number = func.count(Problem.action.distinct())
    statement = (
        select(Programme.year, number)
        .outerjoin(Problem, (Problem.programme_id == Programme.id) & published(Problem))
        .where(published(Programme))
        .group_by(Programme.year)
    )
    rows: Iterable[Any] = db.session.execute(statement)
    return {row[0]: row[1] for row in rows}
