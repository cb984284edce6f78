"""What editors mean when they name a case or a company that an article tells of."""

import re
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import or_, select

from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.publishing.life.queries import published
from app.records.bulletins.rules import Meant
from app.records.cases.models import Case
from app.records.companies.models import Company
from app.records.companies.queries import companies_named, company_by_ref

OF_CASE = re.compile(r"(?:^|/)cases/(\d{1,9})(?!\d)")
OF_COMPANY = re.compile(r"(?:^|/)companies/(\w{1,20})")
BRACKETS = str.maketrans("[](){}（）【】［］", "〔〕〔〕〔〕〔〕〔〕〔〕")
OFFERED = 5
"""So many candidates are named where the words fit several, and one more is asked for."""


def cases_meant(text: str, *, kept: Collection[int] = ()) -> list[Meant]:
    """Public cases that a line may mean: by address, by number of the decision, by words.

    Those in ``kept`` are known to the article, and found by address though they have left.
    """
    statement = select(Case).order_by(Case.decided_on.desc(), Case.id.desc())
    seen = or_(published(Case), Case.id.in_(list(kept)))
    if match := OF_CASE.search(text):
        found = db.session.scalars(statement.where(Case.id == int(match[1]), seen))
        return _cases(found)
    numbers = {text, text.translate(BRACKETS).replace(" ", "")}
    exact = statement.where(Case.decision_number.in_(numbers), published(Case))
    if by_number := _cases(db.session.scalars(exact.limit(OFFERED + 1))):
        return by_number
    words = (Case.title, Case.party_name, Case.decision_number)
    fitting = or_(*(column.contains(text, autoescape=True) for column in words))
    return _cases(db.session.scalars(statement.where(published(Case), fitting).limit(OFFERED + 1)))


def companies_meant(text: str) -> list[Meant]:
    """Companies that a line may mean: by address, by code, by name."""
    if match := OF_COMPANY.search(text):
        try:
            return _companies([company_by_ref(match[1])])
        except NotFoundError:
            return []
    found = companies_named(text, limit=OFFERED + 1)
    return _companies([each for each in found if each.name == text] or found)


def lines_of_cases(keys: Sequence[int]) -> str:
    """The cases with these keys as an editor would name them, one a line."""
    found = db.session.scalars(select(Case).where(Case.id.in_(keys)))
    return _lines(keys, _cases(found))


def lines_of_companies(keys: Sequence[int]) -> str:
    """The companies with these keys as an editor would name them, one a line."""
    found = db.session.scalars(select(Company).where(Company.id.in_(keys)))
    return _lines(keys, _companies(found))


def cases_numbered(numbers: Iterable[str], *, besides: Collection[int]) -> list[Meant]:
    """Cases that have one of these numbers, whether public or not, but for those ``besides``."""
    statement = select(Case).where(
        Case.decision_number.in_(set(numbers)), Case.id.not_in(list(besides))
    )
    return _cases(db.session.scalars(statement.order_by(Case.id).limit(OFFERED)))


def cases_of_firms(names: Iterable[str], *, besides: Collection[int]) -> list[Meant]:
    """Public cases of firms with these names, none of whose cases is among those ``besides``."""
    linked = select(Case.company_id).where(Case.id.in_(list(besides)), Case.company_id.is_not(None))
    firms = select(Company.id).where(Company.name.in_(set(names)), Company.id.not_in(linked))
    statement = select(Case).where(Case.company_id.in_(firms), published(Case))
    newest = statement.order_by(Case.decided_on.desc(), Case.id.desc())
    return _cases(db.session.scalars(newest.limit(OFFERED)))


def _lines(keys: Sequence[int], found: Iterable[Meant]) -> str:
    words = {each.key: each.words for each in found}
    return "\n".join(words[key] for key in keys if key in words)


def _cases(cases: Iterable[Case]) -> list[Meant]:
    return [
        Meant(case.id, f"/cases/{case.id}　{case.title}　{case.decision_number or ''}".strip())
        for case in cases
    ]


def _companies(companies: Iterable[Company]) -> list[Meant]:
    return [Meant(company.id, f"/companies/{company.ref}　{company.name}") for company in companies]
