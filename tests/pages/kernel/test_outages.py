"""Where the database or the disk can't do it, people are told so, and what they typed stays."""

import errno
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from app.kernel.db.connections import wait_until_reachable
from app.kernel.db.faults import Outage, outage_behind
from app.kernel.db.session import db
from tests.support.apps import open_app
from tests.support.citizens import FACTS, photo
from tests.support.pages import Page, PageClient

pytestmark = pytest.mark.trust(42, 44)

SECONDS = 1
TABLE = "complaint_drafts"


@pytest.fixture
def site(live_app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """A site whose pages wait one second for the database."""
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    with open_app(database, tmp_path, DATABASE_SECONDS=SECONDS) as made:
        yield made


@contextmanager
def held(site: Flask) -> Iterator[None]:
    """Somebody writes, and does not come to an end."""
    other = create_engine(site.config["SQLALCHEMY_DATABASE_URI"], isolation_level="AUTOCOMMIT")
    is_sqlite = other.dialect.name == "sqlite"
    with other.connect() as writer:
        writer.exec_driver_sql("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
        if not is_sqlite:
            writer.exec_driver_sql(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
        yield
        writer.exec_driver_sql("ROLLBACK")
    other.dispose()


@contextmanager
def full(site: Flask) -> Iterator[None]:
    """The database has no room for one page more (SQLite)."""
    with site.app_context():
        engine = db.engine

    def set_limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    def lift_limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=1073741823")

    event.listen(engine, "checkout", set_limit)
    yield
    event.remove(engine, "checkout", set_limit)
    event.listen(engine, "checkout", lift_limit)


def told_facts(client: PageClient) -> Page:
    """The page that asks what happened."""
    page = client.post_form("/complaints/new/kind", {"kind": "violation_report"})
    page = client.submit(page, {"who": "company", "name": "塘下酱油铺"})
    page = client.submit(page, {"category": "food"})
    return client.submit(page, {"category": "food-circulation"})


def browser(site: Flask) -> PageClient:
    client = PageClient(site, PageClient.response_class)
    client.checks_html = False  # the page of an outage has no frame
    return client


def typed(page: Page) -> dict[str, str]:
    """What the page of an outage gives back."""
    return {each.get("name"): each.get("value") for each in page.all("//input[@type='hidden']")}


def test_who_waits_for_a_writer_is_told_in_time_and_sends_the_same_again(site: Flask) -> None:
    with site.app_context():
        client = browser(site)
        asked = told_facts(client)
        with held(site):
            started = time.perf_counter()
            page = client.submit(asked, FACTS)
            assert time.perf_counter() - started < SECONDS + 0.5
        assert page.status_code == 503
        assert int(page.headers["Retry-After"]) > 0
        assert page.headers["Cache-Control"] == "no-store"
        assert "这次没有保存" in page.body_text
        assert FACTS.items() <= typed(page).items()
        again = client.submit(page)
        assert again.request.path == "/complaints/new/evidence"
        assert FACTS["narrative"] in client.get("/complaints/new/facts").body_text


def test_a_page_waits_at_most_five_seconds_unless_settings_say_otherwise(app: Flask) -> None:
    assert app.config["DATABASE_SECONDS"] == 5


def test_what_is_no_page_waits_longer(live_app: Flask) -> None:
    with live_app.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
        asked = "PRAGMA busy_timeout" if is_sqlite else "SHOW statement_timeout"
        for context, patience in (
            (live_app.app_context(), 10_000 if is_sqlite else "0"),
            (live_app.test_request_context("/"), 4500 if is_sqlite else "4500ms"),
        ):
            with context:
                db.engine.dispose()
                with db.engine.connect() as connection:
                    assert connection.exec_driver_sql(asked).scalar() == patience


def test_reading_goes_on_while_somebody_writes(site: Flask) -> None:
    with held(site):
        assert site.test_client().get("/credit/red").status_code == 200


def test_a_full_disk_is_said_and_a_report_goes_on_when_there_is_room(site: Flask) -> None:
    with site.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("how PostgreSQL says it is held below")
        client = browser(site)
        asked = told_facts(client)
        long = {**FACTS, "narrative": FACTS["narrative"] * 80}
        with full(site):
            page = client.submit(asked, long)
            assert page.status_code == 507
            assert "存储空间满了" in page.body_text
            assert typed(page)["narrative"] == long["narrative"]
        assert client.submit(page).request.path == "/complaints/new/evidence"
        checks = client.get("/readyz").get_json()["checks"]
        assert checks["database"]
        assert checks["disk"]


def test_a_file_for_which_there_is_no_room_is_to_be_chosen_anew(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with site.app_context():
        client = browser(site)
        asked = client.submit(told_facts(client), FACTS)
        monkeypatch.setattr("os.fsync", no_room)
        page = client.submit(asked, {"act": "next", "files": [photo()]})
        monkeypatch.undo()
        assert page.status_code == 507
        assert page.all("//input[@type='file'][@name='files']")
        again = client.submit(page, {"files": [photo()]})
        assert again.request.path == "/complaints/new/identity"


def test_passwords_are_never_given_back(site: Flask) -> None:
    with site.app_context():
        client = browser(site)
        asked = client.get("/admin/login")
        with held(site):
            page = client.submit(asked, {"username": "nobody", "password": "Seen-by-nobody-9"})
        assert "Seen-by-nobody-9" not in page.text


def test_the_api_says_it_in_json(site: Flask) -> None:
    site.add_url_rule("/api/held", view_func=write, methods=["GET"])
    with held(site):
        reply = site.test_client().get("/api/held")
    assert (reply.status_code, reply.mimetype) == (503, "application/problem+json")
    assert reply.headers["Retry-After"]


def write() -> str:
    with db.engine.begin() as connection:
        connection.execute(text(f"DELETE FROM {TABLE}"))
    return "done"


class PostgresFault(Exception):  # noqa: N818  # stands for one of psycopg
    """An error as the driver raises it."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__()
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "outage"),
    [
        ("53100", Outage.FULL),
        ("57014", Outage.BUSY),
        ("40P01", Outage.BUSY),
        ("08006", Outage.AWAY),
        ("57P01", Outage.AWAY),
        (None, Outage.AWAY),
        ("42P01", None),
    ],
)
def test_what_postgresql_says_is_understood(sqlstate: str | None, outage: Outage | None) -> None:
    assert outage_behind(OperationalError("", {}, PostgresFault(sqlstate))) is outage


def test_a_fault_of_the_site_is_no_outage() -> None:
    assert outage_behind(ValueError()) is None
    assert outage_behind(OSError(errno.ENOENT, "")) is None
    assert (
        outage_behind(OperationalError("", {}, sqlite3.OperationalError("no such table"))) is None
    )


def test_who_starts_waits_for_a_database_that_is_not_there_yet(tmp_path: Path) -> None:
    folder, looks = tmp_path / "later", []
    engine = create_engine(f"sqlite:///{folder / 'site.db'}")

    def come(*_: object) -> None:
        looks.append(1)
        if len(looks) == 2:
            folder.mkdir()

    event.listen(engine, "do_connect", come)
    wait_until_reachable(engine)
    assert len(looks) == 2
    engine.dispose()
