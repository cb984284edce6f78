"""The form of an article shows what its kind needs, in a browser without JavaScript too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.kernel.db.session import db
from app.people.rules import Role
from tests.support.factories import make_bureau, make_staff
from tests.support.servers import Site
from tests.support.visitors import sign_in_by_form

FIELDS = {
    "notice": set[str](),
    "typical_case": set[str](),
    "warning": {"警示级别", "警示范围"},
    "campaign": {"活动名称", "活动开始", "活动结束"},
}


@pytest.mark.parametrize("runs_scripts", [True, False])
def test_only_what_belongs_to_the_chosen_kind_is_shown(
    site: Site, open_page: Callable[..., Page], runs_scripts: bool
) -> None:
    with site.app.app_context():
        make_staff(Role.EDITOR, bureau=make_bureau(), username="writer")
        db.session.commit()
    page = open_page(java_script_enabled=runs_scripts)
    sign_in_by_form(page, "writer")
    page.goto("/admin/bulletins/new")
    for kind, shown in FIELDS.items():
        page.get_by_label("类别").select_option(kind)
        for label in set.union(*FIELDS.values()):
            field = page.get_by_label(label, exact=True)
            expect(field).to_be_visible() if label in shown else expect(field).to_be_hidden()
