"""Where things are on the public site: the menu, and addresses that are part of the contract.

The paths are fixed names that people print on posters, so they are written here once;
an entry of the menu appears when the installation serves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.records.register import KINDS

PLACES: dict[str, str] = {
    "home": "/",
    "search": "/search",
    **{name: address for kind in KINDS for name, address in kind.places.items()},
    "pass_rates": "/evaluation/pass-rates",
    "livelihood": "/livelihood",
    "creation": "/creation",
    "creation_standards": "/creation/standards",
    "projects": "/projects",
    "complain": "/complaints/new",
    "track": "/complaints/track",
    "closed": "/complaints/closed",
    "redress": "/redress/new",
    "redress_track": "/redress/track",
    "bulletins": "/bulletins",
    "evaluation": "/evaluation",
    "monthly": "/evaluation/monthly",
    "scorecards": "/evaluation/bodies",
    "assessment": "/assessment",
    "targets": "/evaluation/targets",
    "values": "/evaluation/targets/values",
    "about": "/about",
    "sitemap": "/sitemap",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "rules": "/rules",
    "data": "/data",
    "api": "/api/v1/openapi.json",
    "sign_in": "/admin/login",
}

MENU: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("首页", "home", ("/",)),
    ("信用公示", "red", ("/credit",)),
    *((kind.name, kind.endpoint, kind.menu_sections) for kind in KINDS if kind.in_main_menu),
    ("重点项目", "projects", ("/projects",)),
    ("投诉举报", "complain", ("/complaints", "/rewards")),
    ("进度查询", "track", ("/complaints/track",)),
    ("通知公告", "bulletins", ("/bulletins",)),
    ("统计评价", "evaluation", ("/evaluation", "/assessment")),
)
"""Label, place, and the beginnings of the addresses that belong to the section."""


@dataclass(frozen=True)
class MenuEntry:
    """A line of the main menu."""

    label: str
    url: str
    current: str
    """For ``aria-current``: page, or true for another page of the section; else empty."""


def init_app(app: Flask) -> None:
    """Give templates ``place(name)`` and ``site_nav``."""
    app.jinja_env.globals.update(place=place, has_place=has_place)
    app.context_processor(menu_context)


def place(name: str) -> str:
    """The address of a fixed page, under whatever prefix the site is served."""
    return request.script_root + PLACES[name]


def has_place(name: str) -> bool:
    """Whether this installation serves the page."""
    served: frozenset[str] | None = current_app.extensions.get("places")
    if served is None:  # asked once, when all parts have registered their pages
        served = current_app.extensions["places"] = frozenset(filter(_is_served, PLACES))
    return name in served


def _is_served(name: str) -> bool:
    try:
        current_app.url_map.bind("").match(PLACES[name], method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def menu_context() -> dict[str, Any]:
    """The main menu, with the entry of the current section marked."""
    prefixes_above = [
        each for _, _, prefixes in MENU for each in prefixes if is_under(request.path, each)
    ]
    section = max(prefixes_above, key=len, default="")
    return {
        "site_nav": tuple(
            MenuEntry(label, place(name), _current(name) if section in prefixes else "")
            for label, name, prefixes in MENU
            if has_place(name)
        )
    }


def _current(name: str) -> str:
    return "page" if PLACES[name] == request.path else "true"


def is_under(path: str, prefix: str) -> bool:
    """Whether ``path`` belongs to the section; the home page is a section of its own."""
    return path == prefix or (prefix != "/" and path.startswith(f"{prefix}/"))
