"""系统, 安全 and 审计 are three people, whichever door a role comes through."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.kernel.db.session import db
from app.people import services
from app.people.models import StaffRole
from app.people.rules import SEPARATED_ROLES, Role
from migrations.triggers import APART, REFUSAL
from tests.support.factories import make_staff

pytestmark = pytest.mark.trust(5)

GIVE = text("INSERT INTO staff_roles (staff_id, role) VALUES (:staff, :role)")
TURN = text("UPDATE staff_roles SET role = :role WHERE staff_id = :staff AND role = :was")


def roles_of(staff):
    held = text("SELECT role FROM staff_roles WHERE staff_id = :staff ORDER BY role")
    return list(db.session.scalars(held, {"staff": staff.id}))


def test_the_database_names_the_roles_that_the_rules_name():
    named = APART.replace("'", "").strip("()").split(", ")
    assert sorted(named) == sorted(role.value for role in SEPARATED_ROLES)


@pytest.mark.parametrize("given", [role.value for role in Role if role is not Role.AUDITOR])
def test_an_auditor_is_given_no_other_role_by_any_statement(app, given):
    staff = make_staff(Role.AUDITOR)
    db.session.commit()
    with pytest.raises(DBAPIError, match=REFUSAL):
        db.session.execute(GIVE, {"staff": staff.id, "role": given})
    db.session.rollback()
    assert roles_of(staff) == ["auditor"]


@pytest.mark.parametrize("given", sorted(role.value for role in SEPARATED_ROLES))
def test_who_handles_becomes_no_administrator_beside_it(app, given):
    staff = make_staff(Role.HANDLER, Role.HEAD)
    db.session.commit()
    for statement in (GIVE, TURN):
        values = {"staff": staff.id, "role": given}
        with pytest.raises(DBAPIError, match=REFUSAL):
            db.session.execute(statement, values | ({"was": "head"} if statement is TURN else {}))
        db.session.rollback()
    assert roles_of(staff) == ["handler", "head"]


def test_the_session_of_the_site_is_refused_too(app):
    staff = make_staff(Role.SYSTEM_ADMIN)
    staff.roles.append(StaffRole(role=Role.SECURITY_ADMIN))
    with pytest.raises((IntegrityError, DBAPIError), match=REFUSAL):
        db.session.flush()
    db.session.rollback()


def test_other_roles_go_together_and_one_takes_the_place_of_another(app):
    staff = make_staff(Role.HANDLER)
    db.session.execute(GIVE, {"staff": staff.id, "role": "editor"})
    db.session.commit()
    db.session.refresh(staff)
    services.change_roles(staff=staff, roles=[Role.AUDITOR])
    assert roles_of(staff) == ["auditor"]
    db.session.execute(TURN, {"staff": staff.id, "role": "secadmin", "was": "auditor"})
    db.session.commit()
    assert roles_of(staff) == ["secadmin"]


def test_of_two_who_give_roles_at_once_one_is_refused(live_app):
    with live_app.app_context():
        staff = make_staff(Role.HANDLER)
        db.session.commit()
        db.session.execute(text("DELETE FROM staff_roles"))
        db.session.commit()
        number = staff.id

    def give(role):
        with live_app.app_context():
            try:
                db.session.execute(GIVE, {"staff": number, "role": role})
                db.session.commit()
            except DBAPIError:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(give, ["sysadmin", "auditor"])) == [False, True]
