"""The cases and companies that articles tell of, and which of them an editor means."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlalchemy.orm import load_only, selectinload

from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.publishing.life.queries import published
from app.records.bulletins.anonymity import HiddenParty
from app.records.bulletins.articles import LinkedCase
from app.records.bulletins.models import Bulletin, BulletinCase, BulletinCompany
from app.records.bulletins.rules import Meant
from app.records.cases.models import Case
from app.records.companies.models import Company, FormerName
from app.records.companies.queries import companies_named, company_by_ref

CASE = (
    load_only(
        Case.title,
        Case.company_id,
        Case.party_name,
        Case.party_kind,
        Case.uscc,
        Case.registration_number,
        Case.legal_representative,
        Case.decision_number,
        Case.decided_on,
        Case.objected_on,
    ),
    load_only(
        Company.uscc, Company.registration_number, Company.name, Company.legal_representative
    ),
)
"""What is read of a case and of its company."""
BATCH = 500
OF_CASE = re.compile(r"(?:^|/)cases/(\d{1,9})(?!\d)")
OF_COMPANY = re.compile(r"(?:^|/)companies/(\w{1,20})")
BRACKETS = str.maketrans("[](){}（）【】［］", "〔〕〔〕〔〕〔〕〔〕〔〕")
OFFERED = 5
"""So many candidates are named where the words fit several, and one more is asked for."""
_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,20})[〔\[（(【]\s*(\d{4})\s*[〕\]）)】]\s*第?\s*(\d{1,8})\s*号"
)
_FIRM = re.compile(r"[\u4e00-\u9fff（）()]{2,40}?(?:公司|厂|店|商行|经营部|服务部|合作社|超市)")
SHORTEST_NAME = 6
"""Shorter names, in characters, are words of other names too often."""


def with_cases(statement: Select[Bulletin]) -> Iterator[tuple[Bulletin, list[LinkedCase]]]:
    """The articles that ``statement`` selects, each with its cases, in its order.

    One statement: a row for each name that the party of each case has borne.
    """
    joined = _with_parties(
        statement.outerjoin(BulletinCase, BulletinCase.bulletin_id == Bulletin.id), BulletinCase
    ).order_by(BulletinCase.position, BulletinCase.case_id)
    rows = db.session.execute(joined.execution_options(yield_per=BATCH))
    for _, group in groupby(rows, key=lambda row: row[0].id):
        of_article = list(group)
        yield of_article[0][0], _linked([row[1:] for row in of_article])


def cases_with(keys: Sequence[int]) -> list[LinkedCase]:
    """The cases with these keys, public or not, in this order."""
    statement = _with_parties(select(Case.id), None).where(Case.id.in_(keys))
    rows = db.session.execute(statement.order_by(Case.id))
    found = {case.id: case for case in _linked([row[1:] for row in rows])}
    return [found[key] for key in keys if key in found]


def companies_of(bulletin_id: int) -> Sequence[Company]:
    """Companies that an article is linked to, in the order of its editor."""
    return db.session.scalars(
        select(Company)
        .join(BulletinCompany, BulletinCompany.company_id == Company.id)
        .where(BulletinCompany.bulletin_id == bulletin_id)
        .options(selectinload(Company.former_names))
        .order_by(BulletinCompany.position)
    ).all()


def names_of(company: Company) -> list[str]:
    """By what a company is known: names past and present, codes."""
    names = [company.name, *(former.name for former in company.former_names)]
    return [*names, *filter(None, (company.uscc, company.registration_number))]


def of_company(company_id: int) -> Select[Any]:
    """Keys of the articles that tell of the company itself or of a case of it."""
    of_cases = (
        select(BulletinCase.bulletin_id)
        .join(Case, Case.id == BulletinCase.case_id)
        .where(Case.company_id == company_id)
    )
    itself = select(BulletinCompany.bulletin_id).where(BulletinCompany.company_id == company_id)
    return select(of_cases.union(itself).subquery().c.bulletin_id)


def is_anonymous() -> ColumnElement[bool]:
    """True for articles that tell of a case which is not public today."""
    return (
        select(BulletinCase.case_id)
        .join(Case, Case.id == BulletinCase.case_id)
        .where(BulletinCase.bulletin_id == Bulletin.id, published(Case).is_not(True))
        .exists()
    )


def articles_of_cases(case_keys: Sequence[int]) -> list[int]:
    """Keys of the articles that tell of these cases."""
    statement = select(BulletinCase.bulletin_id).where(BulletinCase.case_id.in_(case_keys))
    return list(db.session.scalars(statement.distinct()))


def articles_of_parties(company_keys: Sequence[int]) -> list[int]:
    """Keys of the articles that tell of cases of these companies."""
    statement = (
        select(BulletinCase.bulletin_id)
        .join(Case, Case.id == BulletinCase.case_id)
        .where(Case.company_id.in_(company_keys))
    )
    return list(db.session.scalars(statement.distinct()))


def _with_parties(statement: Select[Any], link: type[BulletinCase] | None) -> Select[Any]:
    """Add the case, its company, one former name of it, and what was known by then."""
    known = link.known_as if link else literal(None).label("known_as")
    if link:
        statement = statement.outerjoin(Case, Case.id == link.case_id)
    return (
        statement.outerjoin(Company, Company.id == Case.company_id)
        .outerjoin(FormerName, FormerName.company_id == Company.id)
        .add_columns(Case, Company, FormerName.name, known, published(Case).is_(True))
        .options(*CASE)
    )


def _linked(rows: Iterable[Sequence[Any]]) -> list[LinkedCase]:
    """The cases in rows of case, company, a former name, what was known, whether it is public."""
    found = []
    for case, group in groupby((row for row in rows if row[0]), key=lambda row: row[0]):
        names = list(group)
        _, company, _, known, is_public = names[0]
        former = [name for _, _, name, _, _ in names if name]
        found.append(_linked_case(case, company, [*former, *(known or [])], bool(is_public)))
    return found


def _linked_case(
    case: Case, company: Company | None, names: Iterable[str], is_public: bool
) -> LinkedCase:
    holders: list[Case | Company] = [case, company] if company else [case]
    codes = [code for each in holders for code in (each.uscc, each.registration_number)]
    people = [each.legal_representative for each in holders]
    party = HiddenParty(
        kind=case.party_kind,
        names=_distinct(case.party_name, company.name if company else None, *names),
        codes=_distinct(*codes),
        documents=_distinct(case.decision_number),
        people=_distinct(*people),
    )
    return LinkedCase(
        id=case.id,
        title=case.title,
        decision_number=case.decision_number,
        decided_on=case.decided_on,
        caution=case.caution,
        is_public=is_public,
        company_id=case.company_id,
        party=party,
    )


def _distinct(*words: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def cases_meant(text: str, *, linked: Collection[int] = ()) -> list[Meant]:
    """Public cases that a line may mean: by address, by number of the decision, by words.

    Those in ``linked`` are known to the article, and found by address though they have left.
    """
    statement = select(Case).order_by(Case.decided_on.desc(), Case.id.desc())
    may_be_linked = or_(published(Case), Case.id.in_(list(linked)))
    if match := OF_CASE.search(text):
        found = db.session.scalars(statement.where(Case.id == int(match[1]), may_be_linked))
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


def _lines(keys: Sequence[int], meant: Iterable[Meant]) -> str:
    words = {each.key: each.label for each in meant}
    return "\n".join(words[key] for key in keys if key in words)


def _cases(cases: Iterable[Case]) -> list[Meant]:
    return [
        Meant(case.id, f"/cases/{case.id}　{case.title}　{case.decision_number or ''}".strip())
        for case in cases
    ]


def _companies(companies: Iterable[Company]) -> list[Meant]:
    return [Meant(company.id, f"/companies/{company.ref}　{company.name}") for company in companies]


def decision_numbers(text: str) -> Iterator[str]:
    """What may be the number of a decision: where its first word begins can't be told."""
    for words, year, number in _NUMBER.findall(text):
        yield from (f"{words[start:]}〔{year}〕{number}号" for start in range(len(words)))


def firm_names(text: str) -> Iterator[str]:
    """What may be the name of a firm: likewise."""
    for found in _FIRM.findall(text):
        yield from (found[start:] for start in range(len(found) - SHORTEST_NAME + 1))
