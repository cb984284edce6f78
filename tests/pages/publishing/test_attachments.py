"""Files published with a record pass the same gate and lead the same life as the record."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.people.rules import Role
from app.publishing.life.attachments import Attachment, attachments_of
from app.publishing.life.queries import versions
from app.publishing.life.rules import Life, PublicationStatus
from tests.support import documents, factories
from tests.support.documents import sent

DRAFT = {"status": PublicationStatus.DRAFT, "published_on": None}
CLEAN = documents.pdf("行政处罚决定书", "当事人掺杂掺假，罚款三万元。")
EXPOSED = documents.pdf("行政处罚决定书", "联系电话13800138000，经查属实。")
PHONE_PLACE = "附件：决定书.pdf"
WHOLE = {"facts": "掺杂掺假", "basis": "《产品质量法》第五十条", "publish_until": None}


@pytest.fixture
def case(office):
    return factories.make_case(source_bureau_id=office.bureau.id, **DRAFT)


def desk_of(record):
    return f"/admin/cases/{record.id}"


def upload(office, record, data=CLEAN, name="决定书.pdf", **fields):
    return office.write(f"{desk_of(record)}/files", {"files": [sent(data, name)], **fields})


def looked(client, page):
    return client.submit(page, action="/looked")


def public(client, record):
    return client.get(f"/cases/{record.id}")


def address_of(record, number=0):
    return f"/cases/{record.id}/files/{attachments_of(record)[number].id}"


def test_the_decision_comes_with_its_case_alone_as_it_was_and_leaves_with_it(client, office, case):
    page = upload(office, case)
    assert "附件已保存" in page.body_text
    assert "公示中" in office.publish(desk_of(case)).body_text
    page = public(client, case)
    assert "决定书.pdf" in page.body_text
    assert "PDF，" in page.body_text
    answer = client.get(address_of(case))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    other = factories.make_case()
    elsewhere = address_of(case).replace(f"/{case.id}/", f"/{other.id}/")
    assert client.get(elsewhere).status_code == 404
    address = address_of(case)
    office.withdraw(desk_of(case))
    page = client.get(address)
    assert page.status_code == 410
    assert "决定书" not in page.body_text


def test_a_draft_shows_its_files_to_nobody_but_staff(client, office, case):
    upload(office, case)
    assert client.get(address_of(case)).status_code == 404
    file = attachments_of(case)[0]
    assert client.get(f"{desk_of(case)}/files/{file.id}").data.startswith(b"%PDF")
    last = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc())).first()
    assert last == "file.downloaded"
    office.is_at_the_desk(factories.make_staff(Role.EDITOR))
    assert client.get(f"{desk_of(case)}/files/{file.id}").status_code == 404


def test_what_a_file_says_of_people_keeps_the_case_from_being_public(client, office, case):
    page = upload(office, case, EXPOSED)
    assert "附件里发现了个人信息" in page.body_text
    assert "13800138000" in page.one("//mark").text_content()
    office.send(desk_of(case))
    page = office.approve(desk_of(case))
    assert page.status_code == 409
    assert f"“{PHONE_PLACE}”里有电话号码 1 处" in page.body_text
    assert case.life is Life.IN_REVIEW


def test_a_masked_file_in_its_place_opens_the_gate(client, office, case):
    upload(office, case, EXPOSED)
    old = attachments_of(case)[0]
    upload(office, case, removed=[str(old.id)])
    assert [file.id for file in attachments_of(case)] != [old.id]
    assert "公示中" in office.publish(desk_of(case)).body_text
    assert client.get(f"/cases/{case.id}/files/{old.id}").status_code == 404


def decide(client, record, act, ground=""):
    """Tick all that the gate found in files, and mask or keep it."""
    page = client.get(desk_of(record))
    ticks = page.all("//input[@name='picked']/@value")
    return client.submit(page, {"picked": ticks, "act": act, "ground": ground}, action="/findings")


def test_a_finding_in_a_file_is_not_masked_by_a_click_but_kept_for_a_reason(client, office, case):
    upload(office, case, EXPOSED)
    assert "请换上遮盖过的文件" in client.get(desk_of(case)).body_text
    page = decide(client, case, "mask")
    assert page.status_code == 400
    assert "再换上新的文件" in page.body_text
    assert "都已写明理由保留" in decide(client, case, "keep", "单位公开的电话").body_text
    assert "公示中" in office.publish(desk_of(case)).body_text


def test_no_reason_lets_an_identity_number_in_a_file_stand(client, office, case):
    upload(office, case, documents.docx("证号11010519491231002X"), "决定书.docx")
    page = decide(client, case, "keep", "本人同意")
    assert page.status_code == 400
    assert "证件号码不能保留" in page.body_text


def test_a_scan_is_looked_through_by_editor_and_reviewer(client, office, case):
    page = upload(office, case, documents.scan(), "决定书.pdf")
    assert "要由编辑和审核人员各看一遍" in page.body_text
    page = office.send(desk_of(case))
    assert page.status_code == 409
    assert "送审之前请先打开看过" in page.body_text
    looked(client, client.get(desk_of(case)))
    office.send(desk_of(case))
    page = office.approve(desk_of(case))
    assert page.status_code == 409
    assert "请先打开看过，再按“确认看过”" in page.body_text
    page = looked(client, client.get(f"{desk_of(case)}/review"))
    assert "已由两人看过" in page.body_text
    assert office.editor.full_name in page.body_text
    assert not page.all("//form[contains(@action, '/looked')]")
    assert "公示中" in office.approve(desk_of(case)).body_text


def test_the_reviewers_eyes_alone_are_not_enough(client, office):
    shown = factories.make_case(source_bureau_id=office.bureau.id)
    upload(office, shown, documents.photo(), "照片.jpg", note="补充公示决定书")
    office.is_at_the_desk(office.reviewer)
    looked(client, client.get(f"{desk_of(shown)}/review"))
    page = office.approve(desk_of(shown))
    assert page.status_code == 409
    assert "还没有另一个人确认看过" in page.body_text


def test_a_file_of_what_is_public_is_a_correction_with_a_note(client, office):
    shown = factories.make_case(source_bureau_id=office.bureau.id)
    page = upload(office, shown)
    assert page.status_code == 400
    assert "请填写更正说明" in page.body_text or "请写明更正说明" in page.body_text
    page = upload(office, shown, note="补充公示决定书")
    assert "已送审" in page.body_text
    file = db.session.scalars(select(Attachment).order_by(Attachment.id.desc())).first()
    assert "决定书.pdf" not in public(client, shown).body_text
    assert client.get(f"/cases/{shown.id}/files/{file.id}").status_code == 404
    office.approve(desk_of(shown))
    page = public(client, shown)
    assert "决定书.pdf" in page.body_text
    assert "补充公示决定书 更正的项目：附件" in page.body_text


def test_a_change_of_words_keeps_files_that_wait_for_review(client, office):
    shown = factories.make_case(source_bureau_id=office.bureau.id, **WHOLE)
    upload(office, shown, note="补充公示决定书")
    page = office.write(f"{desk_of(shown)}/edit", {"remark": "已经缴清", "note": "补充履行情况"})
    assert "已送审" in page.body_text
    office.approve(desk_of(shown))
    assert "决定书.pdf" in public(client, shown).body_text
    assert "已经缴清" in public(client, shown).body_text


def test_a_file_comes_and_goes_on_its_day(client, office, case, frozen_clock):
    case.publish_until = clock.today() + timedelta(days=40)
    upload(office, case)
    office.send(desk_of(case))
    office.approve(desk_of(case), from_day=f"{clock.today() + timedelta(days=3)}")
    assert client.get(address_of(case)).status_code == 404
    frozen_clock.shift(timedelta(days=3))
    assert client.get(address_of(case)).status_code == 200
    frozen_clock.shift(timedelta(days=40))
    assert client.get(address_of(case)).status_code == 410


def test_versions_say_which_files_they_had_and_former_ones_open_with_a_reason(client, office, case):
    upload(office, case, name="旧.pdf")
    old = attachments_of(case)[0]
    upload(office, case, name="新.pdf", removed=[str(old.id)])
    assert [version.values["attachments"] for version in versions(case)][1] == [str(old.id)]
    page = client.get(f"{desk_of(case)}/versions")
    assert f"旧.pdf（文件 {old.id}）" in page.body_text
    assert not [link for link in page.links() if "/former/" in link]
    assert client.get(f"{desk_of(case)}/files/{old.id}").status_code == 404
    page = client.submit(page, {"need": "核对原来的决定书"}, action="/versions/open")
    (link,) = [link for link in page.links() if "/former/" in link]
    assert client.get(link).data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ program", "请选择 pdf、docx、xlsx、jpg、png 或 webp 文件"),
        (documents.docx("稿", parts={"word/comments.xml": "<x/>"}), "批注或者修订"),
        (b"%PDF-1.7 torn", "文件已损坏"),
    ],
)
def test_a_file_that_is_refused_says_why_and_changes_nothing(office, case, data, words):
    page = upload(office, case, data, "决定书.docx")
    assert page.status_code == 400
    assert words in page.body_text
    assert attachments_of(case) == []


def test_nothing_or_more_than_ten_is_answered_at_the_field(office, case):
    page = office.write(f"{desk_of(case)}/files", {})
    assert page.status_code == 400
    assert "请选择要上传的文件，或者勾选要移除的附件" in page.body_text
    for number in (9, 2):
        files = [sent(documents.photo(), f"{number}{each}.jpg") for each in range(number)]
        page = office.write(f"{desk_of(case)}/files", {"files": files})
    assert page.status_code == 400
    assert "最多 10 个附件" in page.body_text


def test_what_files_say_and_are_called_is_encrypted_and_names_in_it_are_hidden(office, case):
    upload(office, case, EXPOSED, "特别的名字，员工李小明，电话13800138000.exe")
    (file,) = attachments_of(case)
    assert "13800138000" not in file.name
    assert "李小明" not in file.name
    assert file.name.endswith(".pdf")
    raw = db.session.connection().exec_driver_sql("SELECT name, text FROM attachments").all()
    assert not any("特别的名字" in name or "13800138000" in text for name, text in raw)


def test_a_project_is_published_with_its_files_and_leaves_with_them(client, office):
    project = factories.make_project(source_bureau_id=office.bureau.id, **DRAFT)
    desk, page = f"/admin/projects/{project.id}", f"/projects/{project.code}"
    office.write(f"{desk}/files", {"files": [sent(CLEAN, "批复.pdf")]})
    office.publish(desk)
    assert "批复.pdf" in client.get(page).body_text
    (file,) = attachments_of(project)
    assert client.get(f"{page}/files/{file.id}").data.startswith(b"%PDF")
    office.withdraw(desk)
    assert client.get(f"{page}/files/{file.id}").status_code == 410


def test_a_project_that_names_a_telephone_in_its_objective_is_not_published(client, office):
    project = factories.make_project(
        source_bureau_id=office.bureau.id, objective="建设检测中心，联系人电话13800138000", **DRAFT
    )
    office.publish(f"/admin/projects/{project.id}")
    assert client.get(f"/projects/{project.code}").status_code == 404
