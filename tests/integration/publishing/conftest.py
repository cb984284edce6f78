"""How files of records are brought in."""

from functools import partial

import pytest

from tests.support.tables import bring_file


@pytest.fixture
def bring(app, tmp_path):
    """Imports a file of a kind: its bytes, or rows; see ``tests.support.tables.bring_file``."""
    return partial(bring_file, app, tmp_path)
