"""Which engine a site gets, and what it is told when that can't be."""

from pathlib import Path

import pytest

from tests.support.apps import open_app


def test_an_index_in_postgresql_needs_a_site_on_postgresql(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="set DATABASE_URL to postgresql://"),
        open_app(f"sqlite:///{tmp_path}/site.db", tmp_path, SEARCH_ENGINE="postgres"),
    ):
        pass


def test_an_engine_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="solr is unknown; there is: whoosh, postgres"),
        open_app(f"sqlite:///{tmp_path}/site.db", tmp_path, SEARCH_ENGINE="solr"),
    ):
        pass
