"""``flask demo``: invented records that are plausible, consistent, and never beside real ones."""

import csv
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.db.site import is_demo
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.reporter.views import tracked
from app.matters.redress.views import tracked as tracked_redress
from app.ops.demo import services
from app.people.models import Staff
from app.people.passwords import faults_of, password_matches
from app.people.rules import Role
from app.people.services import sign_in
from app.publishing.life.queries import published
from app.records.cases.models import Case
from app.records.companies.models import Company
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.honours.models import Honour, HonourEntry
from app.records.indicators.models import IndicatorValue
from app.records.inspections.models import Inspection
from app.records.licences.models import AdministrativeLicence
from app.records.projects.models import KeyProject
from app.records.surveys.models import SurveyResult
from tests.support.demo_promises import PROMISES, count
from tests.support.demonstration import Demo
from tests.support.factories import make_company
from tests.support.paths import SHARED_DATA

REAL_ENTERPRISES = SHARED_DATA / "enterprises_wenzhou/enterprises.csv"


def test_there_is_as_much_as_promised(demo: Demo) -> None:
    assert is_demo()
    assert count(Company) == 3000
    assert count(Case) == 1500
    assert count(AdministrativeLicence) == 900
    assert (count(Inspection), count(CreditEntry)) == (750, 801)
    assert count(Honour) == 1154
    assert count(KeyProject) == 100
    assert count(Submission) == 550
    assert (count(IndicatorValue), count(SurveyResult)) == (171, 23)
    assert count(Matter, Matter.is_public) > 50
    assert count(Honour, ~Honour.unsuspended(clock.today())) > 10 < count(HonourEntry)


def test_the_lists_shown_are_as_long_as_drawn(demo: Demo) -> None:
    assert count(CreditEntry, published(CreditEntry), CreditEntry.list == ListKind.RED) == 312
    assert count(CreditEntry, published(CreditEntry), CreditEntry.list == ListKind.BLACK) == 86


@pytest.mark.parametrize("promise", PROMISES, ids=lambda one: one.__name__)
def test_what_holds_on_any_day_holds(demo: Demo, promise: Callable[[], None]) -> None:
    promise()


def test_no_name_is_that_of_a_real_company(demo: Demo) -> None:
    if not REAL_ENTERPRISES.exists():
        pytest.skip("the real enterprises are not beside this checkout")
    with REAL_ENTERPRISES.open(encoding="utf-8") as file:
        real = {row["企业名称"] for row in csv.DictReader(file)}

    assert real.isdisjoint(db.session.scalars(select(Company.name)))


def test_number_and_code_open_an_application(demo: Demo) -> None:
    number = demo.outcome.application_numbers[0]
    assert tracked_redress.opened_by(number=number, code=demo.outcome.tracking_code)


def test_each_role_has_one_account_whose_password_was_told(demo: Demo) -> None:
    accounts = demo.outcome.accounts

    assert {account.role for account in accounts} == set(Role)
    for account in accounts:
        assert not faults_of(account.password, username=account.username)
    assert sign_in(username=accounts[0].username, password=accounts[0].password)


def test_colleagues_without_a_password_cannot_sign_in(demo: Demo) -> None:
    colleague = db.session.scalars(select(Staff).where(Staff.username.startswith("demo-"))).first()

    assert colleague is not None
    assert not colleague.is_enabled
    assert not password_matches(colleague.password_hash, "!")


def test_number_and_code_open_a_submission(demo: Demo) -> None:
    number = demo.outcome.tracking_numbers[0]

    assert tracked.opened_by(number=number, code=demo.outcome.tracking_code)


def test_a_database_with_records_is_never_filled(app: Flask) -> None:
    make_company()

    with pytest.raises(services.NotEmptyError):
        services.fill(tell=lambda kind, made: None)
    assert not is_demo()


def test_the_command_does_nothing_on_a_filled_database(
    app: Flask, runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_company()
    at_home = runner.invoke(args=["demo"])
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    in_production = runner.invoke(args=["demo"])

    assert (at_home.exit_code, in_production.exit_code) == (0, 1)
    assert count(Company) == 1


def test_the_command_does_not_fill_twice(demo: Demo) -> None:
    result = demo.site.test_cli_runner().invoke(args=["demo"])

    assert (result.exit_code, result.output) == (0, "the demonstration is there already\n")
