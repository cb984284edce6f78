"""Real files for tests and evaluation, which live beside the project and are never part of it."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

needs_shared_data = pytest.mark.skipif(
    not SHARED_DATA.is_dir(), reason="the folder ../shared/data with real files is absent"
)
