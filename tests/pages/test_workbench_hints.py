"""What a person should look at in a file is told apart from what keeps a row out."""

import pytest

from app.accounts.rules import Role
from tests.support.factories import make_staff
from tests.support.staff import sign_in
from tests.support.tables import address, case_row, checked, workbook
from tests.support.uscc import uscc


@pytest.fixture
def desk(client):
    sign_in(client, make_staff(Role.EDITOR))
    return client


def test_a_unit_that_the_decision_contradicts_lets_no_row_in(desk):
    page = checked(desk, workbook(case_row(1, uscc(1))), unit_8="元")
    assert "可导入0 行" in page.body_text
    assert "与处罚内容里写的罚款 5,000 元不一致" in page.body_text


def test_hints_are_listed_apart_and_their_rows_go_in(desk):
    page = checked(desk, workbook(case_row(1, uscc(1)), case_row(2, uscc(2), 处罚类别="警告")))
    assert "可导入2 行" in page.body_text
    assert "有提示1 行会导入，请复核" in page.body_text
    assert "没有发现错误" in page.body_text
    page = desk.get(address() + "?show=hint")
    rows = page.texts("//table[contains(@class, 'mj-cards')]/tbody/tr")
    assert rows == ["3 G 处罚类别 警告 有罚款金额，处罚类别里却没有罚款，请核对"]


def test_a_kind_of_finding_that_does_not_exist_is_refused(desk):
    checked(desk, workbook(case_row(1, uscc(1))))
    assert desk.get(address() + "?show=all").status_code == 400
