"""Templates of replies, and what happens when two people write at once: nothing typed is lost."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.desk.models import ReplyTemplate
from app.matters.complaints.desk.rules import PLACEHOLDERS, filled, open_places, unknown_places
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.answers import InternalNote, PublicReply
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.people.rules import Role
from tests.support.complaint_factories import CONTACT, make_matter
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.staff import sign_in

pytestmark = [pytest.mark.trust(36), pytest.mark.usefixtures("frozen_clock")]

TEMPLATES = "/admin/complaints/templates"


@pytest.fixture
def bureau(app):
    return make_bureau(name="试验区市场监督管理局", phone="0577-12315")


@pytest.fixture
def handler(bureau):
    return make_staff(bureau=bureau, full_name="陈承办")


def desk_page(matter):
    return f"/admin/complaints/{matter.number}"


def write_template(client, title, text):
    return client.post_form(f"{TEMPLATES}/new", {"title": title, "text": text})


def box(page, name):
    return str(page.one(f"//textarea[@name='{name}']").text).strip()


def test_places_are_filled_or_left_open_to_be_seen():
    text = "{编号}于{受理日期}受理，{编号}。"
    text_filled = filled(text, {"编号": "J1", "受理日期": None})
    assert text_filled == "J1于【请填写：受理日期】受理，J1。"
    assert open_places(text_filled) == ["受理日期"]
    assert unknown_places("{编号}{姓名}{电话}{姓名}") == ["姓名", "电话"]
    assert not {"姓名", "电话", "地址"} & set(PLACEHOLDERS)


def test_a_template_is_filled_from_the_matter_below_what_is_typed(client, bureau, handler):
    matter = make_matter(bureau=bureau)
    sign_in(client, handler)
    text = "{编号}，{类型}，{部门}，{部门电话}，{反映对象}，{收到日期}，{受理日期}，{查询网址}"
    write_template(client, "已收到", text)
    template = db.session.scalars(select(ReplyTemplate)).one()
    token = {"reply-template": str(template.id), "reply-text": "您好。"}
    page = client.submit(client.get(desk_page(matter)), token, action="/reply")
    assert "请填写" not in page.body_text  # the button beside it was not pressed: this was sent
    assert db.session.scalars(select(PublicReply.text)).all() == ["您好。"]
    form = page.form("/reply")
    fields = {
        **dict(form.form_values()),
        "reply-template": str(template.id),
        "reply-text": "您好。",
    }
    page = client.post(f"{desk_page(matter)}/reply/template", data=fields)
    written = box(page, "reply-text")
    assert written.startswith(
        f"您好。\n\n{matter.number}，举报，试验区市场监督管理局，0577-12315，"
    )
    assert str(matter.submission.company.name) in written
    assert "2026年3月4日，【请填写：受理日期】，http" in written
    assert not [word for word in CONTACT.values() if word in written]
    page = client.submit(page, action="/reply")
    assert page.status_code == 400
    assert "还有没填的地方：受理日期" in page.body_text
    assert box(page, "reply-text") == written


def test_templates_belong_to_their_body(client, bureau, handler):
    matter = make_matter(bureau=bureau)
    foreign = ReplyTemplate(
        bureau_id=make_bureau().id,
        title="别家的",
        text="别家的话",
        updated_at=matter.submission.submitted_at,
    )
    db.session.add(foreign)
    db.session.flush()
    sign_in(client, handler)
    assert "别家的" not in client.get(TEMPLATES).body_text
    assert client.get(f"{TEMPLATES}/{foreign.id}").status_code == 404
    form = client.get(desk_page(matter)).form("/reply")
    fields = {**dict(form.form_values()), "reply-template": str(foreign.id)}
    page = client.post(f"{desk_page(matter)}/reply/template", data=fields)
    assert page.status_code == 400
    assert "别家的话" not in page.text


def test_a_template_with_an_unknown_place_or_a_taken_name_stays_as_typed(client, handler):
    sign_in(client, handler)
    page = write_template(client, "核查", "请{反映人姓名}来电")
    assert page.status_code == 400
    assert "没有“反映人姓名”这样的填空" in page.body_text
    assert box(page, "text") == "请{反映人姓名}来电"
    write_template(client, "核查", "{部门}正在核查。")
    page = write_template(client, "核查", "另一个")
    assert "已经有名为“核查”的模板" in page.body_text
    template = db.session.scalars(select(ReplyTemplate)).one()
    page = client.post_form(f"{TEMPLATES}/{template.id}", {"text": "{部门}已核查。"})
    assert "{部门}已核查。" in page.body_text
    client.post_form(TEMPLATES, action="/delete")
    assert db.session.scalars(select(ReplyTemplate)).all() == []


def test_who_can_not_reply_fills_nothing(client, bureau):
    matter = make_matter()
    matter.assistants.append(bureau)
    sign_in(client, make_staff(bureau=bureau))
    page = client.get(desk_page(matter))
    token = page.form("/note").xpath(".//input[@name='csrf_token']")[0].value
    fields = {"csrf_token": token, "reply-version": "1"}
    assert client.post(f"{desk_page(matter)}/reply/template", data=fields).status_code == 403


def test_a_conflict_shows_both_texts_and_the_second_can_still_be_saved(client, bureau, handler):
    matter = make_matter(bureau=bureau)
    colleague = make_staff(bureau=bureau, full_name="林同事")
    sign_in(client, handler)
    old = client.get(desk_page(matter))
    handling.reply_to_reporter(matter=matter, staff=colleague, text="同事先答复了。")
    page = client.submit(old, {"reply-text": "我写的答复。"}, action="/reply")
    assert page.status_code == 409
    assert box(page, "reply-text") == "我写的答复。"
    assert "同事先答复了。" in page.one("//section[@aria-labelledby='theirs']").text_content()
    assert "林同事" in page.body_text
    assert db.session.scalars(select(PublicReply.text)).all() == ["同事先答复了。"]
    page = client.submit(page, {"reply-text": "我改过的答复。"}, action="/reply")
    assert page.status_code == 200
    assert db.session.scalars(select(PublicReply.text)).all() == [
        "同事先答复了。",
        "我改过的答复。",
    ]


def test_only_what_came_after_the_page_is_called_new(client, bureau, handler, frozen_clock):
    matter = make_matter(bureau=bureau)
    handling.add_note(matter=matter, staff=handler, text="早先的备注")
    sign_in(client, handler)
    old = client.get(desk_page(matter))
    frozen_clock.shift(60)
    handling.add_note(matter=matter, staff=handler, text="后来的备注")
    handling.accept_matter(matter=matter, staff=handler)
    page = client.submit(old, {"request_correction-text": "请补小票"}, action="/request_cor")
    since = page.one("//section[@aria-labelledby='theirs']").text_content()
    assert "后来的备注" in since
    assert "早先的备注" not in since


def test_words_for_an_act_that_is_no_longer_possible_become_a_note(client, bureau, handler):
    matter = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    sign_in(client, handler)
    old = client.get(desk_page(matter))
    matter.status = MatterStatus.WITHDRAWN
    matter.version += 1
    page = client.submit(
        old,
        {"decline-ground": "too_late", "decline-text": "购买已满四年。"},
        action="/decline",
    )
    assert page.status_code == 409
    assert "不能再不予受理" in page.body_text
    page = client.submit(page, action="/note")
    assert page.status_code == 200
    (note,) = db.session.scalars(select(InternalNote.text))
    assert "购买已满四年。" in note
    assert "自知道或者应当知道" in note


def test_words_for_a_matter_that_has_left_are_given_back_and_tell_nothing(client, bureau, handler):
    matter = make_matter(bureau=bureau)
    sign_in(client, handler)
    old = client.get(desk_page(matter))
    matter.bureau_id = make_bureau().id
    page = client.submit(old, {"reply-text": "写了很久的答复。"}, action="/reply")
    assert page.status_code == 404
    assert "写了很久的答复。" in page.body_text
    assert matter.submission.title not in page.text
    assert matter.status.label not in page.one("//main").text_content()
    assert db.session.scalars(select(PublicReply)).all() == []


def test_the_coordination_office_uses_its_own_templates(client, app):
    office = make_coordination_office()
    matter = make_matter(bureau=office)
    sign_in(client, make_staff(Role.COORDINATOR, bureau=office))
    write_template(client, "督办", "{编号}已督办。")
    page = client.get(desk_page(matter))
    assert "督办" in page.texts("//select[@name='reply-template']/option")
