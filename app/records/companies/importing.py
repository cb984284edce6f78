"""Companies from files of the registers: new ones in, known ones brought up to date."""

import re
from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import insert, or_, select

from app.kernel.db.session import db
from app.kernel.imports.cells import BadValueError, Cell
from app.kernel.imports.layouts import Layout, LayoutField
from app.kernel.imports.saving import see_again, update_rows
from app.kernel.imports.targets import (
    ImportRow,
    Rejection,
    RowBatch,
    RowOutcome,
    RowVerdict,
    register_source_lookup,
    register_target,
)
from app.kernel.imports.values import LOST_DIGITS, day, digits, text, unbroken
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.people.models import Bureau
from app.records.companies import uscc
from app.records.companies.matching import (
    DistrictFinder,
    Matched,
    NamedCompany,
    district_finder,
    match_companies,
)
from app.records.companies.models import Company, FormerName
from app.records.companies.parties import misread
from app.records.companies.rules import CompanyStatus

_OLDEST_NUMBER = re.compile(r"\d{13}")
"""Numbers of the kind given out until 2007 are still carried by firms that never changed them."""

_STATUSES = {
    "吊销": CompanyStatus.REVOKED,
    "注销": CompanyStatus.CANCELLED,
    "存续": CompanyStatus.ACTIVE,
    "在业": CompanyStatus.ACTIVE,
    "开业": CompanyStatus.ACTIVE,
    "正常": CompanyStatus.ACTIVE,
    "有效": CompanyStatus.ACTIVE,
}


def company_code(cell: Cell, _unit: str | None = None) -> uscc.CompanyCode:
    """A checked credit code or an old registration number, out of a cell of either column."""
    written = digits(cell)
    if _OLDEST_NUMBER.fullmatch(written):
        return uscc.CompanyCode(registration_number=written)
    try:
        return uscc.parse_any(written)
    except uscc.CompanyCodeError as wrong:
        # Fifteen digits are all that a sheet keeps of a number; it fills up with zeros.
        lost = f"；{LOST_DIGITS}" if written.endswith("000") and written.isdigit() else ""
        raise BadValueError(f"{wrong.message.rstrip('。')}{lost}") from wrong


def credit_code(cell: Cell, unit: str | None = None) -> str:
    """A checked credit code; a registration number of the days before it is none."""
    if code := company_code(cell, unit).uscc:
        return code
    raise BadValueError("这是注册号，请填 18 位的统一社会信用代码")


def codes_of(row: ImportRow) -> uscc.CompanyCode:
    """Credit code and number of a row, whichever columns they stood in."""
    found = [row.values.get("uscc"), row.values.get("registration_number")]
    stated = [code for code in found if code is not None]
    return uscc.CompanyCode(
        uscc=next((code.uscc for code in stated if code.uscc), None),
        registration_number=next(
            (code.registration_number for code in stated if code.registration_number), None
        ),
    )


LAYOUT = Layout(
    "companies",
    (
        LayoutField("name", "企业名称", unbroken(200), required=True),
        LayoutField("uscc", "统一社会信用代码", company_code),
        LayoutField("registration_number", "注册号", company_code),
        LayoutField("kind", "企业类型", text(60)),
        LayoutField("legal_representative", "法定代表人", text(60)),
        LayoutField("registered_capital", "注册资本", text(60)),
        LayoutField("registered_on", "成立日期", day),
        LayoutField("registration_authority", "登记机关", text(80)),
        LayoutField("business_scope", "经营范围", text(lines=True)),
        LayoutField("address", "注册地址", text(300)),
        LayoutField("district", "区县", text(60)),
        LayoutField("status", "登记状态", text(60)),
        LayoutField("former_name", "曾用名", text(200)),
    ),
    required_any=(("uscc", "registration_number"),),
)

_FOLLOWED = (
    "name",
    "kind",
    "legal_representative",
    "registered_capital",
    "registered_on",
    "registration_authority",
    "business_scope",
    "address",
    "district_code",
    "status",
)


def save(batch: RowBatch) -> Sequence[RowVerdict]:
    """Add new companies; of known ones follow what the file states, and keep their old names."""
    districts = batch.source.once(district_finder)
    refused = {row.row: found for row in batch.rows if (found := _problem(row))}
    good = [row for row in batch.rows if row.row not in refused]
    parties = [_party(row) for row in good]
    already = _ids_before(parties)
    matches = match_companies(parties, batch.source, districts)
    outcomes = _follow(good, matches, already, districts)
    answers = dict(zip((row.row for row in good), outcomes, strict=True))
    return [refused.get(row.row) or answers[row.row] for row in batch.rows]


