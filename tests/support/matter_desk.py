"""A matter on the desk and on the page of its reporter, and the acts that a page offers."""

import multiprocessing
import sys
from threading import BrokenBarrierError

from flask import Flask

from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.ops.serve import SETTINGS, WebServer
from app.people.models import Bureau, Staff
from tests.support.complaint_factories import CODE, make_matter
from tests.support.pages import Page, PageClient


def taken_up(bureau: Bureau, handler: Staff, kind: ComplaintKind) -> Matter:
    """A matter that its body has accepted."""
    matter = make_matter(bureau=bureau, kind=kind)
    handling.accept_matter(matter=matter, staff=handler)
    return matter


def desk_page(client: PageClient, matter: Matter) -> Page:
    """The matter as staff see it."""
    return client.get(f"/admin/complaints/{matter.number}")


def followed(client: PageClient, matter: Matter) -> Page:
    """The matter as its reporter follows it."""
    fields = {"number": matter.submission.number, "code": CODE}
    return client.post_form("/complaints/track", fields)


def actions(page: Page) -> set[str]:
    """The acts for which the page has a form."""
    return {form.get("action").rsplit("/", 1)[-1] for form in page.all("//main//form")}


THREADS = int(str(SETTINGS["workers"])) * int(str(SETTINGS["threads"]))
PATIENCE = 20


def create_app() -> Flask:
    """The page, with a barrier that all processes of the server share."""
    app = Flask(__name__)
    barrier = multiprocessing.get_context("fork").Barrier(THREADS)

    @app.get("/")
    def ready() -> str:
        return ""

    @app.get("/meet")
    def meet() -> tuple[str, int]:
        try:
            barrier.wait(PATIENCE)
        except BrokenBarrierError:
            return "somebody waits for a thread", 503
        return "", 200

    return app


if __name__ == "__main__":
    WebServer(create_app(), {**SETTINGS, "bind": f"127.0.0.1:{sys.argv[1]}"}).run()
