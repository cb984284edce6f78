"""Files of surveys, livelihood programmes and applications for badges; the empty tables of all."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.imports.cells import SheetRow
from app.kernel.imports.layouts import match
from app.kernel.imports.new_workbook import template_of
from app.kernel.imports.runner import Report
from app.kernel.imports.targets import registry
from app.people.rules import Role
from app.publishing.kind.saving import key_of
from app.publishing.life.models import ChangeNote
from app.publishing.life.rules import PublicationStatus
from app.records.creation.models import CreationApplication
from app.records.creation.rules import CreationKind, CreationState
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme
from app.records.livelihood.rules import LivelihoodAction
from app.records.surveys.kind import KIND
from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import ResultKind
from tests.support import factories
from tests.support.pages import PageClient
from tests.support.record_factories import make_problem, make_programme, make_survey
from tests.support.staff import sign_in
from tests.support.tables import counts

Bring = Callable[..., Report]

pytestmark = pytest.mark.usefixtures("frozen_clock")

SURVEY = {
    "调查名称": "2025年医疗卫生服务满意度调查",
    "问题或测评项目": "您对医疗和公共卫生服务总体上满意吗？",
    "调查时期": "2025年",
    "组织部门": "试验卫生健康委员会",
    "调查方法": "随机拨打电话访问。",
    "有效样本": "1,000",
    "满意人数": "864",
    "来源文件": "2025年调查报告",
    "文件日期": "2026-01-20",
}
PROBLEM = {
    "年度": "2026",
    "惠民行动": "工程质量惠民行动",
    "问题": "老楼电梯困人",
    "具体情况": "十部电梯更换。",
    "牵头单位": "试验监管局",
    "解决期限": "2026-12-31",
}
PROGRAMME = {"年度": "2026", "主题": "买得放心", "方案": "一、校园周边食品。", "牵头单位": "试验办"}
APPLICATION = {
    "创建种类": "质量强镇（乡、街道）",
    "申报对象": "虚构镇",
    "县（市、区）": "瑞安市",
    "创建情况": "建成质量服务站三处。",
}


def only(model: Any) -> Any:
    return db.session.scalars(select(model)).one()


def test_each_kind_has_an_empty_table_whose_every_title_is_understood(app: Flask) -> None:
    for kind, target in registry(app).targets.items():
        layout, book = target.layout, openpyxl.load_workbook(BytesIO(template_of(target)))
        parts = [layout, *([layout.detail.layout] if layout.detail else [])]
        for sheet, part in zip(book.worksheets, parts, strict=True):
            titles = [cell.value for cell in sheet[1]]
            header = match(SheetRow(1, titles), part)
            elsewhere = {layout.detail.into} if layout.detail and part is layout else set()
            assert set(header.columns) == {each.name for each in part.fields} - elsewhere, kind
            assert not header.unused, kind
            starred = {each.label for each in part.fields if each.required}
            assert {title.strip("*").partition("（元")[0] for title in titles if "*" in title} == {
                label.partition("（元")[0] for label in starred
            }


def test_an_editor_takes_the_empty_table_from_the_desk(client: PageClient) -> None:
    sign_in(client, factories.make_staff(Role.EDITOR))
    page = client.get("/admin/imports/new")
    link = page.one("//section//a[.='荣誉']").get("href")
    answer = client.get(link)
    assert openpyxl.load_workbook(BytesIO(answer.get_data())).active.title == "荣誉"
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert client.get("/admin/imports/templates/nonsense.xlsx").status_code == 404


def test_a_survey_comes_in_and_its_correction_is_told(bring: Bring) -> None:
    assert counts(bring("surveys", SURVEY)) == {"read": 1, "added": 1}
    made = only(SurveyResult)
    assert (made.kind, made.satisfied, made.sample_size) == (ResultKind.SHARE, 864, 1000)
    assert (made.period, str(made.period_ends_on)) == ("2025", "2025-12-31")
    assert made.status is PublicationStatus.PUBLISHED
    assert counts(bring("surveys", SURVEY | {"满意人数": "860"})) == {"read": 1, "changed": 1}
    assert only(ChangeNote).fields == ["satisfied"]
    actions = db.session.scalars(select(AuditEvent.action)).all()
    assert "surveys.import" in actions


def test_a_result_that_was_written_at_the_desk_is_known_again(bring: Bring) -> None:
    made = make_survey()
    made.source_key = key_of(KIND, vars(made))
    assert counts(bring("surveys", SURVEY)) == {"read": 1, "unchanged": 1}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"满意人数": "1001"}, "满意人数大于有效样本"),
        ({"有效样本": "1千"}, "应为 0 到 1 亿的整数"),
        ({"调查时期": "2027"}, "还没有开始"),
        ({"对应目标": "XX99"}, "没有编号为“XX99”"),
        ({"平均分": "4.3"}, "平均分"),
        ({"来源网址": "www.example.com"}, "来源网址应以"),
    ],
)
def test_a_result_whose_numbers_clash_is_refused(
    bring: Bring, changes: dict[str, str], words: str
) -> None:
    report = bring("surveys", SURVEY | changes)
    assert counts(report) == {"read": 1, "rejected": 1}
    assert words in report.findings[0].reason
    assert report.findings[0].row == 2


def test_a_programme_and_then_its_problems_come_in(client: PageClient, bring: Bring) -> None:
    refused = bring("problems", PROBLEM)
    assert "2026 年的方案还没有公示" in refused.findings[0].reason
    assert counts(bring("livelihood", PROGRAMME)) == {"read": 1, "added": 1}
    assert counts(bring("problems", PROBLEM)) == {"read": 1, "added": 1}
    problem = only(LivelihoodProblem)
    assert problem.action is LivelihoodAction.WORKS
    page = client.get("/livelihood/2026")
    assert "买得放心" in page.body_text
    assert "老楼电梯困人" in page.body_text
    archive = client.get("/livelihood?format=csv").get_data()
    assert counts(bring("livelihood", archive)) == {"read": 1, "unchanged": 1}
    listed = client.get("/livelihood/2026?format=csv").get_data()
    assert counts(bring("problems", listed)) == {"read": 1, "unchanged": 1}
    solved = PROBLEM | {"解决日期": "2026-02-20", "解决情况": "全部换完。"}
    assert counts(bring("problems", solved)) == {"read": 1, "changed": 1}
    half = bring("problems", PROBLEM | {"解决日期": "2026-02-20"})
    assert "写了解决日期，请写明解决情况" in half.findings[0].reason


def test_what_stands_on_the_site_is_followed_and_not_doubled(bring: Bring) -> None:
    programme = make_programme()
    make_problem(programme, title=PROBLEM["问题"])
    assert counts(bring("livelihood", PROGRAMME)) == {"read": 1, "changed": 1}
    assert counts(bring("problems", PROBLEM)) == {"read": 1, "changed": 1}
    assert only(LivelihoodProgramme).theme == "买得放心"
    assert only(LivelihoodProblem).text == "十部电梯更换。"


def test_applications_come_in_as_drafts_and_a_file_awards_nothing(bring: Bring) -> None:
    body = factories.make_bureau()
    factories.make_district(code="330381", name="瑞安市")
    assert "请写明报送单位" in bring("creation", APPLICATION).findings[0].reason
    assert counts(bring("creation", APPLICATION, bureau_id=body.id)) == {"read": 1, "added": 1}
    made = only(CreationApplication)
    assert (made.kind, made.state) == (CreationKind.TOWN, CreationState.DRAFT)
    assert (made.bureau_id, made.awarded_on, made.notice_from) == (body.id, None, None)
    assert made.number == f"CJ{clock.today().year}-001"
    changed = APPLICATION | {"创建情况": "建成质量服务站五处，联系13587654321。"}
    assert counts(bring("creation", APPLICATION, bureau_id=body.id)) == {"read": 1, "unchanged": 1}
    assert counts(bring("creation", changed, bureau_id=body.id)) == {"read": 1, "changed": 1}
    made = only(CreationApplication)
    assert "13587654321" not in made.statement
    made.state = CreationState.IN_REVIEW
    db.session.commit()
    report = bring("creation", APPLICATION, bureau_id=body.id)
    assert "已经提交，现在是“评审中”，不能再改" in report.findings[0].reason
