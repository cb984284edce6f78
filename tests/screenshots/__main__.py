"""Fill a site with demo data in a temporary folder, and take pictures of its pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask
from playwright.sync_api import Page

import config
from app import create_app
from tests.support.browsers import find_browser, launched
from tests.support.servers import Site, serving

PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}


def main() -> int:
    """Take all pictures; returns what the shell is told."""
    program = find_browser()
    if program is None:
        click.echo("no Chromium on the PATH, and CHROMIUM names none", err=True)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with demonstration() as (site, password), launched(program) as browser:
        for name, address in {
            "home": "/",
            "cases": "/cases",
            "project": "/projects/ZD2026-012",
        }.items():
            page = browser.new_page(viewport=SIZE, base_url=site.url)
            take(page, name, address)
        phone = browser.new_page(viewport=PHONE, base_url=site.url, device_scale_factor=2)
        phone.goto("/complaints/new")
        phone.get_by_role("button", name=re.compile("开始填写")).or_(
            phone.get_by_role("link", name=re.compile("开始填写"))
        ).click()
        take(phone, "complaint")
        desk = browser.new_page(viewport=SIZE, base_url=site.url)
        desk.goto("/admin/login")
        desk.fill("[name=username]", "handler")
        desk.fill("[name=password]", password)
        desk.locator("main button[type=submit]").click()
        take(desk, "inbox", "/admin/complaints/?list=open")
    return 0


def take(page: Page, name: str, address: str | None = None) -> None:
    """A picture of what a visitor sees first at ``address``, or of the page as it stands."""
    if address:
        page.goto(address)
    page.screenshot(path=PICTURES / f"{name}.png")
    click.echo(f"docs/screenshots/{name}.png")


@contextmanager
def demonstration() -> Iterator[tuple[Site, str]]:
    """A demonstration site, and the password of its handler."""
    with TemporaryDirectory() as folder:
        app = create_app(config.load({"DATA_DIR": folder}))
        for command in (["db", "upgrade"], ["setup"]):
            run(app, command)
        password = re.search(r"^\s*handler\s+(\S+)", run(app, ["demo"]), re.MULTILINE)
        if password is None:
            raise RuntimeError("flask demo told no password of a handler")
        with serving(app) as site:
            yield site, password.group(1)


def run(app: Flask, command: list[str]) -> str:
    """What a command of the site prints."""
    click.echo(f"flask {' '.join(command)}")
    with app.app_context():
        result = app.test_cli_runner().invoke(args=command)
    if result.exit_code:
        raise RuntimeError(result.output) from result.exception
    return result.output


if __name__ == "__main__":
    raise SystemExit(main())
