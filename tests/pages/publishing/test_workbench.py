"""A bureau's file: assigned, checked, reviewed by another person, taken in, and mended."""

import io

import openpyxl
import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.files.uploads import stored_paths
from app.kernel.imports.models import ImportBatch, ImportFinding
from app.kernel.imports.rules import ImportState
from app.people.rules import Role
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

pytestmark = pytest.mark.trust(6)


@pytest.fixture
def bureau(app):
    return factories.make_bureau(name="试验监管局")


@pytest.fixture
def editor(bureau):
    return make_staff(Role.EDITOR, bureau=bureau, full_name="周试验").username


@pytest.fixture
def reviewer(bureau):
    return make_staff(Role.REVIEWER, bureau=bureau, full_name="吴试验").username


@pytest.fixture
def desk(client, editor):
    sign_in(client, editor)
    return client


def switch(client, staff):
    client.delete_cookie("mingjian")
    sign_in(client, staff)


def cases():
    return db.session.scalar(select(func.count()).select_from(Case))


def act(client, page, name, **data):
    return client.submit(page, data, action=name)


def test_a_file_goes_in_after_two_people_have_agreed(desk, reviewer):
    page = checked(desk, workbook(case_row(1, uscc(1)), case_row(2, uscc(2))))
    assert "可导入2 行 新增 2，变更 0" in page.body_text
    assert cases() == 0, "a check keeps nothing"
    act(desk, page, "submit")
    switch(desk, reviewer)
    page = desk.get(address())
    page = act(desk, page, "approve")
    assert "正在导入" in page.title
    assert cases() == 0
    run_due()
    page = desk.get(address())
    assert "已导入2 行 新增 2" in page.body_text
    assert "周试验 上传，吴试验 审核同意" in page.body_text
    fine = db.session.scalars(select(Case.fine_cents)).all()
    assert fine == [500_000, 500_000]
    logged = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert [each for each in logged if each.startswith("import.")] == [
        "import.uploaded",
        "import.check",
        "import.checked",
        "import.submitted",
        "import.approved",
        "import.done",
    ]


def test_who_sent_a_file_may_not_approve_it(client, bureau):
    both = make_staff(Role.EDITOR, Role.REVIEWER, bureau=bureau)
    sign_in(client, both)
    act(client, checked(client, workbook(case_row(1, uscc(1)))), "submit")
    page = client.get(address())
    assert not page.all("//form[contains(@action, 'approve')]")
    token = page.form().fields["csrf_token"]
    answer = client.post(address("approve"), data={"csrf_token": token})
    assert answer.status_code == 409
    assert the_import().state is ImportState.SUBMITTED


def test_an_amount_has_the_unit_that_was_chosen_and_none_that_nobody_stated(desk, reviewer):
    page = send_file(desk, workbook(case_row(1, uscc(1), 处罚内容="罚款")))
    page = desk.submit(page, action="check")
    assert page.status_code == 400
    assert page.title.startswith("错误：")
    assert "请选择“罚款金额”以什么为单位" in page.body_text
    assert the_import().state is ImportState.UPLOADED
    desk.submit(page, {"unit_8": "元"}, action="check")
    run_due()
    act(desk, desk.get(address()), "submit")
    switch(desk, reviewer)
    act(desk, desk.get(address()), "approve")
    run_due()
    assert db.session.scalars(select(Case.fine_cents)).all() == [50]


def test_a_unit_in_the_title_is_offered_for_confirmation(desk):
    titles = [title.replace("罚款金额", "罚款金额（万元）") for title in CASE_TITLES]
    page = send_file(desk, workbook(case_row(1, uscc(1)), titles=titles))
    assert page.one("//input[@name='unit_8'][@checked]").get("value") == "万元"


def test_every_bad_cell_is_listed_by_row_and_column(desk):
    lost = case_row(1, "", 统一社会信用代码=9.13304e17)
    future = case_row(2, uscc(2), 处罚决定日期="2026.13.45")
    page = checked(desk, workbook(lost, future, case_row(3, uscc(3))))
    rows = page.texts("//table[contains(@class, 'mj-cards')]/tbody/tr")
    assert len(rows) == 2
    assert rows[0].startswith("2 C 统一社会信用代码 ")
    assert "数字已丢失精度" in rows[0]
    assert rows[1].startswith("3 J 处罚决定日期 2026.13.45")
    assert "没有 13 月" in rows[1]
    assert "有错误2 行" in page.body_text


def test_the_workbook_of_errors_comes_back_mended(desk):
    page = checked(desk, workbook(case_row(1, uscc(1)), case_row(2, "9133")))
    answer = act(desk, page, "errors")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    sheet = book.active
    assert sheet.cell(2, 3).comment.text.startswith("统一社会信用代码应为")
    assert sheet.cell(2, 3).fill.bgColor.rgb or sheet.cell(2, 3).fill.fgColor.rgb
    sheet.cell(2, 3).value = uscc(2)
    mended = io.BytesIO()
    book.save(mended)
    page = checked(desk, mended.getvalue())
    assert "可导入1 行 新增 1，变更 0" in page.body_text
    assert "有错误0 行" in page.body_text


