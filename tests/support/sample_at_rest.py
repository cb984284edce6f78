"""A site with a record of each kind, made once and copied."""

from dataclasses import dataclass
from pathlib import Path

from tests.support import sample_site
from tests.support.apps import empty_the_log, open_app


@dataclass(frozen=True)
class SampleAtRest:
    """Its database, which nobody has open, its files, and where its records are."""

    database: str
    data_dir: Path
    sample: sample_site.Sample


def filled(database: str, data_dir: Path) -> SampleAtRest:
    """The sample on ``database``."""
    with open_app(database, data_dir) as app:
        sample = sample_site.fill(app)
        with app.app_context():
            empty_the_log()
    return SampleAtRest(database, data_dir, sample)
