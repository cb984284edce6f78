"""While the database does not answer, kept pages go on, and all is as before once it is back."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from app.kernel.db.session import db
from app.kernel.web import page_cache
from tests.support.apps import open_app
from tests.support.factories import make_bulletin
from tests.support.pages import PageClient, get, warm, write

pytestmark = pytest.mark.trust(42, 44)

PAGE, OTHER = "/bulletins", "/about"
STALE = "page-cache; hit; ttl=-"


class Line:
    """The wire to a database: a TCP proxy that can be cut."""

    def __init__(self, host: str, port: int) -> None:
        self._target = host, port
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listener: socket.socket | None = None
        self.port = 0
        self.restore()

    def restore(self) -> None:
        """Let connections through."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        if self._listener:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        for end in (end for pair in self._pairs for end in pair):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._pairs.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._target)
                self._pairs.append((near, far))
                threading.Thread(target=_carry, args=(near, far), daemon=True).start()


def _carry(near: socket.socket, far: socket.socket) -> None:
    with suppress(OSError, ValueError):
        while True:
            ready, _, _ = select.select([near, far], [], [])
            for end in ready:
                data = end.recv(65536)
                if not data:
                    return
                (far if end is near else near).sendall(data)


@pytest.fixture(autouse=True)
def asks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "SILENCE", 0.0)


def rename(site: Flask, before: str, after: str) -> None:
    """Take away what each request for a kept page asks, or give it back."""
    with site.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {before} RENAME TO {after}")


@pytest.fixture
def silent(live_app: Flask) -> Iterator[Flask]:
    """A site that has answered, and whose database says nothing of its revision any more."""
    warm(live_app, PAGE)
    rename(live_app, "public_revision", "away")
    yield live_app
    rename(live_app, "away", "public_revision")


def test_a_kept_page_is_given_out_as_stale_for_a_while_only(
    silent: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = get(silent, PAGE)
    assert stale.status_code == 200
    assert stale.headers["Cache-Status"].startswith(STALE)
    assert stale.headers["Cache-Control"] == "no-store"
    cache = silent.extensions[page_cache.EXTENSION]
    monkeypatch.setattr(cache, "_stale_seconds", 0)
    assert "Cache-Status" not in get(silent, PAGE).headers


def test_no_page_of_yesterday_is_given_out(silent: Flask, frozen_clock) -> None:
    frozen_clock.shift(timedelta(days=1))
    assert "Cache-Status" not in get(silent, PAGE).headers


def test_a_page_that_was_out_of_date_before_is_not_given_out(live_app: Flask) -> None:
    warm(live_app, PAGE, OTHER)
    write(live_app, make_bulletin)
    warm(live_app, OTHER)
    rename(live_app, "public_revision", "away")
    assert "Cache-Status" in get(live_app, OTHER).headers
    assert "Cache-Status" not in get(live_app, PAGE).headers
    rename(live_app, "away", "public_revision")


@pytest.fixture
def line(live_app: Flask) -> Iterator[Line]:
    address = make_url(live_app.config["SQLALCHEMY_DATABASE_URI"])
    if address.get_backend_name() != "postgresql":
        pytest.skip("a file is never away; held on PostgreSQL")
    made = Line(address.host or "127.0.0.1", address.port or 5432)
    yield made
    made.cut()


def test_when_the_line_is_cut_pages_go_on_forms_keep_and_all_recovers_by_itself(
    live_app: Flask, line: Line, tmp_path: Path
) -> None:
    address = make_url(live_app.config["SQLALCHEMY_DATABASE_URI"])
    through = address.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
    with open_app(through, tmp_path) as site, site.app_context():
        client = PageClient(site, PageClient.response_class)
        client.checks_html = False
        warm(site, PAGE)
        asked = client.get("/complaints/new/kind")
        line.cut()
        assert get(site, PAGE).headers["Cache-Status"].startswith(STALE)
        assert get(site, "/healthz").status_code == 200
        assert get(site, "/credit/red").status_code == 503
        assert get(site, "/no-such-page").status_code == 503
        page = client.submit(asked, {"kind": "both"})
        assert page.status_code == 503
        assert page.headers["Retry-After"] == "30"
        assert page.one("//input[@name='kind']").get("value") == "both"
        line.restore()
        assert client.submit(page).request.path == "/complaints/new/subject"
        assert "Cache-Status" not in get(site, PAGE).headers
        assert get(site, "/credit/red").status_code == 200


def test_a_site_is_made_though_its_database_is_away(live_app: Flask, line: Line, tmp_path: Path):
    line.cut()
    address = make_url(live_app.config["SQLALCHEMY_DATABASE_URI"])
    through = address.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
    with open_app(through, tmp_path) as site:
        assert get(site, "/healthz").status_code == 200
        assert get(site, "/").status_code == 503
        line.restore()
        assert get(site, "/").status_code == 200
