"""What a file changes is shown item by item, and what to look at apart from what is refused."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.people.models import Bureau
from app.people.rules import Role
from app.publishing.life.models import ChangeNote
from app.publishing.life.rules import PublicationStatus
from app.publishing.workbench.running import run_due
from app.records.cases.models import Case
from tests.support import factories
from tests.support.factories import make_staff
from tests.support.staff import sign_in
from tests.support.tables import (
    CASE_TITLES,
    UNIT,
    address,
    case_row,
    checked,
    send_file,
    the_import,
    workbook,
)
from tests.support.uscc import uscc

CHANGED = {"违法事实": "抽检不合格，菌落总数超标", "处罚内容": "罚款 8000 元", "罚款金额": 0.8}


@pytest.fixture
def people(app):
    bureau = factories.make_bureau(name="试验监管局")
    return [make_staff(role, bureau=bureau).username for role in (Role.EDITOR, Role.REVIEWER)]


def switch(client, staff):
    client.delete_cookie("mingjian")
    sign_in(client, staff)


def bring(client, people, *rows):
    """A file all the way in; back at the desk of its sender."""
    editor, reviewer = people
    switch(client, editor)
    page = checked(client, workbook(*rows))
    client.submit(page, action="submit")
    switch(client, reviewer)
    client.submit(client.get(address()), action="approve")
    run_due()
    switch(client, editor)


def rows_of(page):
    return page.texts("//table[contains(@class, 'mj-cards')]/tbody/tr")


def test_changes_are_shown_item_by_item_before_and_after(client, people):
    bring(client, people, case_row(1, uscc(1)), case_row(2, uscc(2)))
    checked(client, workbook(case_row(1, uscc(1), **CHANGED), case_row(2, uscc(2))))
    page = client.get(address() + "?show=changes")
    assert "变更 1 行" in page.body_text
    assert "会改动已有的记录" in page.body_text
    (row,) = rows_of(page)
    for words in ("2 ", "温州试验1食品有限公司", "违法事实", "增，菌落总数超标", "罚款金额"):
        assert words in row
    assert "删5,000.00增8,000.00 元" in row
    assert "违法行为类型" not in row

    client.submit(client.get(address()), action="submit")
    switch(client, people[1])
    assert rows_of(client.get(address() + "?show=changes")) == [row]
    client.submit(client.get(address()), action="approve")
    run_due()
    page = client.get(address() + "?show=changes")
    assert rows_of(page) == [row]
    assert "历次版本" in page.body_text


def test_the_public_is_told_what_a_file_corrected(client, people):
    bring(client, people, case_row(1, uscc(1)))
    bring(client, people, case_row(1, uscc(1), **CHANGED))
    case = db.session.scalars(select(Case)).one()
    text = client.get(f"/cases/{case.id}").body_text
    assert "据报送单位重新报送的数据更正" in text
    assert "更正的项目：违法事实、处罚内容、罚款金额" in text


def test_nothing_is_told_of_what_the_public_has_not_read(client, people):
    bring(client, people, case_row(1, uscc(1)))
    case = db.session.scalars(select(Case)).one()
    case.status = PublicationStatus.DRAFT
    db.session.commit()
    bring(client, people, case_row(1, uscc(1), **CHANGED))
    assert db.session.scalars(select(ChangeNote)).all() == []


def test_the_command_reads_a_senders_columns_as_its_desk_did(client, people, runner, tmp_path):
    titles = [title.replace("行政处罚决定书文号", "本局编号") for title in CASE_TITLES]
    titles = [title.replace("罚款金额", "罚款金额（万元）") for title in titles]
    path = tmp_path / "处罚.xlsx"
    path.write_bytes(workbook(case_row(1, uscc(1)), titles=titles))
    switch(client, people[0])
    page = send_file(client, path.read_bytes())
    client.submit(page, {**UNIT, "column_3": "decision_number"}, action="check")
    sender = the_import().source_bureau_id
    code = db.session.get_one(Bureau, sender).code
    read = runner.invoke(args=["import", "cases", str(path), "--dry-run", "--source", code])
    assert "1 read, 1 added" in read.output, read.output
    other = runner.invoke(args=["import", "cases", str(path), "--dry-run"])
    assert "未采用的列：本局编号" in other.output


def test_a_page_of_changes_costs_the_same_however_many(client, people, count_statements):
    bring(client, people, *(case_row(number, uscc(number)) for number in range(1, 25)))
    switch(client, people[0])
    checked(client, workbook(case_row(1, uscc(1), **CHANGED)))
    with count_statements() as short:
        client.get(address() + "?show=changes")
    rows = [case_row(number, uscc(number), **CHANGED) for number in range(1, 25)]
    checked(client, workbook(*rows))
    with count_statements() as long:
        page = client.get(address() + "?show=changes&page=2")
    assert len(rows_of(page)) == 4
    assert len(long) == len(short) <= 8


def test_a_unit_that_the_decision_contradicts_lets_no_row_in(client, people):
    switch(client, people[0])
    page = checked(client, workbook(case_row(1, uscc(1))), unit_8="元")
    assert "可导入0 行" in page.body_text
    assert "与处罚内容里写的罚款 5,000 元不一致" in page.body_text


def test_hints_are_listed_apart_and_their_rows_go_in(client, people):
    switch(client, people[0])
    page = checked(client, workbook(case_row(1, uscc(1)), case_row(2, uscc(2), 处罚类别="警告")))
    assert "可导入2 行" in page.body_text
    assert "有提示1 行会导入，请复核" in page.body_text
    assert "没有发现错误" in page.body_text
    assert "没有改动已有记录的行" in client.get(address() + "?show=changes").body_text
    assert client.get(address() + "?show=all").status_code == 400
    page = client.get(address() + "?show=hint")
    rows = page.texts("//table[contains(@class, 'mj-cards')]/tbody/tr")
    assert rows == ["3 G 处罚类别 警告 有罚款金额，处罚类别里却没有罚款，请核对"]


def test_what_no_column_says_may_be_said_for_the_whole_table(client, people):
    switch(client, people[0])
    data = workbook(["温州虚构机械有限公司", uscc(1)], titles=["企业名称", "统一社会信用代码"])
    page = send_file(client, data, kind="credit")
    refused = client.submit(page, {}, action="check")
    assert refused.status_code == 400
    assert "还没有对应：名单类型或" in refused.body_text

    unknown = client.submit(refused, {"whole_list": "灰名单"}, action="check")
    assert unknown.status_code == 400
    answers = {"whole_list": "黑名单", "whole_ground": "失信被执行人"}
    client.submit(refused, answers, action="check")
    run_due()
    assert "可导入1 行" in client.get(address()).body_text


def test_a_column_answers_before_the_whole_table(client, people):
    switch(client, people[0])
    titles = ["企业名称", "统一社会信用代码", "名单类型"]
    data = workbook(["温州虚构机械有限公司", uscc(1), "红名单"], titles=titles)
    page = send_file(client, data, kind="credit")
    assert not page.texts("//label[contains(., '整张表的名单类型')]")
