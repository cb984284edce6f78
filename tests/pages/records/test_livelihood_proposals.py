"""Proposals: nothing about the person is asked or kept, and nothing is shown unmoderated."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.kernel.db.session import db
from app.kernel.web import limits
from app.people.rules import Role
from app.records.livelihood.models import LivelihoodProposal
from app.records.livelihood.rules import HidingGround, ProposalState
from tests.support.desks import make_office
from tests.support.factories import make_bureau, make_staff
from tests.support.record_factories import make_programme, make_proposal

WORDS = "希望检查学校门口早餐店的煎炸油。"
SHOW = {"state": "shown", "shown_text": "希望检查早餐店的煎炸油。", "answer": "已列入计划。"}


@pytest.fixture
def office(client):
    return make_office(client)


@pytest.fixture
def programme(office):
    return make_programme(source_bureau_id=office.bureau.id)


@pytest.fixture
def address(programme):
    return f"/livelihood/{programme.year}/propose"


def only() -> LivelihoodProposal:
    return db.session.scalars(select(LivelihoodProposal)).one()


def test_a_proposal_waits_unseen_and_its_words_are_encrypted(client, programme, address):
    page = client.post_form(address, {"text": WORDS})
    assert "已收到您的建议，编号" in page.body_text
    assert only().state is ProposalState.WAITING
    assert "另有 1 件正在审核" in page.body_text
    assert WORDS not in page.body_text
    stored = db.session.execute(text("SELECT text FROM livelihood_proposals")).scalar_one()
    assert "早餐" not in stored


def test_what_cannot_be_taken_is_told_in_words(client, address):
    for fields, message in (
        ({"text": ""}, "请写下您的建议"),
        ({"text": "太短"}, "建议应为 10 至 1000 字"),
        ({"text": f"{WORDS}我的电话13800000000"}, "证件号码或手机号码"),
        ({"text": WORDS, "website": "http://spam.invalid"}, "防机器人"),
    ):
        page = client.post_form(address, fields)
        assert page.status_code == 400
        assert message in page.body_text
    assert db.session.scalars(select(LivelihoodProposal)).all() == []


def test_the_same_form_sent_twice_is_one_proposal(client, programme, address):
    first = client.get(address)
    token = first.one("//main//input[@name='csrf_token']").get("value")
    client.get(address)
    data = {"csrf_token": token, "text": WORDS, "proof": "", "website": ""}
    client.post(address, data=data)
    assert only().text == WORDS


def test_in_a_flood_one_without_script_waits_a_minute_and_loses_nothing(
    frozen_clock, client, app, address, monkeypatch
):
    monkeypatch.setitem(app.config, "PROOF_AFTER_ALL", 2)
    with app.test_request_context():
        for _ in range(3):
            limits.note_beginning()
    page = client.post_form(address, {"text": WORDS})
    assert page.status_code == 400
    assert "请等 60 秒再按提交，填写的内容都在" in page.body_text
    assert WORDS in page.one("//textarea").text
    frozen_clock.shift(timedelta(seconds=60))
    assert "已收到您的建议" in client.submit(page).body_text


def test_staff_show_it_in_their_words_answer_it_and_the_original_is_erased(
    client, office, programme
):
    proposal = make_proposal(text=f"{WORDS}王小虚构")
    page = office.write(f"/admin/livelihood/proposals/{proposal.id}", SHOW)
    assert "已公开" in page.body_text
    assert proposal.text == ""
    text_shown = client.get(f"/livelihood/{programme.year}").body_text
    assert SHOW["shown_text"] in text_shown
    assert "试验监管局答复" in text_shown
    assert "王小虚构" not in text_shown


def test_one_that_is_not_shown_leaves_its_number_and_the_ground_only(client, office, programme):
    proposal = make_proposal()
    hidden = {"state": "hidden", "ground": "personal", "shown_text": "不应出现的字"}
    office.write(f"/admin/livelihood/proposals/{proposal.id}", hidden)
    assert proposal.ground is HidingGround.PERSONAL
    text_shown = client.get(f"/livelihood/{programme.year}").body_text
    assert "没有公开：涉及个人信息" in text_shown
    assert "不应出现的字" not in text_shown


def test_a_decision_with_a_fault_is_refused_in_words(office, programme):
    proposal = make_proposal()
    for fields, message in (
        ({"state": "shown", "shown_text": ""}, "要有公开的文字"),
        ({"state": "hidden"}, "请选择理由"),
        ({"state": ""}, "请选择公开还是不公开"),
        (SHOW | {"answer": "请联系13800000000"}, "手机号码"),
    ):
        page = office.write(f"/admin/livelihood/proposals/{proposal.id}", fields)
        assert page.status_code == 400
        assert message in page.body_text
        assert proposal.state is ProposalState.WAITING


def test_proposals_are_the_business_of_the_body_that_wrote_the_programme(client, office, programme):
    proposal = make_proposal()
    office.is_at_the_desk(make_staff(Role.EDITOR, bureau=make_bureau()))
    assert client.get(f"/admin/livelihood/proposals/{proposal.id}").status_code == 404
    assert "还没有收到建议" in client.get("/admin/livelihood/proposals/").body_text


def test_a_past_year_takes_no_proposals(client, office):
    past = make_programme(year=2020)
    page = client.post_form(f"/livelihood/{past.year}/propose", {"text": WORDS})
    assert page.status_code == 409
    assert "已经结束" in page.body_text
