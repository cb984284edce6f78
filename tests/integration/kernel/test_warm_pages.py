"""What changes reports makes only those pages anew that show something of it, and these at once."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.kernel import clock
from app.kernel.aggregates import services as aggregates
from app.kernel.db.revision import RevisionMark, watches_of
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.kernel.web import limits, page_cache
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import MatterStatus
from app.matters.complaints.reporter.services import tracking
from app.people.models import Bureau
from app.records.projects.models import KeyProject
from tests.support import factories
from tests.support.apps import open_app
from tests.support.citizens import PERSON, answer_all
from tests.support.complaint_factories import end, make_matter, make_submission
from tests.support.doors import doors_of, make_records
from tests.support.histories import History
from tests.support.pages import PageClient, get, is_cached, statements_of, warm, write

TITLE = "某摊位酱油换贴生产日期"
SHOWING = ("/", "/complaints/closed")
HOT = (*SHOWING, "/search?q=酱油", "/credit/black", "/cases", "/bulletins", "/api/v1/search?q=酱油")
COUNTING = (
    "/evaluation",
    "/evaluation/handling",
    "/evaluation/districts",
    "/evaluation/overdue",
    "/evaluation/wall",
    "/evaluation/rows?format=json",
    "/evaluation/targets",
)
"""Pages that show how many matters there are, and how they stand."""
ACTS = 15
READ = re.compile(r"\b(?:FROM|JOIN) (\w+)")
OF_PUBLIC_MATTERS = re.compile(r"\bWHERE .*\bmatters\.is_public\b", re.DOTALL)
SINCE = re.compile(r"统计于 [^<]*")
FOLLOWING = {"attachments", "attachment_looks", "record_versions"}
"""Tables that show something else only when the record is changed to which their rows belong."""


@pytest.fixture
def plain(live_app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """A process that serves the same site and keeps no pages."""
    address = live_app.config["SQLALCHEMY_DATABASE_URI"]
    with open_app(address, tmp_path / "plain", PAGE_CACHE_MB=0) as made:
        yield made


def kept_of(site: Flask, paths: tuple[str, ...]) -> list[str]:
    return [path for path in paths if is_cached(site, path)]


def hand_in(site: Flask) -> None:
    """Somebody complains by the form, and agrees that the outcome be published."""
    visitor = PageClient(site, PageClient.response_class, use_cookies=True)
    identity = {**PERSON, "consents_to_publication": "y"}
    visitor.submit(answer_all(visitor, kind="complaint", identity=identity))


def act(site: Flask, deed: Callable[..., Any], **arguments: Any) -> None:
    """The matter's handler does something, in a transaction of its own."""

    def do() -> None:
        matter = db.session.scalars(select(Matter)).one()
        deed(
            matter=matter,
            staff=matter.handler or factories.make_staff(bureau=matter.bureau),
            **arguments,
        )

    write(site, do)


def answer_in_public(site: Flask) -> None:
    """The matter is closed, and its answer shows at once."""
    ending = Ending(text="已退款。", public_title=TITLE, public_summary="已退款，标签已改正。")
    act(site, handling.close_matter, outcome=MatterOutcome.SOLVED, ending=ending)
    assert all(TITLE in get(site, path).text for path in SHOWING)


def test_complaint_and_its_handling_leave_pages_warm_and_its_answer_shows_at_once(live_app):
    with live_app.app_context():
        maintenance.rebuild()
    warm(live_app, *HOT)
    hand_in(live_app)
    act(live_app, handling.take_matter)
    act(live_app, handling.accept_matter)
    act(live_app, handling.add_note, text="已到现场。")
    act(live_app, handling.reply_to_reporter, text="我们已经派人去看。")
    with live_app.app_context():
        while outbox.drain():
            pass
    assert kept_of(live_app, HOT) == [*HOT]
    answer_in_public(live_app)
    warm(live_app, *HOT)
    act(
        live_app,
        lambda matter, staff: tracking.stop_publication(submission_id=matter.submission_id),
    )
    assert not any(TITLE in get(live_app, path).text for path in SHOWING)


def test_consent_that_ends_takes_the_answer_away_whatever_else_is_left(live_app):
    hand_in(live_app)
    act(live_app, handling.accept_matter)
    answer_in_public(live_app)
    warm(live_app, *SHOWING)
    write(
        live_app,
        lambda: db.session.execute(update(Submission).values(consents_to_publication=False)),
    )
    assert not any(TITLE in get(live_app, path).text for path in SHOWING)


