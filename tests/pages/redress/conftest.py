"""The body that decided, and its people."""

import pytest

from app.accounts.rules import Role
from tests.support.factories import make_bureau, make_staff


@pytest.fixture
def bureau(app):
    return make_bureau()


@pytest.fixture
def handler(bureau):
    return make_staff(bureau=bureau)


@pytest.fixture
def head(bureau):
    return make_staff(Role.HEAD, bureau=bureau)
