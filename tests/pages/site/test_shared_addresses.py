"""Who shares an address with a city is asked for a proof before anything is refused to them."""

import base64
import json
from datetime import timedelta

import altcha
import pytest

from app.kernel.search import maintenance
from app.kernel.web import limits
from tests.support.citizens import FACTS, answer_all
from tests.support.pages import PageClient

pytestmark = [pytest.mark.usefixtures("frozen_clock"), pytest.mark.trust(18)]


def solved(page) -> str:
    """What the script of the page would send."""
    challenge = json.loads(page.one("//form[@data-challenge]").get("data-challenge"))
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    told = {"challenge": challenge, "solution": solution.to_dict()}
    return base64.b64encode(json.dumps(told).encode()).decode()


def browser(app) -> PageClient:
    return PageClient(app, PageClient.response_class, use_cookies=True)


@pytest.fixture
def refused(app):
    """The page for somebody whose neighbours have searched as often as an address may."""
    maintenance.rebuild()
    others = browser(app)
    for _ in range(120):
        assert others.get("/search").status_code == 200
    return browser(app)


def test_who_gives_the_proof_searches_on_however_many_the_neighbours_did(refused):
    page = refused.get("/search?q=酱油")
    assert page.status_code == 429
    page = refused.submit(page, {"proof": solved(page)})
    assert page.request.args["q"] == "酱油"
    assert {refused.get("/search?q=酱油").status_code for _ in range(20)} == {200}


@pytest.fixture
def handed_in(app):
    """The neighbours have handed in as often as an address may in an hour."""
    neighbours = browser(app)
    token = neighbours.get("/complaints/new/kind").one("//input[@name='csrf_token']").get("value")
    for _ in range(30):
        answer = neighbours.post("/complaints/new/check", data={"csrf_token": token})
        assert answer.status_code == 302


def test_a_report_that_brings_its_proof_is_taken_however_many_the_neighbours_sent(
    app, client, monkeypatch, handed_in
):
    monkeypatch.setitem(app.config, "PROOF_AFTER_ALL", 2)
    with app.test_request_context():
        for _ in range(3):
            limits.note_beginning()
    page = answer_all(client)
    page = client.submit(page, {"proof": solved(page)})
    assert page.request.path == "/complaints/new/done"


def test_where_no_proof_was_asked_for_it_is_asked_then_and_nothing_is_lost(client, handed_in):
    page = client.submit(answer_all(client))
    assert page.status_code == 429
    assert "刚才提交的内容没有保存" in page.body_text
    page = client.submit(page, {"proof": solved(page)})
    assert page.request.path == "/complaints/new/check"
    assert FACTS["narrative"] in page.body_text
    assert client.submit(page).request.path == "/complaints/new/done"


def test_without_script_one_waits_a_minute_or_calls_and_goes_on(refused, frozen_clock):
    page = refused.get("/search?q=酱油")
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "请等 60 秒再按“继续”" in page.body_text
    assert "请拨打 12345" in page.body_text
    frozen_clock.shift(timedelta(seconds=59))
    page = refused.submit(page)
    assert page.status_code == 429
    frozen_clock.shift(timedelta(seconds=60))
    assert refused.submit(page).status_code == 200


def test_a_proof_counts_once(app, refused):
    page = refused.get("/search")
    proof = solved(page)
    assert refused.submit(page, {"proof": proof}).status_code == 200
    other = browser(app)
    page = other.get("/search")
    assert other.submit(page, {"proof": proof}).status_code == 429


def test_the_way_back_leads_to_no_other_site(refused):
    for elsewhere in ("https://evil.example/", "//evil.example/", "\\\\evil.example/", "x"):
        page = refused.get("/search")
        answer = refused.submit(
            page, {"proof": solved(page), "back": elsewhere}, follow_redirects=False
        )
        assert answer.headers["Location"] == "/"
        with refused.session_transaction() as session:
            session.clear()


def test_programs_that_ask_the_api_are_told_to_wait(app, refused):
    answer = refused.get("/api/v1/search?q=酱油")
    assert answer.status_code == 429
    assert answer.json["status"] == 429


def test_the_page_keeps_nothing_of_who_was_asked(app, refused):
    page = refused.get("/search")
    refused.submit(page, {"proof": solved(page)})
    with refused.session_transaction() as session:
        assert set(session) <= {"counted_as", "csrf_token", "patience"}
        assert "search" not in str(dict(session))
