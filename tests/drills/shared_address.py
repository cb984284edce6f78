"""``python -m tests.drills shared_address``: 140 searches and 40 reports of one address.

As a city behind one address of its network would send them, each visitor with a browser of their
own that works out every proof it is asked for. Nobody may be refused.
"""

import base64
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

import altcha
from flask import Flask
from flask_migrate import upgrade

from app.kernel.search import maintenance
from tests.support.apps import open_app
from tests.support.citizens import answer_all
from tests.support.pages import Page, PageClient

SEARCHES, REPORTS = 140, 40


def main(_arguments: list[str]) -> int:
    """Prints how many were asked, and refused; ends with 1 where somebody was refused."""
    with tempfile.TemporaryDirectory() as folder:
        site = open_app(f"sqlite:///{folder}/site.db", Path(folder), PROOF_AFTER_ADDRESS=5)
        with site as app, app.app_context():
            upgrade()
            app.test_cli_runner().invoke(args=["setup"])
            maintenance.rebuild()
            searches = Counter(_search(app, number) for number in range(SEARCHES))
            reports = Counter(_report(app) for _ in range(REPORTS))
    for name, counted in (("searches", searches), ("reports", reports)):
        sys.stdout.write(
            f"{counted.total()} {name}: {counted['at once']} at once, "
            f"{counted['with proof']} with a proof, {counted['refused']} refused\n"
        )
    return int(bool(searches["refused"] or reports["refused"]))


def _search(app: Flask, number: int) -> str:
    client = _browser(app)
    page = client.get(f"/search?q=酱油{number}")
    if page.status_code == 200:
        return "at once"
    page = client.submit(page, {"proof": _solved(page)})
    return "with proof" if page.status_code == 200 else "refused"


def _report(app: Flask) -> str:
    client = _browser(app)
    page = answer_all(client)
    is_asked = bool(page.all("//form[@data-challenge]"))
    page = client.submit(page, {"proof": _solved(page)} if is_asked else {})
    if page.request.path != "/complaints/new/done":
        return "refused"
    return "with proof" if is_asked else "at once"


def _browser(app: Flask) -> PageClient:
    return PageClient(app, PageClient.response_class, use_cookies=True)


def _solved(page: Page) -> str:
    challenge = json.loads(page.one("//form[@data-challenge]").get("data-challenge"))
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    payload = {"challenge": challenge, "solution": solution.to_dict()}
    return base64.b64encode(json.dumps(payload).encode()).decode()
