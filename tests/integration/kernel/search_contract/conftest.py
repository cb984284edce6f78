"""Sites with each of the engines: what one answers, all must answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from app.kernel.search import state
from app.kernel.search.documents import SearchDocument
from app.kernel.search.engine import SearchEngine
from tests.support.apps import open_app
from tests.support.databases import Databases
from tests.support.search_site import ENGINES


@contextmanager
def _site(server: Databases, template: str, folder: Path, engine: str) -> Iterator[Flask]:
    address = server.copy(template)
    with open_app(address, folder, SEARCH_ENGINE=engine) as made:
        yield made
    server.give_back(address)


@pytest.fixture(scope="module", params=ENGINES)
def home(
    request: pytest.FixtureRequest,
    database_server: Databases,
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """A site with one of the engines, on a database of its own; no context is pushed."""
    folder = tmp_path_factory.mktemp("site")
    with _site(database_server, template_database, folder, request.param) as made:
        yield made


@pytest.fixture(params=ENGINES)
def new_site(
    request: pytest.FixtureRequest,
    database_server: Databases,
    template_database: str,
    tmp_path: Path,
) -> Iterator[Flask]:
    """A site of its own for one test, whose index has not been built."""
    with _site(database_server, template_database, tmp_path, request.param) as made:
        yield made


@pytest.fixture
def site(home: Flask) -> Iterator[Flask]:
    """The same, in its context."""
    with home.app_context():
        yield home


@pytest.fixture
def engine(site: Flask) -> SearchEngine:
    """The engine of the site, with an index in which nothing is."""
    engine = state.of(site).engine
    engine.rebuild([])
    return engine


@pytest.fixture(scope="module")
def fill(home: Flask) -> Callable[[list[SearchDocument]], None]:
    """Build the index of these documents, once for the tests of a module."""

    def build(documents: list[SearchDocument]) -> None:
        with home.app_context():
            state.of(home).engine.rebuild(documents)

    return build
