"""Nothing is published with personal data in it that nobody has masked, or kept with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.publishing.life.models import KeptFinding
from app.publishing.life.rules import Life, PublicationStatus
from app.records.bulletins.models import Bulletin
from tests.support import factories

DRAFT = {"status": PublicationStatus.DRAFT, "published_on": None}
TEXT = "经查，员工李小明将过期酱油上架，联系电话13800138000。"
ARTICLE = {"kind": "typical_case", "title": "过期酱油案", "body": TEXT}


@pytest.fixture
def exposed(office):
    return factories.make_bulletin(body=TEXT, source_bureau_id=office.bureau.id, **DRAFT)


def desk_of(record):
    return f"/admin/bulletins/{record.id}"


def ticks(page):
    return [box.get("value") for box in page.all("//input[@name='picked']")]


def decide(client, address, act, *, picked=None, ground=""):
    """Tick what the gate shows at ``address``: all of it, unless some is picked."""
    page = client.get(address)
    chosen = ticks(page) if picked is None else picked
    return client.submit(page, {"picked": chosen, "ground": ground, "act": act}, action="/findings")


def test_a_draft_with_personal_data_is_kept_and_sent_but_not_approved(client, office):
    page = office.write("/admin/bulletins/new", ARTICLE)
    assert "已保存为草稿" in page.body_text
    assert "发现 2 处可能不应公开的个人信息" in page.body_text
    bulletin = db.session.scalars(select(Bulletin)).one()
    office.send(desk_of(bulletin))
    page = office.approve(desk_of(bulletin))
    assert page.status_code == 409
    assert "“正文”里有自然人姓名 1 处，“正文”里有电话号码 1 处" in page.body_text
    assert bulletin.life is Life.IN_REVIEW
    assert client.get(f"/bulletins/{bulletin.id}").status_code == 404


def test_the_reviewer_sees_field_kind_and_words_of_each_finding_and_schedules_none(
    client, office, exposed
):
    office.send(desk_of(exposed))
    office.is_at_the_desk(office.reviewer)
    page = client.get(f"{desk_of(exposed)}/review")
    rows = [row.text_content() for row in page.all("//section[@id='picked']//tbody/tr")]
    marks = [mark.text_content() for mark in page.all("//mark")]
    page = office.approve(desk_of(exposed), from_day=f"{clock.today() + timedelta(days=3)}")
    assert (page.status_code, exposed.life) == (409, Life.IN_REVIEW)
    assert len(rows) == 2
    assert "正文" in rows[0]
    assert "自然人姓名" in rows[0]
    assert "经查，员工李小明将过期酱油上架" in rows[0]
    assert "李某某" in rows[0]
    assert marks == ["李小明", "13800138000"]


def test_of_several_approved_together_the_exposed_one_stays_and_is_named(client, office, exposed):
    clean = factories.make_bulletin(title="通知", source_bureau_id=office.bureau.id, **DRAFT)
    for record in (exposed, clean):
        office.send(desk_of(record))
    office.is_at_the_desk(office.reviewer)
    page = client.get("/admin/review/")
    page = client.submit(page, {"picked": ticks(page), "act": "approve"}, action="/review/")
    assert "办理了 1 条，1 条没有办理" in page.body_text
    assert f"{exposed.title}：公示前检查：“正文”里有自然人姓名 1 处" in page.body_text
    assert (clean.life, exposed.life) == (Life.PUBLISHED, Life.IN_REVIEW)


def test_masking_rewrites_what_was_ticked_by_the_rules_and_the_draft_can_be_published(
    client, office, exposed
):
    office.is_at_the_desk(office.editor)
    picked = ticks(client.get(desk_of(exposed)))
    decide(client, desk_of(exposed), "mask", picked=picked[1:])
    assert exposed.body == TEXT.replace("13800138000", "［电话已隐去］")
    page = decide(client, desk_of(exposed), "mask")
    assert "已遮盖 1 处" in page.body_text
    assert not page.all("//section[@id='picked']")
    assert "公示中" in office.publish(desk_of(exposed)).body_text
    page = client.get(f"/bulletins/{exposed.id}")
    assert "员工李某某将过期酱油上架，联系电话［电话已隐去］" in page.body_text


def test_a_reviewer_keeps_a_finding_by_name_and_reason(client, office, exposed):
    office.send(desk_of(exposed))
    office.is_at_the_desk(office.reviewer)
    page = decide(client, f"{desk_of(exposed)}/review", "keep", ground="本人书面同意公开")
    assert "都已写明理由保留" in page.body_text
    assert f"{office.reviewer.full_name}，" in page.body_text
    assert "本人书面同意公开" in page.body_text
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "record.finding_kept")
    ).first()
    assert event.actor_name == office.reviewer.full_name
    assert event.reason == "正文，自然人姓名：本人书面同意公开"
    assert "公示中" in office.approve(desk_of(exposed)).body_text
    assert "李小明" in client.get(f"/bulletins/{exposed.id}").body_text


def test_a_decision_to_keep_is_encrypted_and_falls_when_the_words_change(client, office, exposed):
    office.is_at_the_desk(office.editor)
    decide(client, desk_of(exposed), "keep", ground="已经核实")
    raw = db.session.connection().exec_driver_sql("SELECT words FROM kept_findings").scalars()
    assert not any("李小明" in words or "13800138000" in words for words in raw)
    office.write(f"{desk_of(exposed)}/edit", {"body": TEXT.replace("李小明", "李大明")})
    page = client.get(desk_of(exposed))
    assert "发现 1 处" in page.body_text
    office.send(desk_of(exposed))
    assert office.approve(desk_of(exposed)).status_code == 409


def test_nothing_is_kept_without_a_reason_and_the_ticks_stay(client, office, exposed):
    office.is_at_the_desk(office.editor)
    picked = ticks(client.get(desk_of(exposed)))[:1]
    page = decide(client, desk_of(exposed), "keep", picked=picked)
    assert page.status_code == 400
    assert "请写明保留的理由" in page.body_text
    assert [box.get("value") for box in page.all("//input[@checked]")] == picked
    page = decide(client, desk_of(exposed), "keep", picked=[], ground="已经核实")
    assert page.status_code == 400
    assert "请先勾选要处理的地方" in page.body_text
    assert "已经核实" in page.text
    assert db.session.scalars(select(KeptFinding)).all() == []


def test_no_reason_lets_an_identity_number_stand(client, office):
    bulletin = factories.make_bulletin(
        body="证号11010519491231002X", source_bureau_id=office.bureau.id, **DRAFT
    )
    office.is_at_the_desk(office.editor)
    page = decide(client, desk_of(bulletin), "keep", ground="本人同意")
    assert page.status_code == 400
    assert "证件号码不能保留" in page.body_text
    assert db.session.scalars(select(KeptFinding)).all() == []


def test_a_reviewer_does_not_rewrite_what_he_reviews(client, office, exposed):
    office.send(desk_of(exposed))
    office.is_at_the_desk(office.reviewer)
    page = client.get(f"{desk_of(exposed)}/review")
    assert [button.get("value") for button in page.all("//button[@name='act']")] == ["keep"]
    page = decide(client, f"{desk_of(exposed)}/review", "mask")
    assert page.status_code == 403
    assert exposed.body == TEXT


def test_findings_of_a_text_that_changed_meanwhile_are_not_decided(client, office, exposed):
    office.is_at_the_desk(office.editor)
    other = office.beside(office.editor)
    seen = other.get(desk_of(exposed))
    office.write(f"{desk_of(exposed)}/edit", {"body": f"新的开头。{TEXT}"})
    page = other.submit(
        seen, {"picked": ticks(seen), "act": "keep", "ground": "已经核实"}, action="/findings"
    )
    assert page.status_code == 409
    assert db.session.scalars(select(KeptFinding)).all() == []


def test_a_correction_and_its_note_pass_the_same_gate(client, office):
    public = factories.make_bulletin(source_bureau_id=office.bureau.id)
    office.write(f"{desk_of(public)}/edit", {"body": TEXT, "note": "消费者王小花反映后补充"})
    page = office.approve(desk_of(public))
    assert page.status_code == 409
    assert "“更正说明”里有自然人姓名 1 处" in page.body_text
    office.is_at_the_desk(office.editor)
    decide(client, desk_of(public), "mask")
    assert "公示中" in office.approve(desk_of(public)).body_text
    page = client.get(f"/bulletins/{public.id}")
    assert "员工李某某将过期酱油上架" in page.body_text
    assert "消费者王某某反映后补充" in page.body_text


def test_what_was_public_before_the_gate_is_mended_by_a_correction(client, office):
    public = factories.make_bulletin(body=TEXT, source_bureau_id=office.bureau.id)
    office.is_at_the_desk(office.editor)
    decide(client, desk_of(public), "mask")
    assert public.body == TEXT
    office.approve(desk_of(public))
    page = client.get(f"/bulletins/{public.id}")
    assert "李小明" not in page.body_text
    assert "隐去不应公开的个人信息" in page.body_text


def test_the_form_masks_before_it_is_saved(client, office):
    office.is_at_the_desk(office.editor)
    typed = ARTICLE | {"summary": "证号11010519491231002X", "mask": "1"}
    page = client.post_form("/admin/bulletins/new", typed)
    assert "已经遮盖，还没有保存" in page.body_text
    assert "摘要、正文" in page.body_text
    assert "李某某将过期酱油上架，联系电话［电话已隐去］" in page.text
    assert "证号［证件号码已隐去］" in page.text
    assert db.session.scalars(select(Bulletin)).all() == []


def test_the_legal_representative_of_a_firm_may_be_named(client, office):
    case = factories.make_case(
        legal_representative="张三丰",
        facts="法定代表人张三丰到场，员工李明在场",
        source_bureau_id=office.bureau.id,
        **DRAFT,
    )
    office.is_at_the_desk(office.editor)
    page = client.get(f"/admin/cases/{case.id}")
    assert [mark.text_content() for mark in page.all("//mark")] == ["李明"]