def test_what_a_person_chose_is_remembered_for_the_sender(desk, bureau):
    titles = [title.replace("行政处罚决定书文号", "本局编号") for title in CASE_TITLES]
    data = workbook(case_row(1, uscc(1)), titles=titles)
    page = send_file(desk, data)
    assert "未对上" in page.body_text
    desk.submit(page, {**UNIT, "column_3": "decision_number"}, action="check")
    again = send_file(desk, data)
    assert again.form("check").fields["column_3"] == "decision_number"
    assert "上次的选择" in again.body_text
    assert "上传过" in again.body_text
    assert not again.all("//input[@name='unit_8'][@checked]"), "a unit is asked for each time"
    switch(desk, make_staff(Role.EDITOR))
    other = send_file(desk, data)
    assert other.form("check").fields["column_3"] == ""


def test_imports_exist_for_their_body_and_the_coordination_office_alone(desk):
    send_file(desk, workbook(case_row(1, uscc(1))))
    switch(desk, make_staff(Role.EDITOR, Role.REVIEWER))
    assert desk.get(address()).status_code == 404
    assert desk.get(address("progress")).status_code == 404
    assert "还没有符合条件的导入" in desk.get("/admin/imports/").body_text
    office = factories.make_coordination_office()
    switch(desk, make_staff(Role.REVIEWER, bureau=office))
    assert desk.get(address()).status_code == 200


def test_the_same_form_sent_twice_makes_one_import(desk):
    page = desk.get("/admin/imports/new")
    data = workbook(case_row(1, uscc(1)))
    for _ in range(2):
        desk.submit(page, {"kind": "cases", "file": (io.BytesIO(data), "处罚.xlsx")})
    assert db.session.scalar(select(func.count()).select_from(ImportBatch)) == 1
    assert len(list(stored_paths())) == 1


def test_a_second_click_does_not_check_or_submit_twice(desk):
    page = send_file(desk, workbook(case_row(1, uscc(1))))
    desk.submit(page, UNIT, action="check")
    assert desk.submit(page, UNIT, action="check").status_code == 409
    run_due()
    page = desk.get(address())
    act(desk, page, "submit")
    answer = act(desk, page, "submit")
    assert answer.status_code == 409
    assert "刚刚由他人办理" in answer.body_text


def test_a_header_in_a_later_row_is_found_and_can_be_changed(desk):
    title = ["温州市试验局行政处罚公示表"]
    data = workbook([], CASE_TITLES, case_row(1, uscc(1)), titles=title)
    page = send_file(desk, data)
    assert "表头在第 3 行" in page.body_text
    page = desk.get(address() + "?sheet=0&header=1")
    assert "表头在第 1 行" in page.body_text
    page = desk.submit(page, action="check")
    assert "还没有对应：" in page.body_text
    page = desk.get(address())
    desk.submit(page, UNIT, action="check")
    run_due()
    page = desk.get(address())
    assert "表头在第 3 行，上面的行没有读取" in page.body_text
    assert "可导入1 行" in page.body_text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的，没有任何内容"),
        (b"MZ\x90\x00" + b"\0" * 100, "这不是表格，而是程序"),
        (workbook(titles=[]), "文件里没有任何数据"),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_in_words(desk, data, words):
    page = desk.post_form("/admin/imports/new", {"file": (io.BytesIO(data), "表.xlsx")})
    assert page.status_code == 400
    assert words in page.body_text
    assert list(stored_paths()) == []


def test_a_file_that_is_too_large_is_refused_in_words(desk):
    page = desk.get("/admin/imports/new")
    large = FileStorage(io.BytesIO(b"x" * (21 * 1024 * 1024)), "表.csv", "file")
    boundary, body = encode_multipart(dict(page.form().form_values()) | {"file": large})
    kind = f"multipart/form-data; boundary={boundary}"
    page = desk.post("/admin/imports/new", data=body, content_type=kind)
    assert page.status_code == 400
    assert "文件有 21.0MB，不能大于 20MB" in page.body_text


def test_a_discarded_import_leaves_no_file_and_a_header_alone_is_refused(desk):
    page = desk.submit(send_file(desk, workbook()), UNIT, action="check")
    assert "表头下面没有数据行" in page.body_text
    act(desk, desk.get(address()), "discard")
    page = checked(desk, workbook(case_row(1, "9133")))
    assert len(list(stored_paths())) == 2
    act(desk, page, "discard")
    assert list(stored_paths()) == []
    assert db.session.scalars(select(ImportFinding)).all() == []
    assert the_import().state is ImportState.DISCARDED


def test_a_reviewer_gives_back_with_a_reason(desk, editor, reviewer):
    act(desk, checked(desk, workbook(case_row(1, uscc(1)))), "submit")
    switch(desk, reviewer)
    page = desk.get(address())
    assert act(desk, page, "return", reason="").status_code == 400
    act(desk, page, "return", reason="罚款单位不对")
    switch(desk, editor)
    page = desk.get(address())
    assert "审核退回：罚款单位不对" in page.body_text
    act(desk, page, "reopen")
    assert "对应字段" in desk.get(address()).title


def test_a_list_page_costs_a_fixed_number_of_statements(desk, bureau, count_statements):
    counts = []
    for _ in range(2):
        for number in range(5):
            factories.make_import_batch(source_bureau_id=bureau.id, file_name=f"{number}.xlsx")
        desk.get("/admin/imports/")
        with count_statements() as counted:
            desk.get("/admin/imports/")
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 7
