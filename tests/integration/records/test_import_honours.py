"""What files of honours become: kinds and grades from words, companies, and what is over."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import ImportSource, registry
from app.publishing.life.rules import PublicationStatus
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.honours.models import Honour
from app.records.honours.rules import HonourGrade, HonourKind
from tests.support.uscc import uscc

ROW: dict[str, object] = {
    "获奖单位": "温州虚构调味食品有限公司",
    "统一社会信用代码": uscc(1),
    "奖项名称": "浙江名牌产品",
    "产品名称": "特级酿造酱油",
    "授予单位": "浙江省市场监督管理局",
    "文号": "浙市监质〔2026〕7号",
    "获奖日期": "2026-01-05",
    "有效期至": "2099-01-04",
    "状态": "",
    "级别": "",
}


def bring(app: Flask, folder: Path, **changes: object) -> Report:
    row = ROW | changes
    path = folder / "荣誉.csv"
    lines = ("\t".join(map(str, each)) for each in (row.keys(), row.values()))
    path.write_text("\n".join(lines), encoding="utf-8")
    return run_import(path, registry(app).targets["honours"], source=ImportSource(path.name))


def only() -> Honour:
    return db.session.scalars(select(Honour)).one()


def test_a_row_becomes_a_published_honour_of_its_company(app: Flask, tmp_path: Path) -> None:
    assert bring(app, tmp_path).counts["added"] == 1
    honour, company = only(), db.session.scalars(select(Company)).one()
    assert (honour.kind, honour.grade) == (HonourKind.FAMOUS_BRAND, HonourGrade.PROVINCIAL)
    assert (honour.company_id, honour.subject, honour.year) == (company.id, "特级酿造酱油", 2026)
    assert honour.status is PublicationStatus.PUBLISHED
    assert honour.publish_until == honour.valid_until
    assert bring(app, tmp_path).counts["unchanged"] == 1


@pytest.mark.parametrize(
    ("title", "grantor", "kind", "grade"),
    [
        ("温州市市长质量奖", "温州市人民政府", HonourKind.QUALITY_AWARD, HonourGrade.CITY),
        ("瓯江杯优质工程", "温州市住建局", HonourKind.WORKS_AWARD, HonourGrade.CITY),
        ("鲁班奖", "中国建筑业协会", HonourKind.WORKS_AWARD, HonourGrade.NATIONAL),
        ("浙江区域名牌", "浙江省市监局", HonourKind.REGIONAL_BRAND, HonourGrade.PROVINCIAL),
        ("浙江省服务名牌", "浙江省发改委", HonourKind.SERVICE_BRAND, HonourGrade.PROVINCIAL),
        ("政府质量奖", "瓯海区人民政府", HonourKind.QUALITY_AWARD, HonourGrade.COUNTY),
    ],
)
def test_kind_and_grade_follow_from_names(
    app: Flask, tmp_path: Path, title: str, grantor: str, kind: Any, grade: Any
) -> None:
    bring(app, tmp_path, 奖项名称=title, 授予单位=grantor)
    assert (only().kind, only().grade) == (kind, grade)


def test_a_person_is_masked(app: Flask, tmp_path: Path) -> None:
    words = {"获奖单位": "欧阳虚构", "统一社会信用代码": "", "奖项名称": "温州市质量工匠"}
    bring(app, tmp_path, **words)
    assert (only().party_name, only().party_kind) == ("欧阳某某", PartyKind.PERSON)
    assert only().company_id is None


def test_what_the_file_says_was_taken_back_leaves(app: Flask, tmp_path: Path) -> None:
    bring(app, tmp_path)
    bring(app, tmp_path, 状态="已撤销")
    assert only().status is PublicationStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"获奖日期": ""}, "授予日期"),
        ({"奖项名称": "诚信示范", "授予单位": "某协会"}, "看不出级别"),
    ],
)
def test_a_row_with_a_fault_is_refused_in_words(
    app: Flask, tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    report = bring(app, tmp_path, **changes)
    assert report.counts["added"] == 0
    assert words in "".join(finding.reason for finding in report.findings)
