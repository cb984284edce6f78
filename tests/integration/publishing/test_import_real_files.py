"""The files that bureaus, portals and registers really publish: in once, and nothing twice."""

import csv
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.kernel.imports.layouts import normalise, synonyms
from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import ImportSource, registry
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.projects.models import KeyProject
from tests.support.paths import SHARED_DATA, needs_shared_data

pytestmark = needs_shared_data

Import = Callable[[str, str], Report]
DAY = "2026-12-01"
"""A day after all that stands in these files."""


@pytest.fixture
def bring(app: Flask, frozen_clock: time_machine.Traveller) -> Import:
    frozen_clock.move_to(f"{DAY}T09:30:00+08:00")

    def bring(kind: str, name: str) -> Report:
        path = SHARED_DATA / name
        return run_import(path, registry(app).targets[kind], source=ImportSource(path.name))

    return bring


def count(*where: Any) -> int:
    return db.session.scalar(select(func.count()).where(*where)) or 0


def taken(report: Report) -> tuple[int, int, int]:
    return tuple(report.counts[each] for each in ("read", "added", "rejected"))


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("companies", "enterprises_wenzhou/enterprises_gb18030_sample.csv", (600, 600, 0)),
        ("cases", "penalties_nfra/penalties_messy_header.xlsx", (402, 353, 49)),
        ("cases", "zj_market_supervision/xzcf_penalty_template.xls", (1, 0, 1)),
        ("cases", "zj_market_supervision/other_punish_template.xls", (0, 0, 0)),
        ("credit", "zj_market_supervision/favorable_redlist_template.xlsx", (1, 0, 1)),
    ],
)
def test_each_file_goes_in_once(
    bring: Import, kind: str, name: str, expected: tuple[int, int, int]
) -> None:
    assert taken(bring(kind, name)) == expected
    again = bring(kind, name)
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)


def test_penalties_of_the_regulator_are_public_with_masked_names(bring: Import) -> None:
    assert taken(bring("cases", "penalties_nfra/penalties.csv")) == (1775, 1707, 65)
    assert count(Case.id > 0, published(Case)) == 1707
    numbered = Case.decision_number == "甬金罚决字〔2025〕64-65号"
    firm, person = db.session.scalars(select(Case).where(numbered).order_by(Case.source_row))
    assert (firm.source_row, firm.fine_cents, firm.company_id is None) == (4, 30_000_000, False)
    assert firm.remark == "原表未列处罚决定日期，暂以发布日期计"
    assert (person.party_name, person.party_kind) == ("钟某某", PartyKind.PERSON)
    assert person.company_id is None
    assert count(Case.content.contains("、郭某等责任人员")) == 1


def test_old_lists_go_in_as_ended_once_and_never_show(bring: Import) -> None:
    for added in (1, 0):
        listed = bring("credit", "blacklists_creditchina/ecommerce_blacklist_500.xlsx")
        fined = bring("cases", "blacklists_creditchina/env_exceed_penalties_2017.xlsx")
        assert taken(listed) == (500, 500 * added, 0)
        assert taken(fined) == (171, 171 * added, 0)
    assert count(CreditEntry.list == ListKind.BLACK) == 500
    assert count(published(CreditEntry)) == count(published(Case)) == 0
    assert count(Case.status == PublicationStatus.EXPIRED) == 171


def test_companies_of_the_city_find_their_district(bring: Import) -> None:
    assert taken(bring("companies", "enterprises_wenzhou/enterprises.csv")) == (4318, 4318, 0)
    firm = db.session.scalars(select(Company).where(Company.uscc == "91330382591764490B")).one()
    assert (firm.name, firm.district_code) == ("乐清市胜业电器有限公司", "330382")
    assert firm.import_batch_id is not None
    assert count(Company.district_code == "330383") > 50


def test_projects_go_in_once_and_keep_their_investment_and_their_source(bring: Import) -> None:
    assert taken(bring("projects", "key_projects_wenzhou/projects.csv")) == (33, 33, 0)
    again = bring("projects", "key_projects_wenzhou/projects.csv")
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)
    project = db.session.scalars(
        select(KeyProject).where(KeyProject.name == "景文高速公路(温州段)")
    ).one()
    assert project.investment_cents == 713_000_000_000
    assert "来源：苍泰高速等" in project.objective


@pytest.mark.parametrize("name", ["xzxk_licence_template.xls", "other_licence_template.xlsx"])
def test_a_file_of_another_kind_is_named(runner: FlaskCliRunner, name: str) -> None:
    path = str(SHARED_DATA / "zj_market_supervision" / name)
    as_cases = runner.invoke(args=["import", "cases", path])
    assert "这张表像是“行政许可”（licences）" in as_cases.output


def test_every_column_of_the_known_disclosure_layouts_is_recognised(app: Flask) -> None:
    layouts = [target.layout for target in registry(app).targets.values()]
    tables = [*synonyms().values(), *(layout.titles for layout in layouts)]
    known = {title for titles in tables for title in titles}
    with (SHARED_DATA / "disclosure_fields" / "fields.csv").open(encoding="utf-8") as file:
        unknown = {
            row["字段名"]
            for row in csv.DictReader(file)
            if "食品抽检" not in row["标准/模板"] and normalise(row["字段名"]) not in known
        }
    assert unknown == set()
