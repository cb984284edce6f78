"""A site of invented records for measuring its pages: the same ones each time for the same size."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Table, insert, select

from app.kernel import clock
from app.kernel.aggregates import services as aggregates
from app.kernel.db.session import Base, db
from app.ops import migrations
from app.people.models import Bureau, District
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case
from app.records.cases.rules import CaseField, PenaltyKind, Severity
from app.records.companies import uscc
from app.records.companies.models import Company
from app.records.companies.rules import CompanyStatus, PartyKind
from app.records.credit.models import CreditEntry
from app.records.credit.rules import CreditCategory, ListKind
from tests.bench.corpus import FORMS, SCENES, TRADES

BRAND = "砚汐瓯禾榕榭菀澜峤畹泷珩绡陂屿砥翎岫漪沅砀璟"
CHUNK = 10_000
CASES_OF_TEN = 10
"""To ten cases there are four companies and one entry on a list."""
COMPANIES_OF_TEN = 4

Row = dict[str, Any]


class Inventor:
    """Makes rows of companies, cases and list entries by chance, with a fixed seed."""

    def __init__(self, districts: list[str], bureaus: list[tuple[int, str]], today: date) -> None:
        self._chance = random.Random(7)  # noqa: S311  # the same records each time
        self._districts = districts
        self._bureaus = bureaus
        self._today = today
        self._companies: list[Row] = []

    def companies(self, count: int) -> Iterator[Row]:
        """Companies, of which the cases and entries made later are."""
        for key in range(1, count + 1):
            chance = self._chance
            brand = "".join(chance.choices(BRAND, k=chance.choice((2, 2, 3))))
            row = {
                "id": key,
                "uscc": code(key),
                "name": f"温州{brand}{chance.choice(TRADES)}{chance.choice(FORMS)}",
                "kind": "有限责任公司",
                "legal_representative": "张某某",
                "address": f"人民路{key % 900}号",
                "business_scope": "食品生产；食品销售；货物进出口；日用百货销售。",
                "district_code": chance.choice(self._districts),
                "status": CompanyStatus.ACTIVE,
                "registered_on": self._day(8000),
                **self._stamps(),
            }
            self._companies.append(row)
            yield row

    def cases(self, count: int) -> Iterator[Row]:
        """Cases of the last three years, one in twenty no longer shown."""
        for key in range(1, count + 1):
            chance, company, decided_on = self._chance, self._company(), self._day(1000)
            bureau, body = chance.choice(self._bureaus)
            act, fine = chance.choice(SCENES), chance.randrange(1, 90_000)
            name = company["name"]
            yield {
                "id": key,
                "title": f"{name}{act}案",
                "party_name": name,
                "party_kind": PartyKind.ORGANISATION,
                **{one: company[one] for one in ("uscc", "legal_representative", "district_code")},
                "company_id": company["id"],
                "decision_number": f"温市监罚〔{decided_on.year}〕{key}号",
                "violation": act,
                "facts": f"执法人员检查时发现，当事人{name}{act}，货值金额{fine}元。" * 2,
                "basis": "《中华人民共和国食品安全法》第一百二十四条第一款",
                "penalty_kinds": [PenaltyKind.FINE.value],
                "content": f"责令改正，处罚款{fine}元",
                "fine_cents": fine * 100,
                "confiscated_cents": 0,
                "deciding_bureau_id": bureau,
                "deciding_body": body,
                "source_body": body,
                "field": chance.choice(list(CaseField)),
                "severity": chance.choice(list(Severity)),
                **self._published(bureau, decided_on),
            }

    def entries(self, count: int) -> Iterator[Row]:
        """Entries of both lists."""
        for key in range(1, count + 1):
            chance, company, decided_on = self._chance, self._company(), self._day(1000)
            bureau, body = chance.choice(self._bureaus)
            yield {
                "id": key,
                "list": chance.choice(list(ListKind)),
                "company_id": company["id"],
                "category": chance.choice(list(CreditCategory)),
                "title": chance.choice(SCENES),
                "reason": "",
                "basis": "",
                "deciding_bureau_id": bureau,
                "deciding_body": body,
                "document_number": f"温信〔{decided_on.year}〕{key}号",
                "district_code": company["district_code"],
                **self._published(bureau, decided_on),
            }

    def _company(self) -> Row:
        return self._chance.choice(self._companies)

    def _day(self, span: int) -> date:
        return self._today - timedelta(days=self._chance.randrange(10, span))

    def _published(self, bureau: int, decided_on: date) -> Row:
        left = self._chance.random() < 0.05
        return {
            "status": PublicationStatus.EXPIRED if left else PublicationStatus.PUBLISHED,
            "decided_on": decided_on,
            "published_on": decided_on + timedelta(days=5),
            "publish_until": decided_on + timedelta(days=1100 if not left else 5),
            "source_bureau_id": bureau,
            **self._stamps(),
        }

    def _stamps(self) -> Row:
        return {"created_at": clock.now(), "updated_at": clock.now()}


def code(key: int) -> str:
    """A credit code with a right check character, in a region that does not exist."""
    body = f"91330399MA{key:07d}"
    return body + uscc.check_character(body)


def prepare(site: Flask) -> None:
    """Make the tables, with districts, bodies and the like."""
    migrations.init_app(site)
    upgrade(str(Path(site.root_path).parent / "migrations"))
    site.test_cli_runner().invoke(args=["setup"])


def fill(site: Flask, cases: int) -> Iterator[tuple[str, int]]:
    """Make the tables and all rows; yields what has been made, and how much of it, so far."""
    prepare(site)
    districts = list(db.session.scalars(select(District.code).order_by(District.code)))
    bodies = db.session.execute(select(Bureau.id, Bureau.name).order_by(Bureau.id).limit(60))
    inventor = Inventor(districts, [(key, name) for key, name in bodies], clock.today())
    for model, rows in (
        (Company, inventor.companies(cases * COMPANIES_OF_TEN // CASES_OF_TEN)),
        (Case, inventor.cases(cases)),
        (CreditEntry, inventor.entries(cases // CASES_OF_TEN)),
    ):
        yield from _insert(model, rows)
    aggregates.catch_up()  # a site that is visited has counted its numbers long since


def _insert(model: type[Base], rows: Iterator[Row]) -> Iterator[tuple[str, int]]:
    table, done = model.__table__, 0
    assert isinstance(table, Table)
    while chunk := list(islice(rows, CHUNK)):
        db.session.execute(insert(table), chunk)
        db.session.commit()
        done += len(chunk)
        yield table.name, done
