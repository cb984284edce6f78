"""Asking for public pages, and finding out whether they were made anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.kernel.db.session import db


@contextmanager
def statements_of(site: Flask) -> Iterator[list[str]]:
    """What the site asks of its database to make pages; it counts requests besides."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "rate_counts" not in statement:
            asked.append(statement)

    with site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def get(site: Flask, path: str, **headers: str) -> TestResponse:
    """What a visitor without cookies gets."""
    return site.test_client(use_cookies=False).get(path, headers=headers)


def is_kept(site: Flask, path: str, **headers: str) -> bool:
    """Whether the page is given out without asking for any record."""
    with statements_of(site) as asked:
        get(site, path, **headers)
    return not asked


def warm(site: Flask, *paths: str) -> None:
    """Make the pages, and be sure that they are kept."""
    for path in paths:
        get(site, path)
        assert is_kept(site, path), path


def write(site: Flask, act: Callable[[], object]) -> None:
    """Do ``act`` in a transaction of its own."""
    with site.app_context():
        act()
        db.session.commit()
        db.session.remove()
