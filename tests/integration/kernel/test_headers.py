"""What every response tells the browser."""

import pytest
from flask import request

import config
from app.kernel.db.session import _reading_only
from app.kernel.web.headers import CONTENT_SECURITY_POLICY, HEADERS
from tests.support.apps import open_app

pytestmark = pytest.mark.trust(12, 13, 14, 17)

PAGES = ["/", "/no-such-page", "/healthz", "/static/css/tokens.css"]


@pytest.fixture
def client(client):
    """These tests look at headers only."""
    client.checks_html = False
    return client


@pytest.mark.parametrize("path", PAGES)
def test_every_response_carries_the_policy(client, path):
    with client.get(path) as answer:
        headers = answer.headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Server" not in headers


def test_encrypted_connections_are_to_stay_so(client):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    secure = client.get("/healthz", base_url="https://localhost")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]


def test_a_public_page_sets_no_cookie_and_is_sent_again_only_when_it_has_changed(client):
    page = client.get("/")
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" in page.headers["Vary"]
    assert client.get("/", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_errors_are_not_kept_and_a_post_without_token_is_refused(client):
    assert client.get("/no-such-page").headers["Cache-Control"] == "no-store"
    assert client.post("/").status_code in (400, 405)


def test_proxy_is_believed_only_when_it_is_declared(app):
    client = app.test_client()
    forged = {"X-Forwarded-For": "198.51.100.9", "X-Forwarded-Proto": "https"}
    assert "Strict-Transport-Security" not in client.get("/healthz", headers=forged).headers


def test_proxy_that_is_declared_is_believed_once(live_app, tmp_path):
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    forwarded = {"X-Forwarded-For": "10.0.0.1, 198.51.100.9", "X-Forwarded-Proto": "https"}
    with open_app(database, tmp_path, PROXY_HOPS=1) as behind:
        behind.add_url_rule("/probe", "probe", lambda: f"{request.remote_addr} {request.scheme}")
        answer = behind.test_client().get("/probe", headers=forwarded)
    assert answer.text == "198.51.100.9 https"


def test_only_own_host_names_are_answered(live_app, tmp_path):
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    production = {"PRODUCTION": True, "SITE_URL": "https://mingjian.invalid"}
    with open_app(database, tmp_path, **production) as site:
        client = site.test_client()
        assert client.get("/healthz", base_url="https://mingjian.invalid").status_code == 200
        assert client.get("/healthz", base_url="https://evil.invalid").status_code == 400


def test_production_cookie_is_bound_to_host_and_encryption(tmp_path):
    loaded = config.load(
        {
            "FLASK_ENV": "production",
            "SECRET_KEY": "s" * 32,
            "ENCRYPTION_KEYS": f"k1:{'ab' * 32}",
            "DATA_DIR": str(tmp_path),
        }
    )
    assert loaded.SESSION_COOKIE_NAME.startswith("__Host-")
    assert loaded.SESSION_COOKIE_SECURE
    assert loaded.SESSION_COOKIE_HTTPONLY
    assert loaded.SESSION_COOKIE_SAMESITE == "Lax"


def test_request_that_looks_takes_no_write_lock_and_the_next_starts_afresh(app):
    with app.test_request_context("/healthz"):
        app.preprocess_request()
        assert _reading_only.get() is True
    assert _reading_only.get() is False
    with app.test_request_context("/healthz", method="POST"):
        app.preprocess_request()
        assert _reading_only.get() is False
