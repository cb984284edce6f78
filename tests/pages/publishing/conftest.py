"""Who is at the desk where records are written and reviewed."""

import pytest

from tests.support.desks import make_office


@pytest.fixture
def office(client):
    """A body with its editor and its reviewer, who take turns at one browser."""
    return make_office(client)
