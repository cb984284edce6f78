"""Fixtures of what takes long to make, made once."""

from collections.abc import Iterator

import pytest

from tests.support.databases import Databases
from tests.support.demonstration import Demo, demonstration


@pytest.fixture(scope="session")
def filled_once(
    database_server: Databases, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """The site of ``demo``, filled once for all tests of one worker."""
    address, folder = database_server.copy(template_database), tmp_path_factory.mktemp("demo")
    with demonstration(address, folder) as made:
        yield made


@pytest.fixture(scope="module")
def demo(filled_once: Demo) -> Iterator[Demo]:
    """A site with the demonstration, inside a context: only look, its records are others' too."""
    with filled_once.site.app_context():
        yield filled_once
