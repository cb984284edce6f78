"""What files of licences become, in today's layout, in older ones and in our own export."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs.models import OutboxMessage
from app.people.models import Bureau
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.licences.models import AdministrativeLicence as Licence
from tests.support import factories
from tests.support.tables import (
    PERSON,
    YEAR,
    Import,
    import_rows,
    only,
    row_importer,
    values,
)


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Import:
    return partial(import_rows, app, tmp_path)


@pytest.fixture
def bring_row(app: Flask, tmp_path: Path) -> Import:
    return row_importer(app, tmp_path)


def test_no_number_of_an_identity_paper_is_kept_and_the_company_is_found(bring_row: Import) -> None:
    report = bring_row()
    assert report.counts["added"] == 1
    assert any("个人证件列不导入" in notice for notice in report.notices)
    licence, company = only(), db.session.scalars(select(Company)).one()
    assert licence.company_id == company.id
    assert db.session.get(Bureau, licence.deciding_bureau_id).code == "city-market-supervision"
    assert licence.import_batch.file_name == "许可.csv"
    assert licence.publish_until == licence.valid_until == clock.today() + YEAR
    assert "1949123" not in str(values(licence))


def test_an_imported_licence_reaches_the_index_with_the_commit(bring_row: Import) -> None:
    bring_row()
    messages = select(OutboxMessage).where(OutboxMessage.topic == "index")
    kinds = [message.payload["kind"] for message in db.session.scalars(messages)]
    assert kinds == ["company", "licence"]


def test_a_licence_is_shown_through_its_last_day_and_again_when_renewed(bring_row: Import) -> None:
    shown = select(Licence.id).where(published(Licence))
    bring_row(XK_YXQZI=clock.today() - timedelta(days=1))
    assert db.session.scalars(shown).all() == []
    assert bring_row(XK_YXQZI=clock.today()).counts["changed"] == 1
    assert len(db.session.scalars(shown).all()) == 1
    bring_row(XK_YXQZI="长期")
    assert only().publish_until is None


def test_a_licence_that_no_longer_stands_is_taken_down(bring_row: Import) -> None:
    bring_row()
    assert bring_row(XK_ZT="已注销").counts["changed"] == 1
    licence = only()
    assert (licence.status, licence.withdrawal_reason) == (
        PublicationStatus.WITHDRAWN,
        "许可已失效",
    )


def test_a_person_is_masked_everywhere_and_is_no_company(bring_row: Import) -> None:
    report = bring_row(
        **PERSON,
        XK_XDR_ZJHM="11010519491231002X",
        XK_XKBH="11010519491231002X",
        XK_NR="准予欧阳虚构从事特种设备作业，电话13800138000",
    )
    assert report.counts["added"] == 1, report.findings
    licence = only()
    assert (licence.party_name, licence.party_kind) == ("欧阳某某", PartyKind.PERSON)
    written = str(values(licence))
    assert not [secret for secret in ("虚构", "1949123", "138001") if secret in written]
    assert db.session.scalars(select(Company)).all() == []


def test_two_persons_of_one_surname_are_two_licences(bring: Import) -> None:
    titles = ("行政相对人名称", "行政相对人类别", "许可编号", "许可决定日期", "许可机关")
    row = ["自然人", "T1", clock.today(), "温州市市场监督管理局"]
    assert bring(titles, ["张虚", *row], ["张构", *row]).counts["unchanged"] == 1
    other = ["自然人", "T2", clock.today(), "温州市市场监督管理局"]
    assert bring(titles, ["张虚", *row], ["张构", *other]).counts["added"] == 1


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"XK_XDR_MC": ""}, "XK_XDR_MC", "不能为空"),
        ({"XK_JDRQ": "2026.13.45"}, "XK_JDRQ", "没有 13 月"),
        ({"XK_JDRQ": "2099-01-01"}, "XK_JDRQ", "今天之后"),
        ({"XK_JDRQ": "", "XK_YXQZ": ""}, "XK_JDRQ", "缺少许可决定日期"),
        ({"XK_XKBH": "1.23E+17"}, "XK_XKBH", "丢失精度"),
        ({"XK_XKLB": "09"}, "XK_XKLB", "不是许可类别"),
        ({"XK_ZT": "7"}, "XK_ZT", "看不出“7”"),
        ({"XK_ZT": "1", "XK_LYDW": ""}, "XK_ZT", "看不出“1”"),
        ({"XK_XDR_SHXYM": "91330399MA0000001"}, "XK_XDR_SHXYM", "应为18位"),
        ({"XK_XDR_ZZJG": "123"}, "XK_XDR_ZZJG", "应为9位"),
        ({"XK_XDR_SYDW": "11010519491231002X"}, "XK_XDR_SYDW", "最多 12 个字"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(
    bring_row: Import, changes: dict[str, object], column: str, reason: str
) -> None:
    report = bring_row(**changes)
    finding = report.findings[0]
    assert (report.counts["rejected"], finding.row, finding.column) == (1, 2, column)
    assert reason in finding.reason
    assert "19491231" not in finding.value


@pytest.mark.parametrize(
    "changes",
    [
        {"party_kind": PartyKind.PERSON},
        {"valid_from": date(2026, 1, 2), "valid_until": date(2026, 1, 1)},
        {"publish_until": None},
        {"publish_until": date(2999, 1, 1)},
    ],
)
def test_the_database_keeps_no_licence_against_the_rules(
    app: Flask, changes: dict[str, Any]
) -> None:
    company = factories.make_company()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.make_licence(company=company, **changes)
