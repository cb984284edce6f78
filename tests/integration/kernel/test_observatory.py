"""What Mozilla's HTTP Observatory would give for our headers, by its published scores."""

from collections.abc import Mapping

import pytest

from tests.support.apps import open_app

pytestmark = pytest.mark.trust(13)

SITE = "https://mingjian.invalid"
HALF_A_YEAR = 15_552_000
"""Seconds."""
REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
BEST_WITHOUT_COOKIE, BEST_WITH_COOKIE = 130, 135


def policy(headers: Mapping[str, str]) -> dict[str, str]:
    rules = headers["Content-Security-Policy"].split("; ")
    return {name: rest for name, _, rest in (rule.partition(" ") for rule in rules)}


def score(headers: Mapping[str, str], cookies: list[str]) -> int:
    """100, less what is missing, and more for what is strict where nothing is missing."""
    rules = policy(headers)
    lost = 20 * ("'unsafe-" in headers["Content-Security-Policy"])
    lost += 5 * (headers.get("X-Content-Type-Options") != "nosniff")
    kept_for = headers.get("Strict-Transport-Security", "max-age=0").partition("max-age=")[2]
    lost += 20 * (int(kept_for.partition(";")[0]) < HALF_A_YEAR)
    lost += 40 * any("Secure" not in cookie or "HttpOnly" not in cookie for cookie in cookies)
    gained = 10 * (rules.get("default-src") == "'none'" and "form-action" in rules)
    gained += 5 * (rules.get("frame-ancestors") == "'none'")
    gained += 10 * (headers.get("Cross-Origin-Resource-Policy") == "same-origin")
    gained += 5 * (headers.get("Referrer-Policy") in REFERRERS)
    gained += 5 * bool(cookies) * all("SameSite" in cookie for cookie in cookies)
    return 100 - lost + (gained if not lost else 0)


@pytest.fixture
def visit(live_app, tmp_path):
    """A visitor who comes by HTTPS to the site as it runs in production."""
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    settings = {"PRODUCTION": True, "SITE_URL": SITE, "SESSION_COOKIE_SECURE": True}
    with open_app(database, tmp_path, **settings) as site:
        yield lambda path: site.test_client().get(path, base_url=SITE)


@pytest.mark.parametrize("path", ["/", "/cases", "/search", "/privacy", "/no-such-page"])
def test_a_public_page_gets_the_best_score_there_is_without_a_cookie(visit, path):
    answer = visit(path)
    assert answer.headers.getlist("Set-Cookie") == []
    assert score(answer.headers, []) >= BEST_WITHOUT_COOKIE


@pytest.mark.parametrize("path", ["/complaints/new/kind", "/complaints/track", "/admin/login"])
def test_a_page_with_a_form_gets_the_best_score_there_is(visit, path):
    answer = visit(path)
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert score(answer.headers, cookies) >= BEST_WITH_COOKIE
