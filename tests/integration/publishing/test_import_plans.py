"""Plans of projects in files: out with the list, back unchanged, changed whole or not at all."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.columns import ColumnChoice, preview
from app.kernel.imports.runner import Report, Run
from app.kernel.imports.targets import ImportSource, registry
from app.publishing.life.models import ChangeNote, RecordVersion
from app.publishing.workbench.forms import table_of
from app.records.projects.models import KeyProject
from app.records.projects.queries.history import earlier_plans
from tests.support import factories
from tests.support.pages import PageClient
from tests.support.tables import bring_file, counts

Bring = Callable[..., Report]
CODE, OTHER = "YL-31", "YL-32"
DUE = date(2026, 6, 30)
STEPS = [
    [CODE, "打桩", 40, "2026-01-05", "2026-03-01", "监理记录", "2026-02-20"],
    [CODE, "验收", 60, None, "2026-06-30", "验收报告｜会议纪要", None],
]
MAIN = ["项目编号", "项目名称", "领域", "年度"]
TITLES = [
    "项目编号",
    "节点名称",
    "权重（%）",
    "计划开始日期",
    "计划完成日期",
    "证明材料",
    "达到日期",
]
PLAN = "打桩｜40｜2026-01-05｜2026-03-01｜监理记录\n验收｜60｜｜2026-06-30｜验收报告"

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Bring:
    """Import a file of projects."""
    return partial(bring_file, app, tmp_path, "projects", name="projects.xlsx")


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., bytes]:
    """A workbook of projects, with a second sheet of milestones."""

    def make(steps: Sequence[Sequence[object]], *codes: str) -> bytes:
        book = openpyxl.Workbook()
        book.active.title = "重点项目"
        book.active.append(MAIN)
        for code in codes or (CODE,):
            book.active.append([code, f"码头改造{code}", "工程质量", 2026])
        sheet = book.create_sheet("节点")
        for row in (TITLES, *steps):
            sheet.append(list(row))
        book.save(tmp_path / "made.xlsx")
        return (tmp_path / "made.xlsx").read_bytes()

    return make


def steps_of(code: str = CODE) -> list[tuple[object, ...]]:
    project = db.session.scalars(select(KeyProject).where(KeyProject.code == code)).one()
    return [
        (step.title, step.weight, step.planned_start_on, step.planned_on, step.actual_on)
        for step in project.milestones
    ]


@pytest.fixture
def two_projects() -> list[KeyProject]:
    """One has a plan of which a part is reached, the other none."""
    body = factories.make_bureau(name="试验水利局")
    made = [
        factories.make_project(code=code, lead_body=body.name, lead_bureau_id=body.id)
        for code in (CODE, OTHER)
    ]
    made[0].plan = PLAN.replace("验收报告", "验收报告｜会议纪要")
    made[0].milestones[0].actual_on = date(2026, 2, 20)
    made[0].note_due()
    db.session.commit()
    return made


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_plans_go_out_with_the_list_and_come_back_unchanged(
    client: PageClient, bring: Bring, two_projects: list[KeyProject], file_format: str
) -> None:
    listed = client.get(f"/projects?format={file_format}").get_data()
    before = steps_of()
    report = bring(listed, name=f"projects.{file_format}")
    assert not report.findings, report.findings
    assert counts(report) == {"read": 2, "unchanged": 2}
    assert steps_of() == before
    assert before[0][-1] == date(2026, 2, 20)
    assert not db.session.scalars(select(RecordVersion)).all()


def test_a_changed_plan_keeps_the_one_before_with_day_and_reason(
    client: PageClient, bring: Bring, two_projects: list[KeyProject]
) -> None:
    listed = client.get("/projects?format=csv").get_data()
    report = bring(listed.replace(b"2026-06-30", b"2026-08-31"), name="projects.csv")
    assert counts(report) == {"read": 2, "unchanged": 1, "changed": 1}
    assert [(row.record_id, set(row.after)) for row in report.changes] == [
        (two_projects[0].id, {"plan"})
    ]
    assert steps_of()[1][3] == date(2026, 8, 31)
    assert steps_of()[0][-1] == date(2026, 2, 20)
    earlier = earlier_plans(two_projects[0])
    assert [each.steps[1].planned_on for each in earlier] == [DUE]
    assert [(each.replaced_on, each.why) for each in earlier] == [
        (clock.today(), "据报送单位重新报送的数据更正。")
    ]
    assert db.session.scalars(select(ChangeNote)).one().fields == ["plan"]
    assert "计划调整过 1 次" in client.get(f"/projects/{CODE}").body_text
    due = select(KeyProject.next_due_on).where(KeyProject.code == CODE)
    assert db.session.scalar(due) == date(2026, 8, 31)


def test_a_second_sheet_brings_the_milestones_of_new_projects(
    bring: Bring, workbook: Callable[..., bytes]
) -> None:
    report = bring(
        workbook([*STEPS, [OTHER, "开工", None, None, "2026-04-01", None, None]], CODE, OTHER)
    )
    assert counts(report) == {"read": 2, "added": 2}
    assert steps_of() == [
        ("打桩", 40, date(2026, 1, 5), date(2026, 3, 1), date(2026, 2, 20)),
        ("验收", 60, None, DUE, None),
    ]
    assert len(steps_of(OTHER)) == 1
    again = bring(workbook(STEPS, CODE))
    assert counts(again) == {"read": 1, "unchanged": 1}


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        (2, 0.4, "权重按百分比写成 0 至 100 的整数"),
        (4, "2026.13.45", "没有 13 月"),
        (4, None, "不能为空"),
        (1, "打桩｜承台", "不能有竖线"),
    ],
)
def test_one_wrong_milestone_keeps_its_project_out_and_lets_others_in(
    bring: Bring, workbook: Callable[..., bytes], cell: int, value: object, words: str
) -> None:
    wrong = [*STEPS[0][:cell], value, *STEPS[0][cell + 1 :]]
    report = bring(workbook([STEPS[1], wrong], CODE, OTHER))
    assert counts(report) == {"read": 2, "added": 1, "rejected": 1}
    assert db.session.scalars(select(KeyProject.code)).all() == [OTHER]
    here, there = report.findings
    assert (here.row, here.value) == (2, CODE)
    assert "工作表“节点”有属于它的行不正确" in here.reason
    assert (there.row, there.column) == (3, f"工作表“节点”的{TITLES[cell]}")
    assert words in there.reason


def test_milestones_that_belong_to_no_row_are_told(
    bring: Bring, workbook: Callable[..., bytes]
) -> None:
    report = bring(workbook([*STEPS, ["YL-99", "开工", 1, None, "2026-04-01", None, None]]))
    assert counts(report) == {"read": 1, "added": 1}
    assert [(each.row, each.value, each.reason) for each in report.findings] == [
        (4, "YL-99", "主表里没有这个编号，属于它的行没有导入")
    ]


def test_a_milestone_of_nobody_keeps_all_plans_out(
    bring: Bring, workbook: Callable[..., bytes]
) -> None:
    report = bring(
        workbook([*STEPS, [None, "开工", 1, None, "2026-04-01", None, None]], CODE, OTHER)
    )
    assert counts(report) == {"read": 2, "added": 1, "rejected": 1}
    assert db.session.scalars(select(KeyProject.code)).all() == [OTHER]
    assert "有的行没有编号" in report.findings[0].reason
    assert (report.findings[1].row, report.findings[1].reason) == (4, "不能为空")


def test_reaching_a_milestone_is_reported_on_the_site_and_not_by_a_file(
    bring: Bring, workbook: Callable[..., bytes]
) -> None:
    bring(workbook(STEPS))
    reached = [STEPS[0], [*STEPS[1][:-1], "2026-03-02"]]
    report = bring(workbook(reached))
    assert counts(report) == {"read": 1, "rejected": 1}
    assert "节点“验收”的达到日期写成 2026-03-02，平台上还没有达到" in report.findings[0].reason
    tomorrow = str(clock.today() + timedelta(days=1))
    report = bring(workbook([[OTHER, "开工", 1, None, "2026-04-01", None, tomorrow]], OTHER))
    assert "还没有到" in report.findings[0].reason


def test_a_line_of_a_cell_that_is_not_understood_is_named(bring: Bring) -> None:
    rows = [
        ",".join([*MAIN, "节点"]),
        f'{CODE},码头,工程质量,2026,"开工｜10｜｜2026-04-01\n验收｜｜"',
    ]
    report = bring("\n".join(rows).encode(), name="projects.csv")
    assert counts(report) == {"read": 1, "rejected": 1}
    assert (report.findings[0].row, report.findings[0].column) == (2, "节点")
    assert "节点第 2 行看不懂" in report.findings[0].reason


def test_people_in_plans_are_masked(bring: Bring, workbook: Callable[..., bytes]) -> None:
    report = bring(workbook([[CODE, "验收，联系13587654321", 1, None, "2026-04-01", None, None]]))
    assert report.counts["hinted"] == 1
    assert "13587654321" not in str(steps_of())


def test_a_file_without_plans_leaves_them_alone(
    bring: Bring, workbook: Callable[..., bytes]
) -> None:
    bring(workbook(STEPS))
    rows = [",".join(MAIN), f"{CODE},码头改造{CODE},工程质量,2026"]
    assert counts(bring("\n".join(rows).encode(), name="projects.csv")) == {
        "read": 1,
        "unchanged": 1,
    }
    assert len(steps_of()) == 2


def test_at_the_desk_the_second_sheet_goes_in_with_the_chosen_one(
    app: Flask, tmp_path: Path, workbook: Callable[..., bytes]
) -> None:
    path = tmp_path / "chosen.xlsx"
    path.write_bytes(workbook(STEPS))
    target = registry(app).targets["projects"]
    table = table_of(preview(path), target.layout, {})
    assert table.sheet["name"] == "重点项目"
    fields = {each.index: each.fields for each in table.guesses}
    choice = ColumnChoice("重点项目", table.header.number, fields, {})
    report = Run(target, ImportSource(path.name), choice=choice).read_file(path)
    assert counts(report) == {"read": 1, "added": 1}
    assert report.notices == ["工作表“节点”随各行一起导入"]
    assert len(steps_of()) == 2
