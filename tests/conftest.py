"""How pytest runs here; what tests may ask for stands in ``tests/support/fixtures.py``."""

from hypothesis import settings as hypothesis_settings

from tests.support.running import (  # noqa: F401  # hooks of pytest
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_configure,
)

hypothesis_settings.register_profile("steady", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("steady")