def _problem(row: ImportRow) -> Rejection | None:
    if codes_of(row) == uscc.CompanyCode():
        return Rejection("统一社会信用代码和注册号至少填一项", "uscc")
    found = misread(row.values["name"])
    return Rejection(found, "name") if found else None


def find_source(name: str) -> tuple[int, str] | None:
    """The body with this code or name; of two of one name, the one in office last."""
    statement = (
        select(Bureau.id, Bureau.name)
        .where(or_(Bureau.code == name, Bureau.name == name, Bureau.short_name == name))
        .order_by(Bureau.valid_from.desc())
    )
    row = db.session.execute(statement).first()
    return (row.id, row.name) if row else None


def init_app(app: Flask) -> None:
    """Let files bring companies, and say which bodies send files."""
    register_target(app, LAYOUT.kind, LAYOUT, save)
    register_source_lookup(app, find_source)


def _party(row: ImportRow) -> NamedCompany:
    code = codes_of(row)
    return NamedCompany(row.row, row.values["name"], code.uscc, code.registration_number)


def _ids_before(parties: Sequence[NamedCompany]) -> set[int]:
    """Companies that the batch may mean and that are there before it."""
    condition = or_(
        Company.uscc.in_({party.uscc for party in parties if party.uscc}),
        Company.registration_number.in_(
            {party.registration_number for party in parties if party.registration_number}
        ),
        Company.name.in_({party.name for party in parties}),
    )
    return set(db.session.scalars(select(Company.id).where(condition)))


def _follow(
    rows: Sequence[ImportRow],
    matches: Sequence[Matched],
    already: set[int],
    districts: DistrictFinder,
) -> list[RowOutcome]:
    """Write what the rows state into their companies; later rows see what earlier ones wrote."""
    columns = [getattr(Company, name) for name in ("id", *_FOLLOWED)]
    statement = select(*columns).where(Company.id.in_({match.id for match in matches}))
    known = {row.id: dict(row._mapping) for row in db.session.execute(statement)}
    changes: dict[int, dict[str, Any]] = {}
    renamed: set[tuple[int, str]] = set()
    outcomes = []
    for row, match in zip(rows, matches, strict=True):
        before, stated = known[match.id], _stated(row, districts)
        differing = {name: value for name, value in stated.items() if before[name] != value}
        if match.id not in already:
            already.add(match.id)
            outcomes.append(RowOutcome.ADDED)
        else:
            outcomes.append(RowOutcome.CHANGED if differing else RowOutcome.UNCHANGED)
            if "name" in differing:
                renamed.add((match.id, before["name"]))
        before.update(differing)
        changes.setdefault(match.id, {}).update(differing)
    _keep_former_names(renamed | _listed_names(rows, matches, known))
    ids = update_rows(Company, [{"id": key, **each} for key, each in changes.items() if each])
    see_again(Company, changes)
    changed(SearchKind.COMPANY, ids)
    return outcomes


def _stated(row: ImportRow, districts: DistrictFinder) -> dict[str, Any]:
    """The values that the row gives; what it leaves open stays as it is."""
    values, code = row.values, codes_of(row)
    district = (
        (districts.named(values["district"]) if values["district"] else None)
        or districts.in_text(values["address"])
        or districts.in_text(values["registration_authority"])
        or districts.of_code(code.uscc, code.registration_number)
    )
    stated = {name: values.get(name) for name in _FOLLOWED}
    stated |= {"district_code": district, "status": _status(values["status"])}
    return {name: value for name, value in stated.items() if value is not None}


def _status(words: str | None) -> CompanyStatus | None:
    return next((status for word, status in _STATUSES.items() if word in (words or "")), None)


def _listed_names(
    rows: Sequence[ImportRow], matches: Sequence[Matched], known: dict[int, dict[str, Any]]
) -> set[tuple[int, str]]:
    """The former names that the rows list."""
    return {
        (match.id, name.strip())
        for row, match in zip(rows, matches, strict=True)
        for name in re.split(r"[;；、,，]", row.values["former_name"] or "")
        if name.strip() and name.strip() != known[match.id]["name"]
    }


def _keep_former_names(former_names: set[tuple[int, str]]) -> None:
    """Keep each former name once."""
    ids = {key for key, _name in former_names}
    statement = select(FormerName.company_id, FormerName.name).where(FormerName.company_id.in_(ids))
    there = {(row.company_id, row.name) for row in db.session.execute(statement)} if ids else set()
    new = [{"company_id": key, "name": name} for key, name in sorted(former_names - there)]
    if new:
        db.session.execute(insert(FormerName), new)
