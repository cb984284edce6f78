"""A host of the release before meets a schema and reference rows of the next one, and serves on."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import MetaData, Table, insert, select, text

from app.kernel.db import site
from app.kernel.db.session import db
from app.matters.complaints.clocks.queries import deadline_rule
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStep
from app.people.models import Staff
from app.people.rules import Role
from app.records.indicators.queries.promises import indicators
from tests.support.apps import open_app
from tests.support.citizens import answer_all
from tests.support.clocks import WORKING_MORNING
from tests.support.factories import make_staff
from tests.support.pages import PageClient
from tests.support.staff import SIGN_IN, sign_in

pytestmark = pytest.mark.trust(39)

NEXT = "9999"
PAGES = (
    "/",
    "/cases",
    "/evaluation",
    "/evaluation/targets",
    "/evaluation/targets/values",
    "/data",
    "/about",
)


def repeat(of: str, key: str, **changed: object) -> None:
    """Put a row of a reference table once more, as the next release might have it."""
    table = Table(of, MetaData(), autoload_with=db.session.connection(), resolve_fks=False)
    row = db.session.execute(select(table).limit(1)).mappings().one()
    values = {column: value for column, value in row.items() if column != key}
    db.session.execute(insert(table).values(values | changed))


@pytest.fixture(scope="module")
def upgraded(database_server, template_database, tmp_path_factory) -> Iterator[Flask]:
    """A site whose database another host has upgraded; this one still has the code of before."""
    address, folder = database_server.copy(template_database), tmp_path_factory.mktemp("older")
    with (
        time_machine.travel(WORKING_MORNING, tick=False),
        open_app(address, folder) as older,
        older.app_context(),
    ):
        staff = make_staff(Role.EDITOR)
        db.session.flush()
        repeat(
            "indicators",
            "id",
            code="N-1",
            name="新指标",
            position=999,
            strand="of the next release",
            measure="of_the_next_release",
        )
        repeat("deadline_rules", "id", code="next", step="of the next release")
        repeat("deadline_rules", "id", code="unit", unit="of the next release")
        repeat("complaint_categories", "id", code="next", name="新类别")
        repeat("staff_roles", "", role="of the next release")
        db.session.execute(text("CREATE TABLE of_the_next_release (id INTEGER PRIMARY KEY)"))
        db.session.execute(text("ALTER TABLE companies ADD COLUMN next_fact TEXT"))
        db.session.execute(text("UPDATE alembic_version SET version_num = :next"), {"next": NEXT})
        db.session.commit()
        older.username = staff.username
        db.session.remove()
        yield older
        db.session.remove()


@pytest.fixture
def visitor(upgraded: Flask) -> PageClient:
    return PageClient(upgraded, PageClient.response_class, use_cookies=True)


@pytest.mark.parametrize("address", PAGES)
def test_public_pages_answer(visitor, address):
    assert visitor.get(address).status_code == 200


def test_it_is_ready_and_leaves_the_schema_alone(visitor, upgraded):
    assert visitor.get("/readyz").json["checks"]["schema"] is True
    result = upgraded.test_cli_runner().invoke(args=["doctor"])
    assert f"release of this host: the schema is that of a newer one ({NEXT})" in result.output
    assert site.is_ahead()


def test_rows_that_it_has_no_word_for_are_passed_over(upgraded):
    assert "N-1" not in {one.code for one in db.session.scalars(indicators())}
    staff = db.session.scalars(select(Staff).where(Staff.username == upgraded.username)).one()
    assert [held.role for held in staff.roles] == [Role.EDITOR]
    for kind in ComplaintKind:
        for step in MatterStep:
            assert getattr(deadline_rule(kind, step, staff.created_at.date()), "code", "") != "unit"


def test_a_report_comes_in_and_staff_sign_in(visitor, upgraded):
    page = visitor.submit(answer_all(visitor))
    assert page.texts("//dl[@class='mj-code']/dd")
    sign_in(visitor, upgraded.username)
    desk = visitor.get("/admin/", follow_redirects=True)
    assert (desk.status_code, desk.request.path != SIGN_IN) == (200, True)
