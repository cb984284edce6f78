"""Nothing that is sent is a fault of the site; `python -m tests.drills fuzz` sends much more."""

import json
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.people.rules import Role
from tests.support.factories import make_case, make_company, make_staff
from tests.support.fuzzing import Fuzzer, names
from tests.support.pages import PageClient
from tests.support.staff import sign_in

REQUESTS = 500
"""About one for each address."""


def ask(site: Flask, path: str = "/", **environment: str) -> int:
    """The status of the answer to a request as a server passes it on."""
    environ = EnvironBuilder(path).get_environ() | environment
    _, status, _ = run_wsgi_app(site.wsgi_app, environ, buffered=True)
    return int(status.split()[0])


@pytest.mark.parametrize("cookie", ["mingjian=\xff\xfe; a=\xe9", "\xff\xfe=\xe9; display=\xff"])
@pytest.mark.parametrize("path", ["/", "/complaints/track", "/search?q=a", "/admin/", "/healthz"])
def test_a_cookie_that_is_no_text_is_no_fault(live_app: Flask, cookie: str, path: str) -> None:
    assert ask(live_app, path, HTTP_COOKIE=cookie) != 500


@pytest.mark.parametrize("query", ["q=\xff", "\xff=\xe9", "page=\xff&q=%ff", "q=%ed%a0%80"])
def test_a_query_that_is_no_text_is_no_fault(app: Flask, query: str) -> None:
    for path in ("/search", "/cases", "/complaints/new/kind"):
        assert ask(app, path, QUERY_STRING=query) != 500


@pytest.mark.parametrize("body", ["[" * 100_000, '{"text":' * 50_000, '{"text": {"a": [1]}}'])
def test_deeply_nested_json_is_refused(app: Flask, body: str) -> None:
    answer = app.test_client().post(
        "/api/v1/routing/suggest", data=body, content_type="application/json"
    )
    assert answer.status_code == 400
    assert "JSON" in answer.get_json()["detail"] or "文字" in answer.get_json()["detail"]


def test_who_comes_by_a_socket_without_address_is_served(app: Flask) -> None:
    assert ask(app, "/search?q=a", REMOTE_ADDR="unix:") != 500


def test_what_fails_before_the_site_says_nothing_of_the_request(
    live_app: Flask, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("quotes secret-path")

    monkeypatch.setattr(live_app, "testing", False)
    monkeypatch.setattr(live_app.wsgi_app, "_site", fail)
    assert ask(live_app, "/secret-path?secret-query=1", HTTP_COOKIE="secret=1") == 500
    (line,) = capfd.readouterr().err.splitlines()
    assert json.loads(line)["error"] == "RuntimeError"
    assert "secret" not in line


def test_any_input_is_answered(app: Flask, client: PageClient, tmp_path: Path) -> None:
    case, company = make_case(), make_company()
    staff = make_staff(Role.EDITOR)
    sign_in(client, staff)
    cookie = client.get_cookie("mingjian")
    assert cookie is not None
    texts = (str(case.id), str(company.uscc))
    fuzzer = Fuzzer(app, seed=61, cookies=("", f"mingjian={cookie.value}"), texts=texts)
    tally = fuzzer.run(REQUESTS)
    assert tally.requests == REQUESTS
    assert not tally.faults, "\n".join(tally.faults)
    assert len(tally.endpoints) > 300
    assert {"q", "narrative", "code"} <= set(names())


def test_a_choice_that_is_none_is_refused_at_the_desk_for_calls(client: PageClient) -> None:
    sign_in(client, make_staff(Role.HANDLER))
    page = client.post_form("/admin/complaints/register", {"who": "nobody"})
    assert page.status_code == 400
