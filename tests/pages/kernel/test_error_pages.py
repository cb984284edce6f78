"""What people read when something is refused or goes wrong."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from app.kernel.errors import (
    ConflictError,
    DomainError,
    GoneError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from app.kernel.web import error_pages
from app.people.rules import Role
from tests.support.factories import make_staff
from tests.support.pages import PageClient
from tests.support.staff import sign_in

pytestmark = pytest.mark.trust(42, 44, 48)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError(), 404),
        (GoneError(), 410),
        (NotAllowedError(), 403),
        (InvalidInputError("日期有误。"), 400),
        (ConflictError(), 409),
    ],
)
def test_a_refusal_has_its_status_and_its_own_words(
    app: Flask, error: DomainError, status: int
) -> None:
    with app.test_request_context("/credit/1"):
        response = error_pages.refuse(error)
    assert response.status_code == status
    assert error.message in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("asked", "way_out"),
    [
        ("/cases?year=abc&q=酱油", "/cases?q=%E9%85%B1%E6%B2%B9"),
        ("/search?q=酱油&from=2026年", "/search?q=%E9%85%B1%E6%B2%B9"),
        ("/inspections?page=many", "/inspections"),
    ],
)
def test_a_refused_filter_leads_to_the_list_without_it(
    client: PageClient, asked: str, way_out: str
) -> None:
    refused = client.get(asked)
    assert refused.status_code == 400
    assert refused.one("//a[text()='去掉条件，重新打开']").get("href") == way_out


def test_a_refusal_at_the_desk_leads_back_to_the_desk(client: PageClient) -> None:
    assert "/admin/login" in client.get("/admin/nothing-here").links()
    assert not client.get("/nothing-here").all("//main//a[contains(@href, '/admin/')]")


@pytest.mark.parametrize(
    ("address", "status"),
    [("/admin/nothing-here", 404), ("/admin/cases/999999", 404), ("/admin/audit", 403)],
)
def test_a_refusal_to_staff_keeps_the_frame_of_the_desk(
    client: PageClient, address: str, status: int
) -> None:
    staff = make_staff(Role.EDITOR)
    sign_in(client, staff)
    page = client.get(address)
    assert page.status_code == status
    assert staff.full_name in page.one("//header").text_content()
    assert page.one("//a[.='回到工作台']").get("href") == "/admin/"
    assert not page.all("//nav[@aria-label='主导航']")
    assert page.headers["Cache-Control"] == "no-store"
    assert staff.full_name not in client.get("/no-such-page").body_text


def test_an_unknown_address_is_a_page_of_the_site_or_a_problem_in_json(client: PageClient) -> None:
    page = client.get("/no-such-page")
    assert page.status_code == 404
    assert "没有找到这个页面" in page.body_text
    reply = client.get("/api/no-such-thing")
    assert (reply.status_code, reply.mimetype) == (404, "application/problem+json")
    assert reply.get_json()["title"] == "没有找到这个页面"
    assert client.put("/about").status_code in {400, 405}


def test_too_many_requests_say_how_long_to_wait(app: Flask) -> None:
    with app.test_request_context("/"):
        response = error_pages.too_many(TooManyRequests())
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"
    assert "60" in response.get_data(as_text=True)


def test_who_waits_too_long_to_write_is_asked_to_come_back(live_app: Flask, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "busy.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        others = create_engine(f"sqlite:///{tmp_path / 'busy.db'}", connect_args={"timeout": 0})

        def write() -> None:
            with others.begin() as connection:
                connection.exec_driver_sql("CREATE TABLE late (id INTEGER)")

        live_app.add_url_rule("/late", view_func=write)
        reply = live_app.test_client().get("/late")
        others.dispose()
    assert reply.status_code == 503
    assert reply.headers["Retry-After"] == "10"
    assert "这次没有保存" in reply.get_data(as_text=True)


@pytest.fixture
def broken_app(live_app: Flask) -> Flask:
    """A site with a page that fails."""

    def boom() -> str:
        raise RuntimeError("secret words")

    live_app.config["PROPAGATE_EXCEPTIONS"] = False
    live_app.add_url_rule("/boom", view_func=boom)
    return live_app


def test_an_unforeseen_exception_shows_a_number_and_nothing_else(broken_app: Flask) -> None:
    def fail() -> None:
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("disk I/O error"))

    broken_app.add_url_rule("/fault", view_func=fail)
    for path in ("/boom", "/fault"):
        reply = broken_app.test_client().get(path)
        assert reply.status_code == 500
        assert "错误编号" in reply.text
        assert not any(each in reply.text for each in ("secret", "Traceback", "disk I/O error"))


@pytest.mark.parametrize("path", ["/cases/{}", "/assessment/{}", "/projects/{}", "/licences/{}"])
def test_a_number_that_no_database_holds_names_no_page(client: PageClient, path: str) -> None:
    assert client.get(path.format(2**31)).status_code == 404
    assert client.get(path.format("9" * 18)).status_code == 404
    assert client.get(path.format("9" * 40)).status_code == 404
