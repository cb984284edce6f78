"""Fixtures of what takes long to make, made once."""

from collections.abc import Iterator

import pytest

from tests.support.databases import Databases, Workshop
from tests.support.demonstration import Demo, Filled, filled_demo


@pytest.fixture(scope="session")
def demonstration(workshop: Workshop, database_server: Databases, template_database: str) -> Filled:
    """What ``demo`` shows, made once for all tests, to be copied."""
    return workshop.once(
        "demonstration",
        lambda: filled_demo(
            database_server.copy(template_database), workshop.folder / "filled_demo"
        ),
    )


@pytest.fixture(scope="session")
def filled_once(
    demonstration: Filled, database_server: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """The site of ``demo``."""
    with demonstration.opened(database_server, tmp_path_factory.mktemp("demo")) as made:
        yield made


@pytest.fixture(scope="module")
def demo(filled_once: Demo) -> Iterator[Demo]:
    """A site with the demonstration, inside a context: only look, its records are others' too."""
    with filled_once.site.app_context():
        yield filled_once
