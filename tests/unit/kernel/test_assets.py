"""Addresses of the files that pages need, and the style sheets in one."""

from pathlib import Path

import pytest
from flask import Flask

from app.kernel.web import assets
from tests.support.source import ROOT


def test_the_address_of_a_static_file_changes_with_its_content(app: Flask) -> None:
    with app.test_request_context("/"):
        assert "?v=" in assets.asset("css/base.css")


def test_browsers_keep_versioned_files_and_ask_again_for_others(app: Flask) -> None:
    client = app.test_client()
    with app.test_request_context("/"):
        address = assets.asset("css/base.css")
    with client.get(address) as versioned, client.get("/static/css/base.css") as plain:
        assert "immutable" in versioned.headers["Cache-Control"]
        assert "immutable" not in plain.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address", ["/styles.css", "/static/css/base.css", "/bootstrap/static/css/bootstrap.min.css"]
)
def test_a_version_that_the_file_does_not_have_is_not_kept(app: Flask, address: str) -> None:
    client = app.test_client()
    for version in ("", "1", "0123456789ab"):
        with client.get(f"{address}?v={version}") as answer:
            assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_that_has_changed_since_is_not_kept_under_its_old_version(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text("a { color: red }")
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    with app.test_request_context("/"):
        address = assets.asset("sheet.css")
    with app.test_client().get(address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    sheet.write_text("a { color: blue }")
    with app.test_client().get(address) as answer:
        assert "immutable" not in answer.headers["Cache-Control"]


def test_a_page_is_shown_with_two_sheets_and_ours_holds_all(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/about").text
    assert page.count('rel="stylesheet"') == 2
    with app.test_request_context("/"):
        address = assets.styles_css()
    assert address in page
    ours = client.get(address)
    assert ours.mimetype == "text/css"
    assert "immutable" in ours.headers["Cache-Control"]
    at = [ours.text.index(sheet.read_text()) for sheet in sheets(*assets.SHEETS)]
    assert at == sorted(at)
    own_pages = {"paper", "wall"}
    assert {path.stem for path in (ROOT / "static/css").glob("*.css")} == {
        *assets.SHEETS,
        *own_pages,
    }


def test_the_sheets_are_asked_for_again_only_where_one_has_changed(app: Flask) -> None:
    client = app.test_client()
    tag = client.get("/styles.css").headers["ETag"]
    assert client.get("/styles.css", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "address", ["/styles.css?v=1", "/static/js/start.js?v=1", "/static/icons.svg"]
)
def test_no_file_depends_on_cookies(app: Flask, address: str) -> None:
    client = app.test_client()
    client.get("/complaints/track")
    with client.get(address) as answer:
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in answer.headers


def sheets(*names: str):
    return [ROOT / "static" / "css" / f"{name}.css" for name in names]
