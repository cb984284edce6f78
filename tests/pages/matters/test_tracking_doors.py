"""Number and code open a session on the server: left means dead, and wrong codes shut nobody out.

The same holds for both doors, that of reports and that of objections and repairs.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass

import altcha
import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.kernel.crypto.tracking_codes import DIGITS
from app.kernel.db.session import db
from app.kernel.web.limits import FREE_TRIES
from app.kernel.wizard import tracking_sessions
from app.kernel.wizard.tracking_sessions import TrackingSession
from tests.support.complaint_factories import CODE, make_matter
from tests.support.pages import Page, PageClient
from tests.support.redress_desk import make_application

pytestmark = pytest.mark.trust(10)

WRONG = "0000000000000000"
ELSEWHERE = "198.51.100.7"


@dataclass
class Door:
    """A door, and something behind it."""

    path: str
    home: str
    number: str

    def try_at(self, client: PageClient, code: str = CODE, **fields: str) -> Page:
        return client.post_form(self.path, {"number": self.number, "code": code, **fields})

    def is_open_to(self, client: PageClient) -> bool:
        return client.get(self.home).status_code == 200


def of_reports() -> Door:
    number = make_matter().submission.number
    return Door("/complaints/track", "/complaints/track/matter", number)


def of_redress() -> Door:
    return Door("/redress/track", "/redress/track/application", make_application().number)


@pytest.fixture(params=[of_reports, of_redress])
def door(app: Flask, request: pytest.FixtureRequest) -> Door:
    make: Callable[[], Door] = request.param
    return make()


def browser(app: Flask, address: str = "127.0.0.1") -> PageClient:
    client = PageClient(app, PageClient.response_class)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def copied(client: PageClient) -> PageClient:
    """Another browser with a copy of the cookie."""
    other = browser(client.application, client.environ_base["REMOTE_ADDR"])
    cookie = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    other.set_cookie(cookie.key, cookie.value)
    return other


def solved(page: Page) -> str:
    """What the script of the page would send."""
    challenge = json.loads(page.one("//form[@data-challenge]").get("data-challenge"))
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    made = {"challenge": challenge, "solution": solution.to_dict()}
    return base64.b64encode(json.dumps(made).encode()).decode()


def test_a_copied_cookie_is_dead_once_its_owner_has_left(client: PageClient, door: Door) -> None:
    page = door.try_at(client)
    thief = copied(client)
    assert door.is_open_to(thief)
    answer = client.submit(page, action="/leave", follow_redirects=False)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not door.is_open_to(thief)
    assert not door.is_open_to(client)
    assert db.session.scalar(select(func.count(TrackingSession.id))) == 0


def test_it_ends_after_two_hours_though_it_is_used(
    client: PageClient, door: Door, frozen_clock
) -> None:
    door.try_at(client)
    for _ in range(5):
        frozen_clock.shift(20 * 60)
        assert door.is_open_to(client)
    frozen_clock.shift(20 * 60 + 1)
    page = client.get(door.home, follow_redirects=True)
    assert page.request.path == door.path
    assert "满了 2 小时" in page.body_text


def test_it_ends_after_thirty_idle_minutes_and_leaves_no_row(
    client: PageClient, door: Door, frozen_clock
) -> None:
    door.try_at(client)
    frozen_clock.shift(29 * 60)
    assert door.is_open_to(client)
    frozen_clock.shift(30 * 60)
    assert not door.is_open_to(client)
    tracking_sessions.sweep()
    assert db.session.scalar(select(func.count(TrackingSession.id))) == 0


def test_the_row_holds_no_token_and_a_token_opens_its_own_door_alone(
    client: PageClient, app: Flask
) -> None:
    reports, redress = of_reports(), of_redress()
    reports.try_at(client)
    with client.session_transaction() as cookie:
        token = cookie["tracked_submission"]
        cookie["tracked_redress"] = token
    rows = db.session.execute(text("SELECT * FROM tracking_sessions")).all()
    assert token not in str(rows)
    assert reports.is_open_to(client)
    assert not redress.is_open_to(client)


def test_a_cookie_of_before_opens_nothing(client: PageClient, door: Door) -> None:
    client.get(door.path)
    with client.session_transaction() as cookie:
        for key in ("tracked_submission", "tracked_redress"):
            cookie[key] = {"id": 1, "until": 2**40}
    assert not door.is_open_to(client)


def test_wrong_codes_from_anywhere_never_shut_the_right_one_out(app: Flask, door: Door) -> None:
    attackers = [browser(app, f"198.51.100.{number}") for number in range(3)]
    for attempt in range(FREE_TRIES + 2):
        assert "不对" in door.try_at(attackers[attempt % 3], WRONG).body_text
    owner = browser(app)
    assert door.try_at(owner).request.path == door.home


def test_right_codes_are_not_counted(app: Flask, door: Door) -> None:
    for _ in range(FREE_TRIES + 2):
        assert door.try_at(browser(app)).request.path == door.home


def test_after_ten_wrong_ones_each_try_of_that_address_costs_a_proof_of_its_own(
    app: Flask, door: Door
) -> None:
    attacker = browser(app, ELSEWHERE)
    for _ in range(FREE_TRIES):
        page = door.try_at(attacker, WRONG)
    assert page.all("//form[@data-challenge]")
    assert "还没有验证" in attacker.submit(page, {"code": CODE}).body_text
    page = attacker.get(door.path)
    proof, thief = solved(page), copied(attacker)
    again = attacker.submit(page, {"number": door.number, "code": WRONG, "proof": proof})
    assert "不对" in again.body_text
    for other in (attacker, thief):
        page = other.get(door.path)
        replayed = {"number": door.number, "code": CODE, "proof": proof}
        assert "还没有验证" in other.submit(page, replayed).body_text
    page = attacker.get(door.path)
    fields = {"number": door.number, "code": CODE, "proof": solved(page)}
    assert attacker.submit(page, fields).request.path == door.home


def test_a_browser_without_script_waits_a_minute_and_a_cookie_sent_again_waits_anew(
    app: Flask, door: Door, frozen_clock
) -> None:
    shared = browser(app, ELSEWHERE)
    for _ in range(FREE_TRIES):
        page = door.try_at(shared, WRONG)
    frozen_clock.shift(61)
    thief = copied(shared)
    fields = {"number": door.number, "code": WRONG}
    assert "不对" in shared.submit(page, fields).body_text
    assert "还没有验证" in thief.submit(page, {**fields, "code": CODE}).body_text
    frozen_clock.shift(61)
    page = shared.submit(page, fields)
    assert "不对" in page.body_text
    frozen_clock.shift(61)
    assert shared.submit(page, {**fields, "code": CODE}).request.path == door.home


def test_guessing_is_hopeless(app: Flask) -> None:
    """ADR 61: a code a millisecond for ten years, at every number at once, finds none."""
    guesses = 1000 * 3600 * 24 * 365 * 10
    assert guesses / 10**DIGITS < 1 / 10_000
