"""What a person should look at in a file is told apart from what keeps a row out."""

import pytest

from app.people.rules import Role
from app.publishing.workbench.running import run_due
from tests.support.factories import make_staff
from tests.support.staff import sign_in
from tests.support.tables import address, case_row, checked, send_file, workbook
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


def test_what_no_column_says_may_be_said_for_the_whole_table(desk):
    data = workbook(["温州虚构机械有限公司", uscc(1)], titles=["企业名称", "统一社会信用代码"])
    page = send_file(desk, data, kind="credit")
    refused = desk.submit(page, {}, action="check")
    assert refused.status_code == 400
    assert "还没有对应：名单类型或" in refused.body_text

    answers = {"whole_list": "黑名单", "whole_ground": "失信被执行人"}
    desk.submit(refused, answers, action="check")
    run_due()
    assert "可导入1 行" in desk.get(address()).body_text


def test_a_whole_table_is_on_a_list_that_exists(desk):
    data = workbook(["温州虚构机械有限公司", uscc(1)], titles=["企业名称", "统一社会信用代码"])
    page = send_file(desk, data, kind="credit")
    assert desk.submit(page, {"whole_list": "灰名单"}, action="check").status_code == 400


def test_a_column_answers_before_the_whole_table(desk):
    titles = ["企业名称", "统一社会信用代码", "名单类型"]
    data = workbook(["温州虚构机械有限公司", uscc(1), "红名单"], titles=titles)
    page = send_file(desk, data, kind="credit")
    assert not page.texts("//label[contains(., '整张表的名单类型')]")
