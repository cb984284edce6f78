"""A site of the last commit before the first release is brought up to date where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine, inspect, select, text

from app.kernel import audit
from app.kernel.db import site
from app.kernel.db.session import db
from app.kernel.search import maintenance
from app.matters.complaints.matter.models.matters import Submission
from app.records.projects.models import KeyProject
from tests.support.apps import open_app
from tests.support.clocks import WORKING_MORNING
from tests.support.databases import SqliteDatabases
from tests.support.old_site import KEYS, restore
from tests.support.pages import PageClient
from tests.support.schemas import differences, indexes, tables, triggers

pytestmark = pytest.mark.trust(39)

PAGES = (
    "/",
    "/cases",
    "/licences",
    "/inspections",
    "/credit/black",
    "/credit/red",
    "/honours",
    "/projects",
    "/bulletins",
    "/complaints/closed",
    "/evaluation",
    "/search?q=温州",
)


@dataclass(frozen=True)
class Upgraded:
    """The site, and how many rows its tables held before."""

    site: Flask
    rows: dict[str, int]


def count_rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.scalar(text(f"SELECT count(*) FROM {name}"))
            for name in inspect(engine).get_table_names()
        }


@pytest.fixture(scope="module")
def upgraded(database_server, tmp_path_factory) -> Iterator[Upgraded]:
    """The old site after ``flask db upgrade``, on the morning of its demonstration."""
    address, folder = database_server.empty(), tmp_path_factory.mktemp("old")
    restore(address, folder)
    with (
        time_machine.travel(WORKING_MORNING, tick=False),
        open_app(address, folder, ENCRYPTION_KEYS=KEYS) as site,
        site.app_context(),
    ):
        rows = count_rows(db.engine)
        result = site.test_cli_runner().invoke(args=["db", "upgrade"])
        assert result.exit_code == 0, result.output
        maintenance.rebuild()
        yield Upgraded(site, rows)


@pytest.fixture
def visitor(upgraded: Upgraded) -> PageClient:
    return PageClient(upgraded.site, PageClient.response_class, use_cookies=True)


def test_it_stands_where_new_sites_do(upgraded):
    assert site.is_current()
    db.session.rollback()
    assert differences(db.engine) == []


def test_its_database_does_by_itself_what_that_of_a_new_site_does(upgraded, live_app):
    with live_app.app_context():
        of_a_new_one = triggers(db.engine)
    assert triggers(db.engine) == of_a_new_one


def test_all_its_rows_are_there(upgraded):
    searched = {"search_entries", "search_codes"}  # made anew
    rows = count_rows(db.engine)
    assert sum(upgraded.rows.values()) > 10_000
    assert {name: rows.get(name) for name in upgraded.rows.keys() - searched} == {
        name: number for name, number in upgraded.rows.items() if name not in searched
    }


def test_what_was_encrypted_can_be_read_and_the_log_is_whole(upgraded):
    assert all(db.session.scalars(select(Submission.narrative)))
    verdict = audit.verify()
    assert (verdict.rows > 0, verdict.problem) == (True, None)


@pytest.mark.parametrize("address", PAGES)
def test_its_pages_answer(visitor, address):
    assert visitor.get(address).status_code == 200


def test_its_records_are_found(visitor, upgraded):
    project = db.session.scalars(select(KeyProject.name).order_by(KeyProject.id)).first()
    assert project in visitor.get("/projects").body_text
    assert project in visitor.get("/search", query_string={"q": project}).body_text


def test_the_first_migration_makes_what_the_site_of_before_had(tmp_path):
    made = SqliteDatabases(tmp_path)
    old, new = made.empty(), made.empty()
    restore(old, tmp_path)
    with open_app(new, tmp_path) as site, site.app_context():
        upgrade(revision="0057")
    before, after = create_engine(old), create_engine(new)
    assert tables(before) == tables(after)
    assert indexes(before) == indexes(after)
    assert triggers(before) == triggers(after)