def open_matter() -> Matter:
    """The only submission has a matter now; nothing else is written."""
    submission = db.session.scalars(select(Submission)).one()
    return make_matter(submission=submission, bureau=db.session.scalars(select(Bureau)).first())


def test_numbers_show_at_once_where_they_are_told_and_change_nothing_else(live_app):
    with live_app.app_context():
        project = factories.make_project()
        path = f"/projects/{project.code}"
        make_submission(project_id=project.id)
        db.session.commit()
        aggregates.catch_up()
    assert "还没有人就这个项目投诉或者举报" in get(live_app, path).text
    warm(live_app, path, *SHOWING, *COUNTING[:4])
    write(live_app, open_matter)
    assert kept_of(live_app, (*SHOWING, *COUNTING[:4])) == [*SHOWING]
    assert "已收到不足 3 件" in get(live_app, path).text


def test_end_of_a_matter_changes_the_numbers_of_the_home_page_at_once(live_app, frozen_clock):
    def begin() -> None:
        end(factories.make_bureau(), 3, met=True)
        make_matter()

    late = {"status": MatterStatus.CLOSED, "closed_on": clock.today(), "met_deadline": False}
    ending = update(Matter).where(Matter.closed_on.is_(None)).values(**late)
    write(live_app, begin)
    assert "按期办结率 100.0%" in get(live_app, "/").text
    warm(live_app, "/")
    write(live_app, lambda: db.session.execute(ending))
    assert "按期办结率 75.0%" in get(live_app, "/").text


def test_kept_pages_are_as_if_made_anew_after_any_history(live_app, plain, frozen_clock):
    with live_app.app_context():
        history, acts = History(0), []
        end(history.bureaus[0], 3, met=True)
        db.session.commit()
        aggregates.recount()
    pages = (*SHOWING, *COUNTING)
    for _ in range(ACTS):
        write(live_app, lambda: acts.append(history.act()))
        if history.random.random() < 0.2:
            with live_app.app_context():
                aggregates.catch_up()
        if history.random.random() < 0.05:
            frozen_clock.shift(timedelta(days=1))
        differing = [path for path in pages if shown(live_app, path) != shown(plain, path)]
        assert differing == [], acts


def shown(site: Flask, path: str) -> str:
    """The page, but for the moment since which it says that nothing has changed."""
    return SINCE.sub("", get(site, path).text)


def test_kept_pages_read_no_table_whose_changes_they_would_miss(live_app):
    with live_app.test_request_context():
        doors = doors_of(live_app, make_records())
        make_matter(submission=make_submission(project_id=db.session.scalar(select(KeyProject.id))))
        db.session.commit()
        maintenance.rebuild()
        aggregates.catch_up()
    shelf = live_app.extensions[page_cache.EXTENSION].shelf = Noting(10**9)
    seen = set()
    for address in (each for each in doors if "?" not in each or "type=" in each):
        with live_app.app_context():
            limits.limiter.reset()
        with statements_of(live_app) as asked:
            get(live_app, address).close()
        for page in shelf.taken():
            shows_numbers = page.version.numbers is not None
            tables = {one for each in asked for one in missed(each, shows_numbers=shows_numbers)}
            assert tables <= FOLLOWING, address
            seen |= {address}
    assert seen >= {*SHOWING, *HOT[3:6], *COUNTING[:4], doors.details["project"]}


class Noting(page_cache.Shelf):
    """A shelf that tells what it was given."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(most_bytes)
        self.given: list[page_cache.CachedPage] = []

    def put(self, key: page_cache.Key, page: page_cache.CachedPage) -> None:
        """Keep the page, and note it."""
        super().put(key, page)
        self.given.append(page)

    def taken(self) -> list[page_cache.CachedPage]:
        """What it was given since this was asked last."""
        found, self.given = self.given, []
        return found


def missed(statement: str, *, shows_numbers: bool) -> set[str]:
    """The tables that the statement reads, of which a change would not make the page anew.

    What is taken from sums is held against pages that are made anew by the test of histories.
    """
    tables = {*READ.findall(statement)} & db.metadata.tables.keys()
    if "aggregates" in tables:
        return set()
    marks = {*RevisionMark} if shows_numbers else {RevisionMark.RECORDS}
    watched = {
        name
        for name, table in db.metadata.tables.items()
        if any(watch.mark in marks for watch in watches_of(table))
    }
    if not shows_numbers and not OF_PUBLIC_MATTERS.search(statement):
        watched -= {"matters", "submissions"}
    return tables - watched
