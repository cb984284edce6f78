"""Projects are held to every plan they ever had, and to what residents said of them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.runner import run_import
from app.kernel.imports.targets import ImportSource, registry
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.publishing.life.rules import PublicationStatus, VersionState
from app.records.projects.models import KeyProject
from app.records.projects.rules import ReportsEvery
from tests.support import factories
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.desks import make_office, make_version

WHY = "汛期停工，经市政府同意顺延。"


@pytest.fixture
def project():
    return factories.make_project(code="YL-7")


def plan(*, weeks):
    due = clock.today() + timedelta(weeks=weeks)
    return f"完成验收｜100｜｜{due}", due


def page_of(client, project):
    return client.get(f"/projects/{project.code}")


def test_a_changed_plan_stands_beside_the_first_with_when_and_why(client):
    office = make_office(client)
    project = factories.make_project(code="YL-7", source_bureau_id=office.bureau.id)
    first, first_due = plan(weeks=3)
    project.plan = first
    second, second_due = plan(weeks=9)
    desk = f"/admin/projects/{project.id}"
    office.write(f"{desk}/edit", {"plan": second, "note": WHY})
    assert "最初计划" not in page_of(client, project).body_text  # proposed is not yet public
    office.approve(desk)
    page = page_of(client, project)
    (row,) = page.texts("//table[caption='节点计划与实际']//tr[contains(., '完成验收')]")
    assert f"{first_due:%Y-%m-%d}" in row
    assert f"{second_due:%Y-%m-%d}" in row
    (former_plan,) = page.texts("//details[contains(., '调整前的计划')]")
    assert f"{clock.today():%Y-%m-%d} 调整：{WHY}" in former_plan
    assert f"{first_due:%Y-%m-%d}" in former_plan


def test_plans_of_a_draft_were_never_a_promise(client, project):
    project.plan, _ = plan(weeks=3)
    earlier, _ = plan(weeks=1)
    make_version(project, VersionState.APPROVED, was={"plan": earlier}, reviewed_at=clock.now())
    assert "计划调整" not in page_of(client, project).body_text


def make_reported(project, status=MatterStatus.IN_PROGRESS, **changes):
    matter = make_matter(
        submission=make_submission(project_id=project.id, consents_to_publication=True),
        kind=ComplaintKind.COMPLAINT,
        status=status,
    )
    for name, value in changes.items():
        setattr(matter, name, value)
    return matter


def test_a_project_tells_how_many_spoke_up_and_what_was_answered(client, project):
    closed = {
        "closed_on": clock.today(),
        "outcome": MatterOutcome.SOLVED,
        "is_public": True,
        "public_title": "工地扬尘已整改",
        "public_summary": "已加装喷淋。",
    }
    answered = make_reported(project, MatterStatus.CLOSED, **closed)
    make_reported(project)
    make_reported(project, due_on=clock.today() - timedelta(days=1))
    make_reported(project, MatterStatus.WITHDRAWN)
    page = page_of(client, project)
    assert "已收到 3 件，办结 1 件，1 件逾期未办结" in page.body_text
    (link,) = page.all("//a[.='工地扬尘已整改']/@href")
    assert link == f"/complaints/closed/{answered.id}"


def test_so_few_matters_that_they_could_point_at_somebody_are_not_counted(client, project):
    make_reported(project, due_on=clock.today() - timedelta(days=1))
    text = page_of(client, project).body_text
    assert "已收到不足 3 件" in text
    assert "逾期未办结" not in text


def test_words_about_a_project_that_may_not_be_public_are_not_on_its_page(client, project):
    for changes in ({"is_public": False}, {"public_title": None}):
        make_reported(
            project,
            MatterStatus.CLOSED,
            **{"closed_on": clock.today(), "is_public": True, "public_title": "不公开", **changes},
        )
    page = page_of(client, project)
    assert not page.all("//a[contains(@href, '/complaints/closed/')]")


def test_the_overview_counts_each_project_by_district_field_and_body(client, count_statements):
    late = {"next_due_on": clock.today() - timedelta(days=2), "investment_cents": 500_000_00}
    reported = {"latest_report_on": clock.today(), "latest_percent": 40}
    district = factories.make_district(code="330302", name="鹿城区")
    for number in range(3):
        project = factories.make_project(
            district_code=district.code, **reported, **(late if number else {})
        )
        factories.make_report(project, spent_cents=100_000_00, percent=40)
    with count_statements() as counted:
        page = client.get("/projects/overview")
    assert len(counted) <= 8
    for caption in ("按实施地（项）", "按领域（项）", "按牵头单位（项），滞后多的在前"):
        cells = page.texts(f"//table[caption='{caption}']/tbody/tr/td")
        assert cells == ["3", "1", "2", "0", "0", "100 万元", "30 万元"]
    assert "2 / 3" in page.one("//*[name()='svg'][@role='img']").text_content()


def test_the_overview_tells_what_changed_this_month_and_nothing_unpublished(client):
    project = factories.make_project(name="码头改造")
    factories.make_milestone(project, title="打桩完成", actual_on=clock.today())
    hidden = factories.make_project(name="未公开的项目", status=PublicationStatus.DRAFT)
    factories.make_milestone(hidden, title="不该看到", actual_on=clock.today())
    factories.make_report(hidden)
    text = client.get("/projects/overview").body_text
    assert "打桩完成" in text
    assert "不该看到" not in text
    assert "未公开的项目" not in text


def test_an_empty_overview_says_so(client):
    assert "现在没有公开的重点项目" in client.get("/projects/overview").body_text


def test_years_that_do_not_make_up_the_whole_are_refused_and_kept(client):
    office = make_office(client)
    project = factories.make_project(source_bureau_id=office.bureau.id)
    typed = {"investment": "20000000", "yearly_investment": "2026｜1200\n2027｜700", "note": WHY}
    page = office.write(f"/admin/projects/{project.id}/edit", typed)
    assert page.status_code == 400
    assert "分年投资合计 1900 万元，与总投资不一致" in page.body_text
    assert "2027｜700" in page.one("//textarea[@name='yearly_investment']").text


def test_a_quarterly_report_is_missed_by_the_quarter(client, frozen_clock):
    frozen_clock.move_to(date(2026, 5, 20))
    factories.make_project(
        code="YL-3",
        reports_every=ReportsEvery.QUARTER,
        latest_report_on=date(2026, 4, 8),
        starts_on=date(2026, 1, 1),
    )
    assert "本期尚未报告" not in client.get("/projects/YL-3").body_text
    assert "YL-3" not in client.get("/projects?progress=unreported").body_text
    frozen_clock.move_to(date(2026, 7, 13))
    assert (
        "按每季度第一个月10日前报告的要求，本期尚未报告" in client.get("/projects/YL-3").body_text
    )
    assert "YL-3" in client.get("/projects?progress=unreported").body_text


def test_the_downloaded_list_comes_back_unchanged_and_brings_what_a_body_changed(
    app, client, tmp_path
):
    body = factories.make_bureau(name="试验水利局")
    factories.make_project(code="YL-4", lead_body=body.name, lead_bureau_id=body.id)
    factories.make_project(
        code="YL-5",
        lead_body=body.name,
        lead_bureau_id=body.id,
        responsible_person="建设处",
        objective="加固堤防三公里。",
        investment_cents=2_000_000_000,
        yearly_investment="2026｜1200\n2027｜800",
        reports_every=ReportsEvery.QUARTER,
        stated_progress="计划建成",
        is_stopped=True,
        district_code=factories.make_district(code="330381", name="瑞安市").code,
    )
    listed = client.get("/projects?format=csv").get_data()
    assert read_projects(app, tmp_path, listed) == {"read": 2, "unchanged": 2}
    changed = listed.replace("建设处".encode(), "规划处".encode())
    assert read_projects(app, tmp_path, changed) == {"read": 2, "unchanged": 1, "changed": 1}
    plain, full = db.session.scalars(select(KeyProject).order_by(KeyProject.code))
    assert (full.responsible_person, full.yearly_investment) == ("规划处", "2026｜1200\n2027｜800")
    assert plain.responsible_person is None


def read_projects(app, folder, data):
    path = folder / "projects.csv"
    path.write_bytes(data)
    target = registry(app).targets["projects"]
    report = run_import(path, target, source=ImportSource(file_name=path.name))
    db.session.expire_all()
    assert not report.findings, report.findings
    return {name: count for name, count in report.counts.items() if count}
