"""Filled sites that are made once and copied: all that ``flask demo`` invents, and the sample."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app.ops.demo import services
from tests.support import sample_site
from tests.support.apps import empty_the_log, open_app
from tests.support.databases import Databases


@dataclass(frozen=True)
class Demo:
    """The site, and what was told once."""

    site: Flask
    outcome: services.Filled


@dataclass(frozen=True)
class Filled:
    """The demonstration at rest: its database, which nobody has open, and its files."""

    database: str
    data_dir: Path
    outcome: services.Filled

    @contextmanager
    def opened(self, server: Databases, data_dir: Path) -> Iterator[Demo]:
        """A site on copies of it, with its files in ``data_dir``."""
        shutil.copytree(self.data_dir, data_dir, dirs_exist_ok=True)
        with open_app(server.copy(self.database), data_dir) as site:
            yield Demo(site, self.outcome)


def filled_demo(database: str, data_dir: Path) -> Filled:
    """The demonstration on ``database``; some ten seconds go into it."""
    with open_app(database, data_dir) as site, site.app_context():
        outcome = services.fill(tell=lambda kind, made: None)
        empty_the_log()
    return Filled(database, data_dir, outcome)


@dataclass(frozen=True)
class SampleAtRest:
    """Its database, which nobody has open, its files, and where its records are."""

    database: str
    data_dir: Path
    sample: sample_site.Sample


def filled_sample(database: str, data_dir: Path) -> SampleAtRest:
    """The sample on ``database``."""
    with open_app(database, data_dir) as app:
        sample = sample_site.fill(app)
        with app.app_context():
            empty_the_log()
    return SampleAtRest(database, data_dir, sample)
