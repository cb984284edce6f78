"""What is kept of public pages, for whom, and how a kept one answers."""

from datetime import date

from flask import flash

from app.kernel.db.session import db
from app.kernel.web import page_cache
from tests.support import factories
from tests.support.apps import open_app
from tests.support.pages import PageClient, get, is_cached, statements_of, warm, write
from tests.support.staff import sign_in


def test_whoever_has_a_session_neither_gets_nor_leaves_a_kept_page(live_app):
    with live_app.app_context():
        staff = factories.make_staff()
        db.session.commit()
        browser = PageClient(live_app, PageClient.response_class)
        sign_in(browser, staff)
    with statements_of(live_app) as asked:
        assert browser.get("/").status_code == 200
    assert asked
    with statements_of(live_app) as asked:
        assert browser.get("/").status_code == 200
    assert asked
    assert not is_cached(live_app, "/")
    assert is_cached(live_app, "/")


def test_what_is_for_one_person_and_refusals_are_never_kept(live_app):
    live_app.add_url_rule("/tell", "tell", lambda: flash("只给您看") or "ok")
    shelf = live_app.extensions[page_cache.EXTENSION].shelf
    for path in ("/admin/login", "/complaints/track", "/no-such-page", "/readyz") * 2:
        assert "no-store" in get(live_app, path).headers["Cache-Control"]
    assert len(shelf) == 0
    browser = live_app.test_client()
    browser.get("/tell")
    browser.get("/about")
    assert "只给您看" not in get(live_app, "/about").text
    assert is_cached(live_app, "/about")


def test_each_way_of_showing_the_site_host_and_query_is_a_page_of_its_own(live_app):
    large = {"Cookie": "mingjian-display=elder"}
    warm(live_app, "/about")
    assert not is_cached(live_app, "/about", **large)
    assert is_cached(live_app, "/about", **large)
    assert "is-elder" in get(live_app, "/about", **large).text
    assert "is-elder" not in get(live_app, "/about").text
    warm(live_app, "/sitemap.xml", "/bulletins", "/bulletins?page=2")
    secure = live_app.test_client().get("/sitemap.xml", base_url="https://localhost")
    assert "https://localhost" in secure.text


def test_kept_page_answers_like_a_new_one(live_app):
    new, cached = get(live_app, "/about"), get(live_app, "/about")
    own = {"X-Request-ID", "Date"}
    assert {k: v for k, v in new.headers if k not in own} == {
        k: v for k, v in cached.headers if k not in own
    }
    assert new.headers["X-Request-ID"] != cached.headers["X-Request-ID"]
    assert cached.data == new.data
    head = live_app.test_client().head("/about")
    assert head.data == b""
    assert head.headers["Content-Length"] == cached.headers["Content-Length"]
    same = get(live_app, "/about", **{"If-None-Match": cached.headers["ETag"]})
    assert same.status_code == 304
    assert same.data == b""


def test_a_page_that_the_first_to_ask_has_is_kept_and_has_its_line_in_the_log(live_app, capsys):
    tag = get(live_app, "/about").headers["ETag"]
    write(live_app, factories.make_bulletin)
    assert get(live_app, "/about", **{"If-None-Match": tag}).status_code == 304
    assert is_cached(live_app, "/about")
    capsys.readouterr()
    answer = get(live_app, "/about")
    (line,) = capsys.readouterr().err.splitlines()
    assert '"endpoint": "portal.about"' in line
    assert answer.headers["X-Request-ID"] in line


def test_memory_is_bounded_and_the_least_asked_page_goes_first():
    now = page_cache.Version(date(2026, 3, 4), "records", "numbers", ())

    def page(size: int) -> page_cache.CachedPage:
        return page_cache.CachedPage(now, "portal.home", [], b"x" * size)

    shelf = page_cache.Shelf(100_000)
    for number in range(40):
        shelf.put((str(number),), page(4_000))
        shelf.get(("0",), now)
    assert shelf.size <= 100_000
    assert len(shelf) == 20
    assert shelf.get(("0",), now)
    assert shelf.get(("1",), now) is None
    shelf.put(("huge",), page(50_000))
    assert shelf.get(("huge",), now) is None
    assert len(shelf) == 20


def test_without_memory_nothing_is_kept(live_app, tmp_path):
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    with open_app(database, tmp_path, PAGE_CACHE_MB=0) as plain:
        get(plain, "/")
        assert not is_cached(plain, "/")
        assert get(plain, "/").headers["ETag"]
