"""What is sent gzipped, to whom, and how much the first page weighs."""

import gzip
import re

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.pages import get, is_cached

STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
KILOBYTE = 1024


def packed(site: Flask, path: str, accepts: str = "gzip, deflate, br") -> TestResponse:
    return get(site, path, **{"Accept-Encoding": accepts})


def test_who_cannot_unpack_gets_the_page_as_it_is(live_app: Flask) -> None:
    for accepts in ("", "identity", "br", "gzip;q=0", "gzip; q=0, br") * 2:
        answer = get(live_app, "/about", **{"Accept-Encoding": accepts})
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "<h1" in answer.text
        assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_a_page_new_or_kept_is_the_same_packed_and_plain(live_app: Flask) -> None:
    new = packed(live_app, "/about")
    assert is_cached(live_app, "/about", **{"Accept-Encoding": "gzip"})
    cached, plain = packed(live_app, "/about", "gzip;q=0.5"), get(live_app, "/about")
    for answer in (new, cached):
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.data) == plain.data
        assert len(answer.data) < len(plain.data) / 2
        assert answer.headers["ETag"] == plain.headers["ETag"]
    tag = {"If-None-Match": new.headers["ETag"], "Accept-Encoding": "gzip"}
    assert get(live_app, "/about", **tag).status_code == 304


def test_what_is_for_one_person_is_never_packed(live_app: Flask) -> None:
    for path in ("/admin/login", "/complaints/track", "/no-such-page"):
        answer = packed(live_app, path)
        assert len(answer.data) > 2 * KILOBYTE
        assert "Content-Encoding" not in answer.headers


def test_a_style_sheet_is_packed_and_asked_for_once_a_year(live_app: Flask) -> None:
    (address, *_) = STYLE.findall(get(live_app, "/about").text)
    plain, first = get(live_app, address), packed(live_app, address)
    second = packed(live_app, address)
    for answer in (first, second):
        assert gzip.decompress(answer.data) == plain.data
        assert "immutable" in answer.headers["Cache-Control"]
    tag = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}
    assert get(live_app, address, **tag).status_code == 304


def test_the_first_page_weighs_little_on_a_slow_network(live_app: Flask) -> None:
    home = packed(live_app, "/")
    styles = STYLE.findall(gzip.decompress(home.data).decode())
    assert styles
    weight = sum(len(packed(live_app, address).data) for address in styles)
    assert len(home.data) + weight < 60 * KILOBYTE
