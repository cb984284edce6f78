"""Values of indicators from tables: nothing converted, nothing twice, the number before is kept."""

import csv
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.imports.runner import run_import
from app.kernel.imports.targets import ImportSource, registry
from app.kernel.jobs.models import OutboxMessage
from app.kernel.search.documents import SearchKind
from app.publishing.life.models import RecordVersion
from app.publishing.life.rules import PublicationStatus
from app.records.indicators.models import IndicatorValue
from app.records.indicators.queries.values import revisions, series
from tests.support import factories
from tests.support.record_factories import indicator, make_indicator, make_value

ROW = {
    "指标编号": "CP02",
    "指标名称": "",
    "数据期": "2025年四季度",
    "数值": "97.6%",
    "单位": "%",
    "来源": "四季度通报",
    "来源日期": "2026-01-15",
}


@pytest.fixture
def bring(app, tmp_path: Path, frozen_clock):
    def bring(*rows, **source):
        path = tmp_path / "values.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(ROW | (rows[0] if rows else {})))
            writer.writeheader()
            writer.writerows({**ROW, **row} for row in rows)
        target = registry(current_app).targets["indicators"]
        return run_import(path, target, source=ImportSource(file_name=path.name, **source))

    return bring


def shown(code="CP02"):
    return [(value.period, value.value) for value in series(indicator(code).id)]


def test_a_row_is_a_public_value_with_its_file(bring):
    assert bring({"说明": "样本 500 批次，联系人 13800001234"}).counts["added"] == 1
    (value,) = series(indicator("CP02").id)
    assert value.remark.startswith("样本 500 批次")
    assert "13800001234" not in value.remark
    assert (value.period, value.value, value.source) == ("2025-Q4", "97.6", "四季度通报")
    assert (value.source_row, value.status) == (2, PublicationStatus.PUBLISHED)


def test_the_same_file_twice_changes_nothing_and_another_number_keeps_the_one_before(bring):
    bring({})
    assert bring({}).counts["unchanged"] == 1
    assert bring({"数值": "95.9"}).counts["changed"] == 1
    values = series(indicator("CP02").id)
    assert shown() == [("2025-Q4", "95.9")]
    assert [one.before for one in revisions(values)[values[0].id]] == ["97.6%"]


def test_a_value_from_the_desk_is_the_one_that_a_file_speaks_of(bring):
    made = make_value(indicator=indicator("CP02"), source="四季度通报").id
    assert bring({}).counts["unchanged"] == 1
    assert bring({"数值": "95.9"}).counts["changed"] == 1
    assert shown() == [("2025-Q4", "95.9")]
    assert db.session.get(IndicatorValue, made).value == "95.9"
    assert db.session.scalars(select(RecordVersion)).one().was == {"value": "97.6"}


def test_indicators_are_known_by_code_or_by_name(bring):
    rows = ({"指标编号": "", "指标名称": "本地生产食品监督抽查合格率"}, {"指标编号": "CP03"})
    assert bring(*rows).counts["added"] == 2


def test_rows_that_cannot_be_are_refused_with_their_reasons(bring):
    wrong = (
        ({"指标编号": "XX01"}, "没有这个指标"),
        ({"指标名称": "工程交验合格率"}, "与指标名称不一致"),
        ({"单位": "万元"}, "不换算其他单位"),
        ({"数值": "0.976"}, "是比例还是百分数不明"),
        ({"数值": "约97"}, "不是数字"),
        ({"数值": ""}, "不能为空"),
        ({"数据期": "去年"}, "不是数据期"),
        ({"数据期": "2026-Q2"}, "还没有开始"),
        ({"来源日期": "2026-03-05"}, "晚于今天"),
        ({"来源网址": "javascript:alert(1)"}, "网址"),
    )
    columns = {title: ROW.get(title, "") for row, _ in wrong for title in row}
    report = bring(*({**columns, **row} for row, _ in wrong))
    assert report.counts["rejected"] == len(wrong)
    found = sorted(report.findings, key=lambda finding: finding.row)
    for (_, reason), finding in zip(wrong, found, strict=True):
        assert reason in finding.reason
    assert not shown()


def test_two_numbers_for_one_period_in_a_file_are_refused(bring):
    report = bring({}, {"数值": "97.1"}, {})
    assert (report.counts["added"], report.counts["rejected"]) == (1, 1)
    assert "第 2 行是同一指标" in report.findings[0].reason


def test_a_body_brings_its_own_values_and_the_coordination_office_all(bring):
    other = factories.make_bureau()
    assert "填报" in bring({}, bureau_id=other.id).findings[0].reason
    assert bring({}, bureau_id=indicator("CP02").bureau_id).counts["added"] == 1
    office = indicator("JC01").bureau_id
    assert bring({"指标编号": "CP03"}, bureau_id=office).counts["added"] == 1


def test_what_the_site_computes_is_not_brought(bring):
    found = make_indicator(measure="试验")
    assert "本站按记录计算" in bring({"指标编号": found.code}).findings[0].reason


def test_months_that_a_spreadsheet_took_for_days_are_months(bring):
    bring({"指标编号": "HJ02", "数据期": "2025/9/1"}, {"指标编号": "HJ02", "数据期": "2025-10-01"})
    assert shown("HJ02") == [("2025-10", "97.6"), ("2025-09", "97.6")]


def test_the_download_comes_back_unchanged(bring, client, tmp_path):
    for number, period in enumerate(("2025", "2025-H1", "2025-Q3", "2025-09", "2025-01/10")):
        make_value(indicator=indicator("HJ02"), period=period, value=f"9{number}.5")
    make_value(indicator=indicator("HJ04"), value="-3.5", remark="低于下限")
    for file_format in ("csv", "xlsx"):
        data = client.get(f"/evaluation/targets/values?format={file_format}", buffered=True).data
        path = tmp_path / f"export.{file_format}"
        path.write_bytes(data)
        target = registry(current_app).targets["indicators"]
        report = run_import(path, target, source=ImportSource(file_name=path.name))
        assert dict(report.counts) | {"read": 6, "unchanged": 6} == dict(report.counts)
    assert db.session.scalar(select(IndicatorValue.id).where(IndicatorValue.value == "-3.5"))


def test_the_index_hears_of_indicators_that_a_file_changed(bring):
    bring({})
    heard = [
        message.payload
        for message in db.session.scalars(select(OutboxMessage))
        if message.payload.get("kind") == SearchKind.INDICATOR.value
    ]
    assert [payload["keys"] for payload in heard] == [[indicator("CP02").id]]
