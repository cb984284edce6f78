"""Who answers for a project, who carries it out and who pushes it are three things."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.imports.layouts import normalise
from app.kernel.imports.runner import Report, run_import
from app.kernel.imports.targets import ImportSource, registry
from app.kernel.search import maintenance
from app.publishing.life.models import RecordVersion
from app.records.companies.models import Company
from app.records.projects.importing import LAYOUT
from app.records.projects.models import KeyProject
from tests.support import factories
from tests.support.desks import Office, make_office
from tests.support.pages import PageClient
from tests.support.uscc import uscc

FIRM = "温州试验水利建设有限公司"
ALL = {
    "responsible_person": "建设处 李处长",
    "implementing_firm": FIRM,
    "task_force": "海塘安澜工程专班",
}
FORM = {
    "code": "ZD2026-901",
    "name": "海塘加固",
    "field": "engineering",
    "objective": "加固海塘",
    "investment": "13800000",
}
UNKNOWN = uscc(9_999_901)

Bring = Callable[..., Report]


@pytest.fixture
def company(app: Flask) -> Company:
    return factories.make_company(name=FIRM)


@pytest.fixture
def office(client: PageClient) -> Office:
    return make_office(client)


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Bring:
    """Import a file of projects: as it is, or of one project with further columns."""

    def run(name: str = "projects.xlsx", data: bytes = b"", **further: str) -> Report:
        path = tmp_path / name
        if further:
            book = openpyxl.Workbook()
            book.active.append(["项目编号", "项目名称", "领域", "年度", *further])
            book.active.append(["YL-51", "海塘加固", "工程质量", 2026, *further.values()])
            book.save(path)
        else:
            path.write_bytes(data)
        report = run_import(path, registry(app).targets["projects"], source=ImportSource(name))
        db.session.expire_all()
        return report

    return run


def only_project() -> KeyProject:
    return db.session.scalars(select(KeyProject)).one()


def counts(report: Report) -> dict[str, int]:
    return {name: count for name, count in report.counts.items() if count}


def test_the_page_of_a_project_shows_all_three_and_leads_to_the_firm(client, company):
    factories.make_project(code="YL-51", **ALL, uscc=company.uscc, company_id=company.id)
    page = client.get("/projects/YL-51")
    labels = page.texts("//dl/dt")
    shown = dict(zip(labels, page.texts("//dl/dd"), strict=True))
    assert [shown[label] for label in ("责任人", "建设单位", "工作专班")] == [*ALL.values()]
    (link,) = page.html.xpath(f"//dd/a[text()='{FIRM}']/@href")
    assert link == f"/companies/{company.uscc}"


def test_a_company_has_the_projects_of_its_code_and_not_those_of_its_name(client, company):
    factories.make_project(name="甲项目", implementing_firm="另写的名称", company_id=company.id)
    factories.make_project(name="乙项目", implementing_firm=FIRM)
    factories.make_project(name="丙项目", responsible_person=FIRM)
    case = factories.make_case(company=company)
    for address in (f"/companies/{company.uscc}", f"/cases/{case.id}"):
        text = client.get(address).body_text
        assert "甲项目" in text
        assert "乙项目" not in text
        assert "丙项目" not in text


@pytest.mark.parametrize("is_known", [True, False])
def test_an_editor_writes_all_three_and_the_code_finds_the_company(office, company, is_known):
    code = company.uscc if is_known else UNKNOWN
    page = office.write("/admin/projects/new", FORM | ALL | {"uscc": code})
    assert page.status_code == 200, page.body_text
    for words in (*ALL.values(), code):
        assert words in page.body_text
    project = only_project()
    assert project.company_id == (company.id if is_known else None)
    assert (project.uscc, project.task_force) == (code, ALL["task_force"])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"uscc": UNKNOWN[:-1] + ("1" if UNKNOWN[-1] != "1" else "2")}, "校验"),
        ({"implementing_firm": "", "uscc": UNKNOWN}, "填写了统一社会信用代码，也要填写建设单位。"),
    ],
)
def test_a_code_that_is_wrong_or_is_of_nobody_is_refused(office, wrong, words):
    page = office.write("/admin/projects/new", FORM | ALL | wrong)
    assert words in page.body_text
    assert db.session.scalars(select(KeyProject)).all() == []


def test_another_firm_is_a_correction_that_its_page_tells(client, office, company):
    other = factories.make_company(name="温州试验另一建设有限公司")
    project = factories.make_project(
        code="YL-51", **ALL, source_bureau_id=office.bureau.id, company_id=company.id
    )
    desk = f"/admin/projects/{project.id}"
    office.write(
        f"{desk}/edit",
        {"implementing_firm": other.name, "uscc": other.uscc, "note": "建设单位变更。"},
    )
    office.approve(desk)
    assert project.company_id == other.id
    text = client.get("/projects/YL-51").body_text
    assert other.name in text
    assert "建设单位变更。" in text
    assert project.name in client.get(f"/companies/{other.uscc}").body_text
    assert project.name not in client.get(f"/companies/{company.uscc}").body_text
    version = db.session.scalars(
        select(RecordVersion).order_by(RecordVersion.number.desc())
    ).first()
    assert version.was["implementing_firm"] == FIRM
    assert version.was["company_id"] == company.id


@pytest.mark.parametrize(
    ("field", "titles"),
    [
        ("responsible_person", "责任人 项目负责人 责任人（处室）"),
        ("implementing_firm", "项目业主 建设单位 业主单位 实施单位 项目法人"),
        ("task_force", "工作专班 推进专班"),
        ("uscc", "统一社会信用代码 建设单位统一社会信用代码 信用代码"),
    ],
)
def test_each_title_of_a_column_has_one_meaning(field, titles):
    for title in titles.split():
        assert [*LAYOUT.titles[normalise(title)]] == [field]


@pytest.mark.parametrize("is_coded", [True, False])
def test_a_file_finds_the_company_by_its_code_and_never_by_its_name(bring, company, is_coded):
    named = {"建设单位": "试验水利", "信用代码": company.uscc}
    bring(**(named if is_coded else {"项目业主": company.name}))
    project = only_project()
    assert project.implementing_firm == ("试验水利" if is_coded else company.name)
    assert project.company_id == (company.id if is_coded else None)


@pytest.mark.parametrize(
    ("further", "words"),
    [
        ({"统一社会信用代码": UNKNOWN}, "也要填写建设单位"),
        ({"建设单位": FIRM, "统一社会信用代码": "330300000012345"}, "18 位"),
    ],
)
def test_a_file_with_a_code_of_nobody_or_of_the_old_kind_is_told_so(bring, further, words):
    report = bring(**further)
    assert [finding for finding in report.findings if words in finding.reason]
    assert db.session.scalars(select(KeyProject)).all() == []


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_downloaded_list_comes_back_unchanged(client, bring, company, file_format):
    body = factories.make_bureau(name="试验水利局")
    of_body = {"lead_body": body.name, "lead_bureau_id": body.id}
    factories.make_project(**of_body, **ALL, uscc=company.uscc, company_id=company.id)
    factories.make_project(**of_body, implementing_firm=company.name)
    factories.make_project(**of_body, implementing_firm="外地公司", uscc=UNKNOWN)
    factories.make_project(**of_body)
    listed = client.get(f"/projects?format={file_format}").get_data()
    report = bring(f"projects.{file_format}", listed)
    assert not report.findings, report.findings
    assert counts(report) == {"read": 4, "unchanged": 4}


@pytest.mark.parametrize("asked", [FIRM, UNKNOWN])
def test_a_project_is_found_by_its_firm_and_the_code_of_it(client, asked):
    factories.make_project(name="海塘加固", implementing_firm=FIRM, uscc=UNKNOWN)
    factories.make_project(name="道路整治")
    db.session.commit()
    maintenance.rebuild()
    text = client.get("/search", query_string={"q": asked}).body_text
    assert "海塘加固" in text
    assert "道路整治" not in text
