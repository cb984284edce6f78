"""Companies by code, by name, and as documents of the search index."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.kernel.search.rows import RowSource
from app.records.companies import uscc
from app.records.companies.models import Company, FormerName

DOCUMENT = select(
    Company.id,
    Company.ref,
    Company.name,
    Company.uscc,
    Company.registration_number,
    Company.address,
    Company.business_scope,
    Company.district_code,
    Company.status,
    Company.registered_on,
    Company.created_at,
    FormerName.name.label("former_name"),
    FormerName.until.label("former_until"),
).outerjoin(Company.former_names)
"""What search reads of a company: a row for each of its former names, or one."""


def company_by_ref(ref: str) -> Company:
    """The company whose page has the address ``ref``, with its names and source.

    ``ref`` is a credit code, an old registration number, or ``id`` and the record's number.
    Raises NotFoundError when there is none.
    """
    code = uscc.normalise(ref)
    if code.startswith("ID") and code[2:].isdecimal():
        chosen = Company.id == int(code[2:])
    else:
        chosen = or_(Company.uscc == code, Company.registration_number == code)
    company = db.session.scalars(_whole().where(chosen)).one_or_none()
    if company is None:
        raise NotFoundError("没有找到这家企业。请核对统一社会信用代码，或者按名称搜索。")
    return company


def company_by_id(company_id: int) -> Company | None:
    """The company with this key, with its names and source."""
    return db.session.scalars(_whole().where(Company.id == company_id)).one_or_none()


def company_by_code(code: str) -> Company | None:
    """The company with this credit code."""
    return db.session.scalars(select(Company).where(Company.uscc == code)).one_or_none()


def company_keys(codes: Iterable[str]) -> dict[str, int]:
    """The keys of the companies that have these credit codes, by code."""
    statement = select(Company.uscc, Company.id).where(Company.uscc.in_(set(codes)))
    return {code: key for code, key in db.session.execute(statement) if code}


def companies_named(text: str, *, limit: int = 10) -> list[Company]:
    """Companies for a lookup: the one with this code, else those whose name holds ``text``."""
    words = text.strip()
    if not words:
        return []
    code = uscc.normalise(words)
    if len(code) in {uscc.LENGTH, uscc.REGISTRATION_LENGTH} and code.isascii():
        exact = select(Company).where(
            or_(Company.uscc == code, Company.registration_number == code)
        )
        if found := list(db.session.scalars(exact)):
            return found
    former = select(FormerName.company_id).where(FormerName.name.contains(words, autoescape=True))
    named = or_(Company.name.contains(words, autoescape=True), Company.id.in_(former))
    return list(
        db.session.scalars(
            select(Company)
            .where(named)
            .options(joinedload(Company.district))
            .order_by(Company.name, Company.id)
            .limit(limit)
        )
    )


def _whole() -> Select[Company]:
    return select(Company).options(
        joinedload(Company.district),
        joinedload(Company.source_bureau),
        joinedload(Company.import_batch),
        selectinload(Company.former_names),
    )


def _documents(rows: Iterable[Any]) -> Iterator[SearchDocument]:
    for _, alike in groupby(rows, key=attrgetter("id")):
        names = sorted(alike, key=lambda row: (row.former_until or date.max, row.former_name))
        yield _document(names[0], [row.former_name for row in names])


def _document(company: Any, former_names: Sequence[str | None]) -> SearchDocument:
    return SearchDocument(
        kind=SearchKind.COMPANY,
        key=company.id,
        ref=company.ref,
        title=company.name,
        names=(company.name,),
        former_names=present(*former_names),
        codes=present(company.uscc, company.registration_number),
        texts=(("住所", company.address or ""), ("经营范围", company.business_scope or "")),
        district=company.district_code,
        status=company.status.label,
        year=company.registered_on.year if company.registered_on else None,
        on=company.registered_on,
        rank=4,
        visible_from=clock.city_date(company.created_at),
        facts=present(company.uscc or company.registration_number, company.address),
    )


search_documents = RowSource(lambda: DOCUMENT, Company.id, _documents)
"""Companies as the search index knows them."""
