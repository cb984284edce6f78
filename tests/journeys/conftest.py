"""Fixtures for journeys: a running site and a real browser that watches for faults."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.support.browsers import find_browser, launched, watched_page
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
