"""Licences in older layouts, in the templates of the province and in our own export."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.records.licences.models import AdministrativeLicence as Licence
from app.records.licences.rules import LicenceKind, LicenceState
from tests.support.pages import PageClient
from tests.support.paths import SHARED_DATA, needs_shared_data
from tests.support.tables import (
    CODES_2015,
    PERSON,
    PROVINCE,
    Import,
    import_licence_file,
    import_rows,
    only,
    row_importer,
    values,
)
from tests.support.uscc import uscc


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Import:
    return partial(import_rows, app, tmp_path)


@pytest.fixture
def bring_row(app: Flask, tmp_path: Path) -> Import:
    return row_importer(app, tmp_path)


@pytest.mark.parametrize(
    ("layout", "code", "state"),
    [
        ({}, "1", LicenceState.VALID),
        ({"SJC": "2016-03-01 10:00:00", "DFBM": "330300"}, "1", LicenceState.INVALID),
        ({"SJC": "2016-03-01 10:00:00", "DFBM": "330300"}, "0", LicenceState.VALID),
    ],
)
def test_a_code_of_a_state_means_what_its_layout_says(
    bring_row: Import, layout: dict[str, object], code: str, state: LicenceState
) -> None:
    bring_row(XK_ZT=code, **layout)
    assert only().state is state


def test_the_template_of_the_province_dates_a_decision_by_its_validity(bring: Import) -> None:
    dates = (since := clock.today() - timedelta(days=9), clock.today())
    row = ["2026-142", "食品经营许可证", *dates, "虚构局", "有效", "虚构店", "", uscc(3)]
    assert bring(PROVINCE, row).counts["added"] == 1
    licence = only()
    assert (licence.licence_number, licence.name) == ("2026-142", "食品经营许可证")
    assert (licence.decided_on, licence.state) == (since, LicenceState.VALID)
    assert licence.remark == "原表未列许可决定日期，暂以有效期自计"


def test_the_layout_of_2015_is_read_by_its_codes(bring: Import) -> None:
    row = CODES_2015
    report = bring(tuple(row), tuple(row.values()))
    assert any("XK_XDR_SFZ" in notice for notice in report.notices)
    licence = only()
    assert (licence.name, licence.kind) == ("道路运输经营许可", LicenceKind.GENERAL)
    assert (licence.organisation_code, licence.district_code) == ("123456789", "330304")
    assert (licence.valid_until, licence.state) == (date(2099, 12, 31), LicenceState.VALID)


def test_an_export_imports_back_unchanged(
    app: Flask, client: PageClient, bring_row: Import, tmp_path: Path
) -> None:
    bring_row(XK_NR="=酱油，\n食醋", XK_ZT="异议")
    bring_row(
        **PERSON,
        XK_YXQZI="长期",
        XK_JDRQ="",
    )
    before = [values(each) for each in db.session.scalars(select(Licence).order_by(Licence.id))]
    for file_format in ("csv", "xlsx"):
        path = tmp_path / f"导出.{file_format}"
        path.write_bytes(client.get(f"/licences?format={file_format}").data)
        report = import_licence_file(app, path)
        assert (report.counts["read"], report.counts["unchanged"]) == (2, 2), report
        after = db.session.scalars(select(Licence).order_by(Licence.id))
        assert [values(each) for each in after] == before


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "read", "rejected"),
    [
        ("xzxk_licence_template.xls", 1, 1),
        ("xzxk_licence_template.xlsx", 1, 1),
        ("other_licence_template.xlsx", 0, 0),
    ],
)
def test_the_templates_of_the_province_are_read(
    runner: FlaskCliRunner, name: str, read: int, rejected: int
) -> None:
    path = str(SHARED_DATA / "zj_market_supervision" / name)
    reply = runner.invoke(args=["import", "licences", path])
    assert f"{read} read, 0 added, 0 changed, 0 unchanged, {rejected} rejected" in reply.output
    if rejected:  # the template's own example has a code of letters that no code can have
        assert "第 3 行 [统一社会信用代码]" in reply.output
