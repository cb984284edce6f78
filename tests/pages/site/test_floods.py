"""Floods are slowed, never people: nothing is refused for good, nothing silently."""

import base64
import json
from datetime import timedelta

import altcha
import pytest
from sqlalchemy import create_engine, func, select

from app.kernel.crypto.encryption import Keyring
from app.kernel.db.session import db
from app.kernel.web import flood_gate, limits
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.models.submissions import SubmissionSign
from app.matters.complaints.matter.rules.entries import Pattern
from tests.support.apps import open_app
from tests.support.citizens import FACTS, PERSON, answer_all
from tests.support.factories import make_staff
from tests.support.pages import PageClient
from tests.support.staff import sign_in

pytestmark = [pytest.mark.trust(18), pytest.mark.usefixtures("frozen_clock")]

NAMED = {**PERSON, "anonymity": "named"}


@pytest.fixture
def flooded(app, monkeypatch):
    """More forms were begun within the hour than anybody fills in."""
    monkeypatch.setitem(app.config, "PROOF_AFTER_ALL", 2)
    with app.test_request_context():
        for _ in range(3):
            limits.note_beginning()


def submissions():
    return db.session.scalar(select(func.count(Submission.id)))


def solved(page):
    """What the script of the page would send."""
    challenge = json.loads(page.one("//form[@data-challenge]").get("data-challenge"))
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    payload = {"challenge": challenge, "solution": solution.to_dict()}
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_on_a_quiet_day_nothing_is_asked(client):
    page = answer_all(client)
    assert not page.all("//form[@data-challenge]")
    assert client.submit(page).request.path == "/complaints/new/done"


def test_in_a_flood_a_proof_lets_in_at_once(client, flooded):
    page = answer_all(client)
    page = client.submit(page, {"proof": solved(page)})
    assert page.request.path == "/complaints/new/done"


def test_without_script_one_waits_a_minute_and_loses_nothing(client, flooded, frozen_clock):
    page = answer_all(client)
    assert "请等 60 秒再按提交" in page.body_text
    assert "请拨打 12345" in page.body_text
    frozen_clock.shift(timedelta(seconds=20))
    page = client.submit(page)
    assert page.title.startswith("错误：")
    assert "请等 40 秒再按提交，填写的内容都在" in page.body_text
    assert FACTS["narrative"] in page.body_text
    assert submissions() == 0
    frozen_clock.shift(timedelta(seconds=40))
    assert client.submit(page).request.path == "/complaints/new/done"


def test_a_proof_is_worth_nothing_for_another_form(app, client, flooded):
    first = solved(answer_all(client))
    other = PageClient(app, PageClient.response_class, use_cookies=True)
    page = answer_all(other)
    assert other.submit(page, {"proof": first}).title.startswith("错误：")
    assert submissions() == 0


@pytest.mark.parametrize("payload", ["x", "e30=", "W10=", "A" * 9000, base64.b64encode(b"[" * 900)])
def test_a_forged_proof_is_only_not_believed(client, flooded, payload):
    page = client.submit(answer_all(client), {"proof": payload})
    assert page.status_code == 200
    assert page.title.startswith("错误：")


def test_a_proof_made_easier_or_too_old_is_not_believed(app, frozen_clock):
    easy = altcha.create_challenge("SHA-256", 1, key_prefix="0", data={"about": "x"})
    easy.signature = "00"
    proof = altcha.Payload(easy, altcha.solve_challenge(easy)).to_base64()
    assert not flood_gate.is_solved(proof, "x")
    real = altcha.Challenge.from_dict(json.loads(flood_gate.challenge("x")))
    proof = altcha.Payload(real, altcha.solve_challenge(real)).to_base64()
    assert flood_gate.is_solved(proof, "x")
    assert not flood_gate.is_solved(proof, "y")
    frozen_clock.shift(timedelta(minutes=31))
    assert not flood_gate.is_solved(proof, "x")


def test_one_address_is_asked_sooner_than_all(app, monkeypatch):
    monkeypatch.setitem(app.config, "PROOF_AFTER_ADDRESS", 2)
    monkeypatch.setitem(app.config, "PROOF_AFTER_ALL", 100)
    asked = []
    for _ in range(3):
        with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.7"}):
            limits.note_beginning()
            asked.append(limits.needs_proof())
    assert asked == [False, False, True]
    with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.8"}):
        assert not limits.needs_proof()


def test_forms_are_counted_over_all_processes(live_app, tmp_path):
    live_app.config["PROOF_AFTER_ALL"] = 1
    for _ in range(2):
        with live_app.test_request_context():
            limits.note_beginning()
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    with open_app(database, tmp_path) as other:
        other.config["PROOF_AFTER_ALL"] = 1
        with other.test_request_context():
            assert limits.needs_proof()


def test_a_field_that_only_programs_fill_in_is_told_of_and_can_be_cleared(client):
    page = answer_all(client)
    assert page.one("//div[.//input[@name='website']][contains(@class,'d-none')]") is not None
    page = client.submit(page, {"website": "https://example.com"})
    assert "这一栏是防机器人用的，请清空后再提交" in page.body_text
    assert submissions() == 0
    assert client.submit(page, {"website": ""}).request.path == "/complaints/new/done"


def report(client, **answers):
    client.submit(answer_all(client, **answers))
    client.post_form("/complaints/new/done", action="/discard")


def signs():
    return [
        (sign.pattern, sign.count)
        for sign in db.session.scalars(select(SubmissionSign).order_by(SubmissionSign.id))
    ]


def test_many_by_one_telephone_are_taken_and_told_to_staff(client):
    for number in range(5):
        facts = {"narrative": f"第{number}次：标签下面还有一层标签。"}
        report(client, identity=NAMED, facts=facts)
    assert submissions() == 5
    assert signs() == [(Pattern.SAME_PERSON, 5)]
    matter = (
        db.session.scalars(select(Submission).order_by(Submission.id.desc())).first().matters[0]
    )
    sign_in(client, make_staff(bureau=matter.bureau))
    page = client.get(f"/admin/complaints/{matter.number}")
    assert "同一联系电话多次提交：30 天内第 5 件" in page.body_text
    assert PERSON["phone"] not in page.body_text


def test_of_the_anonymous_only_the_words_are_compared(client):
    for mark in ("。", "！", " "):
        report(client, facts={"narrative": FACTS["narrative"].replace("，", mark)})
    assert submissions() == 3
    assert signs() == [(Pattern.SAME_WORDS, 3)]


def test_after_thirty_days_it_is_forgotten(client, frozen_clock):
    for _ in range(2):
        report(client)
    frozen_clock.shift(timedelta(days=31))
    report(client)
    assert signs() == []


def test_nothing_is_told_when_the_counters_fail_and_the_report_is_taken(app, client, monkeypatch):
    broken = create_engine("sqlite:////no/such/folder/limits.db")
    page = answer_all(client)
    monkeypatch.setitem(app.extensions, "rate_counts", broken)
    assert client.submit(page).request.path == "/complaints/new/done"
    assert submissions() == 1
    limits.limiter._storage_dead = False


def test_a_proof_needs_our_key(app):
    payload = altcha.Challenge.from_dict(json.loads(flood_gate.challenge("x")))
    proof = altcha.Payload(payload, altcha.solve_challenge(payload)).to_base64()
    app.extensions["keyring"], keyring = Keyring.parse(f"k9:{'7' * 64}"), app.extensions["keyring"]
    try:
        assert not flood_gate.is_solved(proof, "x")
    finally:
        app.extensions["keyring"] = keyring
