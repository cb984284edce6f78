"""Fixtures for journeys: a running site and a real browser that watches for faults."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

import pytest
from flask import Flask, template_rendered
from jinja2 import Template
from playwright.sync_api import Browser, Page

from tests.support import sample_site
from tests.support.browsers import (
    accessibility_faults,
    bring_axe,
    find_browser,
    launched,
    sideways_overflow,
    watched_page,
)
from tests.support.databases import Databases, Workshop
from tests.support.demonstration import SampleAtRest, filled_sample
from tests.support.servers import Site, serving

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
SMALL_PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; without one, the journeys are skipped."""
    program = find_browser()
    if program is None:
        pytest.skip("no browser: install chromium or set CHROMIUM to run the journeys")
    with launched(program) as browser:
        yield browser


@pytest.fixture
def site(live_app: Flask) -> Iterator[Site]:
    """A running site with reference data: make records inside ``site.app.app_context()``."""
    with serving(live_app) as site:
        yield site


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens further pages, each with its own cookies: ``open_page(java_script_enabled=False)``."""
    with ExitStack() as stack:
        visit: Callable[..., AbstractContextManager[Page]] = partial(
            watched_page, browser, site.url
        )

        def open_page(**options: object) -> Page:
            return stack.enter_context(visit(**{"viewport": DESKTOP, **options}))

        yield open_page


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A visitor at a desk."""
    return open_page()


@pytest.fixture
def plain_page(open_page: Callable[..., Page]) -> Page:
    """A visitor whose browser runs no JavaScript."""
    return open_page(java_script_enabled=False)


@pytest.fixture
def phone_page(open_page: Callable[..., Page]) -> Page:
    """A visitor on a phone."""
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def small_phone_page(open_page: Callable[..., Page]) -> Page:
    """A visitor on the smallest screen that is supported."""
    return open_page(viewport=SMALL_PHONE, has_touch=True, is_mobile=True)


@pytest.fixture(scope="session")
def sample_at_rest(
    workshop: Workshop, database_server: Databases, template_database: str
) -> SampleAtRest:
    """Made once for all tests, to be copied."""
    return workshop.once(
        "sample",
        lambda: filled_sample(database_server.copy(template_database), workshop.folder / "sample"),
    )


@pytest.fixture
def template_of_live_app(
    request: pytest.FixtureRequest, template_database: str, tmp_path: Path
) -> str:
    """That of the sample, with its files, where a test asks for the sample."""
    if "sample" not in request.fixturenames:
        return template_database
    at_rest: SampleAtRest = request.getfixturevalue("sample_at_rest")
    shutil.copytree(at_rest.data_dir, tmp_path, dirs_exist_ok=True)
    return at_rest.database


@pytest.fixture
def sample(site: Site, sample_at_rest: SampleAtRest) -> sample_site.Sample:
    """Where the records are on a site with one of each kind."""
    return sample_at_rest.sample


@pytest.fixture
def inspect(site: Site, page: Page) -> Iterator[Callable[..., None]]:
    """Look at the page as it stands, after going to ``address`` where one is given.

    The page has the width of the smallest phone, where most has to be folded, wrapped and scrolled.
    """
    shown: list[str | None] = []
    frames: set[str] = set()
    page.set_viewport_size(SMALL_PHONE)
    bring_axe(page)

    def note(_app: Flask, template: Template, **_context: object) -> None:
        shown.append(template.name)

    def inspect(template: str, address: str | None = None, status: int = 200) -> None:
        if address:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == status, f"{address} answers {answer.status}"
        assert shown[-1] == template
        assert sideways_overflow(page) == 0, f"{page.url} is too wide for a small phone"
        assert accessibility_faults(page, frames) == [], page.url

    with template_rendered.connected_to(note, site.app):
        yield inspect
