"""Whom a second factor is asked of, and that a code which comes several times counts once."""

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
import time_machine
from sqlalchemy import select

import config
from app.kernel import clock
from app.kernel.db.session import db
from app.people import services
from app.people.models import SecondFactor
from app.people.rules import Role, needs_second_factor, unknown_roles
from app.people.services import second_factor
from tests.support.factories import PASSWORD, make_staff

pytestmark = pytest.mark.trust(9)

AT_ONCE = 4


@pytest.mark.parametrize(
    ("environment", "demanded"),
    [
        ({}, ""),
        ({"FLASK_ENV": "production", "SECRET_KEY": "s", "ENCRYPTION_KEYS": "k1:00"}, "all"),
        ({"SECOND_FACTOR_ROLES": "payer"}, "payer"),
    ],
)
def test_production_asks_everyone_unless_told_otherwise(tmp_path, environment, demanded):
    loaded = config.load({"DATA_DIR": str(tmp_path), **environment})
    found = loaded.SECOND_FACTOR_ROLES
    assert found == demanded


@pytest.mark.parametrize(
    ("demanded", "asked"),
    [("all", True), ("none", False), ("", False), ("secadmin, handler", True), ("payer", False)],
)
def test_the_setting_names_roles(demanded, asked):
    assert needs_second_factor([Role.HANDLER, Role.HEAD], demanded) is asked
    assert not unknown_roles(demanded)
    assert unknown_roles(f"{demanded},handlers") == {"handlers"}


def test_a_code_that_comes_several_times_at_once_opens_one_session(live_app):
    at = clock.now()
    with live_app.app_context(), time_machine.travel(at, tick=False):
        staff = make_staff()
        db.session.commit()
        second_factor.begin_enrolment(staff=staff)
        factor = db.session.scalars(select(SecondFactor)).one()
        factor.confirmed_at = clock.now()
        db.session.commit()
        code = pyotp.TOTP(factor.secret).at(at)
        sign_ins = [
            services.sign_in(username=staff.username, password=PASSWORD) for _ in range(AT_ONCE)
        ]
        db.session.remove()

    def confirm(token: str) -> bool:
        with live_app.app_context():
            try:
                second_factor.confirm_sign_in(token=token, code=code)
            except second_factor.WrongCodeError:
                return False
            return True

    with time_machine.travel(at, tick=False), ThreadPoolExecutor(AT_ONCE) as threads:
        assert list(threads.map(confirm, sign_ins)).count(True) == 1
