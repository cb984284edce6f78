"""The kinds of an application: each registers its pages, its desk, its source of the search."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Flask, current_app

from app.kernel.search.sources import register_source
from app.kernel.search.state import Appearance
from app.publishing.kind.kind import PublicKind
from app.publishing.kind.queries import document_source
from app.publishing.kind.staff_views import DeclaredDesk
from app.publishing.kind.views import public_pages

EXTENSION = "record_kinds"


def register_kinds(app: Flask, kinds: Iterable[PublicKind[Any]]) -> None:
    """Let the application publish records of these kinds."""
    app.extensions[EXTENSION] = tuple(kinds)
    for kind in app.extensions[EXTENSION]:
        app.register_blueprint(public_pages(kind))
        source, turning = document_source(kind), kind.returning_keys
        for each in kind.search_kinds:
            mark = kind.mark_for(each)
            page = Appearance(f"{kind.endpoint}.detail", "record_id", mark, kind.label_of_title)
            register_source(app, each, source, turning=turning, appearance=page)
        kind.init_app(app)
    app.jinja_env.globals.update(contest_ref=contest_ref)


def desks_of(kinds: Iterable[PublicKind[Any]]) -> list[Blueprint]:
    """The desks of the kinds, to be nested in the back office."""
    return [DeclaredDesk(kind).blueprint for kind in kinds]


def kinds() -> tuple[PublicKind[Any], ...]:
    """The kinds of this application, in the order of its menus."""
    found: tuple[PublicKind[Any], ...] = current_app.extensions[EXTENSION]
    return found


def kind_of(record: Any) -> PublicKind[Any] | None:
    """The kind of a record; None for records of kinds with pages of their own."""
    return next((kind for kind in kinds() if isinstance(record, kind.model)), None)


def contestable(key: str) -> PublicKind[Any] | None:
    """The kind that has this key and can be contested; None where there is none."""
    return next((kind for kind in kinds() if kind.key == key and kind.is_contestable), None)


def contest_ref(record: Any) -> str:
    """By what its party names a record that it contests: ``case-12``; empty where it can't."""
    kind = kind_of(record)
    return f"{kind.key}-{record.id}" if kind and kind.is_contestable else ""
