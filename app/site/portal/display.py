"""How a visitor wants the site shown: large text, high contrast, traditional characters.

Chosen by links that work without scripts and kept in one cookie that says nothing about
the person. Nobody who never chooses gets a cookie.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import zhconv
from flask import Flask, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.kernel.web import page_cache
from app.site.portal.pages import bp

YEAR = 365 * 24 * 3600
"""In seconds."""
SIZES = ("normal", "small", "large")
PIECES = re.compile(
    r"<(script|style|textarea)\b.*?</\1\s*>|<!--.*?-->|<[^>]+>", re.DOTALL | re.IGNORECASE
)
SEPARATOR = "\x00"


@dataclass(frozen=True)
class Preferences:
    """What the cookie says; every default is the plain page.

    ``elder`` is the large-text mode of 互联网网站适老化通用设计规范.
    """

    elder: bool = False
    contrast: bool = False
    traditional: bool = False
    size: str = "normal"

    @classmethod
    def parse(cls, text: str) -> "Preferences":
        """Read the cookie's words; unknown ones mean nothing."""
        words = set(text.split("."))
        size = next((size for size in SIZES if size in words), "normal")
        return cls("elder" in words, "contrast" in words, "hant" in words, size)

    def dump(self) -> str:
        """The cookie's words; empty when all is as by default."""
        flags = (("elder", self.elder), ("contrast", self.contrast), ("hant", self.traditional))
        words = [word for word, chosen in flags if chosen]
        return ".".join(words if self.size == "normal" else [*words, self.size])

    def changed(self, wishes: dict[str, str]) -> "Preferences":
        """These preferences with the wishes of a link taken in."""
        flags = {
            name: wishes[name] == "1"
            for name in ("elder", "contrast", "traditional")
            if name in wishes
        }
        size = wishes.get("size", self.size)
        return replace(self, **flags, size=size if size in SIZES else self.size)

    @property
    def html_class(self) -> str:
        """The classes of the root element."""
        size = "" if self.size == "normal" else f"is-{self.size}"
        chosen = ("is-elder" if self.elder else "", "is-contrast" if self.contrast else "", size)
        return " ".join(name for name in chosen if name)


def init_app(app: Flask) -> None:
    """Give templates ``prefs`` and ``display_url``, and convert pages where wished."""
    app.context_processor(display_context)
    app.jinja_env.globals.update(display_url=display_url, display_size=lambda: preferences().size)
    app.after_request(convert)
    page_cache.vary_by_cookie(app, cookie_name_in(app.config))


def display_context() -> dict[str, Any]:
    """The visitor's preferences, for the templates."""
    return {"prefs": preferences()}


def preferences() -> Preferences:
    """The preferences that came with this request."""
    return Preferences.parse(request.cookies.get(cookie_name(), ""))


def cookie_name() -> str:
    """Named after the session's, so that production gets the same ``__Host-`` prefix."""
    return cookie_name_in(current_app.config)


def cookie_name_in(config: Mapping[str, Any]) -> str:
    """The cookie's name under these settings."""
    return f"{config['SESSION_COOKIE_NAME']}-display"


def display_url(**wishes: bool | str) -> str:
    """The link that makes a choice and comes back to this page."""
    query = {name: int(wish) if isinstance(wish, bool) else wish for name, wish in wishes.items()}
    return f"{url_for('portal.display')}?{urlencode(query | {'next': this_page()})}"


def this_page() -> str:
    """The path that shows this page again; the home page where a form's answer has none."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    adapter = current_app.create_url_adapter(request)
    shown_by_get = adapter is not None and adapter.test(request.path, method="GET")
    return request.path if shown_by_get else url_for("portal.home")


@bp.get("/display")
def display() -> Redirect:
    """Keep a choice, and go back to the page it was made on."""
    chosen = preferences().changed(request.args.to_dict())
    response = redirect(local_target(request.args.get("next", "")))
    cookie_options: dict[str, Any] = {
        "secure": bool(current_app.config["SESSION_COOKIE_SECURE"]),
        "httponly": True,
        "samesite": "Lax",
    }
    if words := chosen.dump():
        response.set_cookie(cookie_name(), words, max_age=YEAR, **cookie_options)
    else:
        response.delete_cookie(cookie_name(), **cookie_options)
    response.headers["Cache-Control"] = "no-store"
    return response


def local_target(target: str) -> str:
    """``target`` if it is a path on this site, else the home page."""
    home = url_for("portal.home")
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return home
    if any(ord(character) < 32 or character == "\\" for character in target):
        return home
    parts = urlsplit(target)
    return home if parts.scheme or parts.netloc else target


def convert(response: Response) -> Response:
    """Write the page in traditional characters where that was chosen."""
    if response.mimetype != "text/html":
        return response
    response.vary.add("Cookie")
    if not response.is_streamed and not response.direct_passthrough and preferences().traditional:
        response.set_data(traditional(response.get_data(as_text=True)))
    return response


def traditional(html: str) -> str:
    """Convert what is read, not attributes, scripts or what people are typing."""
    texts: list[str] = []
    marks: list[str] = []
    end = 0
    for piece in PIECES.finditer(html):
        texts.append(html[end : piece.start()])
        marks.append(piece.group())
        end = piece.end()
    texts.append(html[end:])
    converted = zhconv.convert(SEPARATOR.join(texts), "zh-tw").split(SEPARATOR)
    return "".join(text + mark for text, mark in zip(converted, [*marks, ""], strict=True))
