"""Each factory makes a record that the database takes, twice over."""

import pytest
from stdnum.cn import uscc as official

from tests.support import factories
from tests.support.uscc import uscc

PARENTS = {"make_former_name": factories.make_company, "make_milestone": factories.make_project}
PARENTS["make_report"] = factories.make_project

MAKERS = sorted(name for name in dir(factories) if name.startswith("make_"))


@pytest.mark.parametrize("name", MAKERS)
def test_a_factory_can_be_used_again_and_again(app, name):
    parent = [PARENTS[name]()] if name in PARENTS else []
    maker = getattr(factories, name)
    assert maker(*parent) is not None
    assert maker(*parent) is not None


@pytest.mark.parametrize("number", [1, 31, 999_999])
def test_invented_codes_are_valid(number):
    assert official.is_valid(uscc(number))
