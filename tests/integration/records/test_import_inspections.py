"""What files of inspections become: batches with their makers, corrected when they come again."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.publishing.life.models import ChangeNote
from app.publishing.life.rules import PublicationStatus
from app.records.companies.rules import PartyKind
from app.records.inspections.models import Inspection
from app.records.inspections.rules import CheckResult, InspectionKind, InspectionLevel, ProductGroup
from tests.support.tables import FAILED, importer
from tests.support.uscc import uscc


@pytest.fixture
def bring(app, tmp_path):
    return importer(app, tmp_path)


def only() -> Inspection:
    return db.session.scalars(select(Inspection)).one()


def test_a_row_becomes_a_published_batch_of_its_maker(bring):
    assert bring(FAILED).counts["added"] == 1
    one = only()
    assert (one.kind, one.level) == (InspectionKind.SPOT_CHECK, InspectionLevel.PROVINCE)
    assert (one.product_group, one.result) == (ProductGroup.FOOD, CheckResult.FAIL)
    assert (one.company.name, one.uscc) == ("温州虚构调味食品有限公司", uscc(1))
    assert (one.is_local, one.district_code) == (True, "330302")
    assert one.status is PublicationStatus.PUBLISHED
    assert [(each.item, each.measured, each.limit) for each in one.failures] == [
        ("菌落总数", "2.6×10^5 CFU/g", "≤10^5 CFU/g"),
        ("苯甲酸", "1.3 g/kg", "≤1.0 g/kg"),
    ]


def test_a_result_changed_by_a_second_test_corrects_the_batch_and_the_public_is_told(bring):
    bring(FAILED)
    assert bring({}).counts["changed"] == 1
    assert only().result is CheckResult.PASS
    note = db.session.scalars(select(ChangeNote)).one()
    assert {"result", "failing_items"} <= set(note.fields)


def test_one_column_may_hold_item_value_and_limit(bring):
    together = "菌落总数║2.6×10^5║≤10^5\n苯甲酸║1.3 g/kg║≤1.0 g/kg"
    bring(FAILED | {"不合格项目": together, "检验值": "", "标准值": ""})
    assert [each.measured for each in only().failures] == ["2.6×10^5", "1.3 g/kg"]
    assert only().failing_items == "菌落总数；苯甲酸"


def test_a_farmer_and_a_stall_holder_are_shown_by_surname(bring):
    person = {"标称生产企业名称": "欧阳虚构", "统一社会信用代码": "", "产品类别": "农产品"}
    bring(person | {"被抽样单位名称": "钱虚构"})
    one = only()
    assert (one.maker_kind, one.maker_name) == (PartyKind.PERSON, "欧阳某某")
    assert (one.seller_name, one.company_id) == ("钱某某", None)


@pytest.mark.parametrize(
    ("stated", "address", "expected"),
    [("", "福建省宁德市虚构路1号", False), ("是", "福建省宁德市虚构路1号", True), ("", "", False)],
)
def test_local_is_as_stated_or_by_the_address_of_the_maker(bring, stated, address, expected):
    bring({"本地生产": stated, "标称生产企业地址": address})
    assert only().is_local is expected


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        (FAILED | {"检验值": "1.3 g/kg"}, "检验值", "个数与不合格项目不一致"),
        ({"检验结论": "待定"}, "检验结论", "看不出“待定”"),
        ({"产品类别": "其他"}, "产品类别", "可以填 食品、药品、农产品、工业产品"),
        ({"抽样日期": "二月"}, "抽样日期", "不是日期"),
    ],
)
def test_a_fault_is_told_by_row_and_column(bring, changes, column, words):
    report = bring({}, changes | {"生产日期/批号": "2026-01-09"})
    assert report.counts["added"] == 1
    (finding,) = report.findings
    assert (finding.row, finding.column) == (3, column)
    assert words in finding.reason
