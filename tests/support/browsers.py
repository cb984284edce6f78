"""Headless Chromium for journeys: found on this machine, shut off from the world, watched."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    sync_playwright,
)

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first has no window to draw and takes half the processor's time of the others."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--js-flags=--no-opt --no-maglev",  # no script runs for so long that optimising it pays
]
FRAME = "body > header, body > footer"
RUN_AXE = "([shown, options]) => axe.run(shown, options).then(found => found.violations)"
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},  # no rule of these reads style sheets
}
PATIENCE = 10_000
"""Milliseconds that a journey waits for what it expects to see."""


def find_browser() -> str | None:
    """The program named by CHROMIUM, or the first one on the PATH."""
    if named := os.environ.get("CHROMIUM"):
        return named
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def launched(program: str) -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched_page(browser: Browser, base_url: str, **options: Any) -> Iterator[Page]:
    """A page of ``base_url``. At the end, any fault that a visitor would not see fails the test."""
    context = browser.new_context(base_url=base_url, locale="zh-CN", **options)
    context.set_default_timeout(PATIENCE)
    faults = watch(context)
    try:
        yield context.new_page()
        assert not faults, "faults in the browser:\n  " + "\n  ".join(faults)
    finally:
        context.close()


def watch(context: BrowserContext) -> list[str]:
    """A list that fills with script errors, policy violations and parts that don't load."""
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # A page that is not found is reported here too; ``answered`` tells it from a lost part.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"console: {message.text}")

    def answered(response: Response) -> None:
        is_part = response.request.resource_type != "document"
        if response.status >= (400 if is_part else 500):
            faults.append(f"{response.status} for {response.url}")

    context.on("console", heard)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
    context.on("response", answered)
    return faults


def accessibility_faults(page: Page, frames: set[str] | None = None) -> list[str]:
    """What axe finds wrong with ``page`` as it stands, by WCAG 2.2 AA.

    It overlooks what is folded, though wide screens show some of it: that is opened. Head and foot
    of the page are left out where they are among ``frames``, by what they say and how pages look;
    else they are noted there.
    """
    page.evaluate("document.querySelectorAll('.mj-fold').forEach(fold => fold.open = true)")
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    frame = "".join(
        [*page.locator(FRAME).all_text_contents(), str(page.locator("html").get_attribute("class"))]
    )
    known = frames if frames is not None else set()
    shown = {"exclude": [FRAME]} if frame in known else {"include": ["html"]}
    violations = page.evaluate(RUN_AXE, [shown, AXE_OPTIONS])
    known.add(frame)
    return [
        f"{violation['id']}: {violation['help']} at {node['target']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def bring_axe(page: Page) -> None:
    """Have it in each document that ``page`` opens: sending its half megabyte each time is dear."""
    page.context.add_init_script(Axe().axe_script)


def sideways_overflow(page: Page) -> int:
    """How many pixels of ``page`` lie beyond its right edge."""
    page.wait_for_load_state()  # after a click the page may be between two documents
    return int(page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth"))


def take_picture(page: Page, path: Path) -> None:
    """The whole page as a picture, for a person to look at."""
    page.screenshot(path=path, full_page=True)
