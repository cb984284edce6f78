"""A site that shows all that ``flask demo`` invents."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app.demo import services
from tests.support.apps import open_app


@dataclass(frozen=True)
class Demo:
    """The site, and what was told once."""

    site: Flask
    told: services.Filled


@contextmanager
def demonstration(database: str, data_dir: Path) -> Iterator[Demo]:
    """A site on ``database`` with the demonstration, which takes some ten seconds to make."""
    with open_app(database, data_dir) as site:
        with site.app_context():
            told = services.fill(tell=lambda kind, made: None)
        yield Demo(site, told)
