"""Fixtures that every test may use."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.kernel.web import limits
from app.people.models import Bureau, Staff
from app.people.rules import Role
from tests.support.apps import fill_template, open_app
from tests.support.clocks import frozen_clock, pytest_configure  # noqa: F401  # of this plugin
from tests.support.databases import Databases, Workshop, databases
from tests.support.factories import make_bureau, make_staff
from tests.support.mail import MailServer
from tests.support.pages import PageClient
from tests.support.transactions import Counted, counting_statements, rolled_back


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workshop:
    """Where what takes long to make is made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return Workshop(folder)


@pytest.fixture(scope="session")
def database_server(workshop: Workshop) -> Iterator[Databases]:
    """Where databases are made."""
    with databases(os.environ.get("TEST_DATABASE_URL"), workshop) as made:
        yield made


@pytest.fixture(scope="session")
def template_database(workshop: Workshop, database_server: Databases) -> str:
    """A database with all tables and reference data, that nobody has open."""
    return workshop.once(
        "template", lambda: fill_template(database_server.empty(), workshop.folder / "template")
    )


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    """The SMTP server that this worker's sites send to."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="session")
def worker_app(
    database_server: Databases,
    template_database: str,
    mail_server: MailServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """The site that the tests of one worker share; use ``app``, which isolates them."""
    address, folder = database_server.copy(template_database), tmp_path_factory.mktemp("data")
    # What a test changes here is never committed, so that no other connection sees it change.
    with open_app(address, folder, PAGE_CACHE_MB=0, **mail_server.settings) as made:
        yield made


@pytest.fixture
def app(worker_app: Flask) -> Iterator[Flask]:
    """The site, inside an application context; all database changes are undone afterwards."""
    with rolled_back(worker_app):
        yield worker_app
    with worker_app.app_context():
        limits.limiter.reset()
    for entry in Path(worker_app.config["DATA_DIR"]).iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without JavaScript that refuses faulty pages; see ``PageClient``."""
    return PageClient(app, PageClient.response_class, use_cookies=True)


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Runs commands: ``runner.invoke(args=["audit", "verify"])``."""
    return app.test_cli_runner()


@pytest.fixture
def template_of_live_app(template_database: str) -> str:
    """What ``live_app`` begins with; a folder may give it more."""
    return template_database


@pytest.fixture
def live_app(
    database_server: Databases, template_of_live_app: str, mail_server: MailServer, tmp_path: Path
) -> Iterator[Flask]:
    """A site on a database of its own where commits are real; no context is pushed."""
    address = database_server.copy(template_of_live_app)
    with open_app(address, tmp_path, **mail_server.settings) as made:
        yield made
    database_server.give_back(address)


@pytest.fixture
def alterable_app(
    database_server: Databases, template_database: str, tmp_path: Path
) -> Iterator[Flask]:
    """Like ``live_app``, for tests that alter tables: nobody gets its database after them."""
    with open_app(database_server.copy(template_database), tmp_path) as made:
        yield made


@pytest.fixture
def mailbox(mail_server: MailServer) -> Iterator[MailServer]:
    """The real mail server, empty: read ``mailbox.messages``; ``mailbox.refuse = True`` fails."""
    mail_server.clear()
    yield mail_server
    mail_server.clear()


@pytest.fixture
def count_statements(app: Flask) -> Callable[[], AbstractContextManager[Counted]]:
    """``with count_statements() as counted: …``, then ``len(counted)``."""
    return counting_statements


@pytest.fixture
def bureau(app: Flask) -> Bureau:
    """A body. A module that needs a certain one says which under the same name."""
    return make_bureau()


@pytest.fixture
def handler(bureau: Bureau) -> Staff:
    """Somebody there who handles what comes in."""
    return make_staff(bureau=bureau)


@pytest.fixture
def head(bureau: Bureau) -> Staff:
    """Whom the handler asks."""
    return make_staff(Role.HEAD, bureau=bureau)
