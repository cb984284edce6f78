"""``flask demo``: invented records that are plausible, consistent, and never beside real ones."""

import csv
import re

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db.serials import daily_number
from app.kernel.db.session import Base, db
from app.kernel.db.site import is_demo
from app.matters.complaints.matter.models import Matter, Submission
from app.matters.complaints.matter.rules import OUTCOMES, ComplaintKind, EventKind, MatterStatus
from app.matters.complaints.reporter.services.tracking import open_submission
from app.matters.redress.conditions import may_apply
from app.matters.redress.models import RedressApplication
from app.matters.redress.queries.records import conditions_of
from app.matters.redress.rules import Outcome, RedressKind, RedressStatus
from app.matters.redress.services.tracking import open_application
from app.ops.demo import redress, services
from app.people.models import Staff
from app.people.passwords import faults_of, password_matches
from app.people.rules import Role
from app.people.services import sign_in
from app.publishing.life.queries import published
from app.publishing.life.rules import Life, PublicationStatus
from app.records.cases.models import CaseDisclosure
from app.records.companies import uscc
from app.records.companies.models import Company
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.honours.models import Honour, HonourEntry
from app.records.indicators.models import IndicatorValue
from app.records.indicators.queries.promises import counts, tracked
from app.records.indicators.queries.values import revisions
from app.records.indicators.rules import TargetState
from app.records.inspections.models import Inspection
from app.records.licences.models import AdministrativeLicence
from app.records.projects.models import KeyProject
from app.records.surveys.models import SurveyResult
from tests.support.demonstration import Demo
from tests.support.factories import make_company
from tests.support.paths import SHARED_DATA

REAL_ENTERPRISES = SHARED_DATA / "enterprises_wenzhou/enterprises.csv"
SUM = re.compile(r"([\d,]+(?:\.\d\d)?)元")


def count(model: type[Base], *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0  # type: ignore[arg-type]


def test_there_is_as_much_as_promised(demo: Demo) -> None:
    assert is_demo()
    assert count(Company) == 3000
    assert count(CaseDisclosure) == 1500
    assert count(AdministrativeLicence) == 900
    assert (count(Inspection), count(CreditEntry)) == (750, 801)
    assert count(Honour) == 1166
    assert count(KeyProject) == 100
    assert count(Submission) == 550
    assert (count(IndicatorValue), count(SurveyResult)) == (171, 23)


def test_the_lists_shown_are_as_long_as_drawn(demo: Demo) -> None:
    assert count(CreditEntry, published(CreditEntry), CreditEntry.list == ListKind.RED) == 312
    assert count(CreditEntry, published(CreditEntry), CreditEntry.list == ListKind.BLACK) == 86


def test_all_codes_are_right_and_of_no_real_district(demo: Demo) -> None:
    for code in db.session.scalars(select(Company.uscc)):
        assert code is not None
        assert uscc.is_valid(code)
        assert code[2:8] == "330399"


def test_no_name_is_that_of_a_real_company(demo: Demo) -> None:
    if not REAL_ENTERPRISES.exists():
        pytest.skip("the real enterprises are not beside this checkout")
    with REAL_ENTERPRISES.open(encoding="utf-8") as file:
        real = {row["企业名称"] for row in csv.DictReader(file)}

    assert real.isdisjoint(db.session.scalars(select(Company.name)))


def test_document_numbers_are_given_once(demo: Demo) -> None:
    numbers = list(db.session.scalars(select(CaseDisclosure.decision_number)))
    assert len(numbers) == len(set(numbers))
    assert all(number and re.search(r"〔\d{4}〕\d+号$", number) for number in numbers)


def test_sums_in_words_are_the_sums_in_figures(demo: Demo) -> None:
    for case in db.session.scalars(select(CaseDisclosure)):
        told = {
            measure: round(float(SUM.findall(part)[0].replace(",", "")) * 100)
            for part in case.content.split("；")
            for measure in ("罚款", "没收违法所得")
            if measure in part
        }
        assert told.get("罚款", 0) == case.fine_cents, case.title
        assert told.get("没收违法所得", 0) == case.confiscated_cents, case.title
        assert "{" not in case.facts


def test_nothing_is_decided_or_published_in_the_future(demo: Demo) -> None:
    for case in db.session.scalars(select(CaseDisclosure)):
        assert case.decided_on <= (case.published_on or case.decided_on)
        steps = [step.on for step in case.milestones]
        assert steps == sorted(steps), case.title


def test_no_company_is_honoured_and_punished_at_once(demo: Demo) -> None:
    honoured = select(CreditEntry.company_id).where(
        published(CreditEntry), CreditEntry.list == ListKind.RED
    )

    assert count(CaseDisclosure, CaseDisclosure.company_id.in_(honoured)) == 0


def test_projects_reported_each_month_and_some_are_late(demo: Demo) -> None:
    projects = list(db.session.scalars(select(KeyProject)))
    assert all(project.reports for project in projects)
    for project in projects:
        shares = [report.percent for report in project.reports]
        assert shares == sorted(shares), project.code
        periods = [report.period for report in project.reports]
        assert len(periods) == len(set(periods)), project.code
    assert sum(1 for project in projects if project.latest_percent == 100) == 12


def test_promises_are_kept_missed_and_unreported(demo: Demo) -> None:
    states = counts(tracked())
    assert states == {TargetState.MET: 43, TargetState.MISSED: 14, TargetState.UNREPORTED: 5}


def test_honours_stand_in_every_state(demo: Demo) -> None:
    assert {one.life for one in db.session.scalars(select(Honour))} == set(Life) - {Life.REPAIRED}
    assert count(Honour, ~Honour.unsuspended(clock.today())) > 10 < count(HonourEntry)


def test_values_speak_of_periods_that_have_ended_and_one_was_corrected(demo: Demo) -> None:
    values = list(db.session.scalars(select(IndicatorValue)))

    assert all(value.period_ends_on < value.source_on <= clock.today() for value in values)
    assert all("演示" in value.source for value in values)
    assert len(revisions(values)) == 1


def test_the_drawn_company_has_its_case_entry_and_former_name(demo: Demo) -> None:
    company = db.session.scalars(select(Company).where(Company.uscc == "91330399MA0D7K2QX3")).one()
    cases = db.session.scalars(select(CaseDisclosure).where(CaseDisclosure.company == company))

    assert company.name == "温州砚汐调味食品有限公司"
    assert [former.name for former in company.former_names] == ["瓯海砚汐酿造厂"]
    assert {case.decision_number.partition("〕")[2] for case in cases} == {"213号", "41号"}  # type: ignore[union-attr]


def test_matters_are_in_every_state(demo: Demo) -> None:
    states = set(db.session.scalars(select(Matter.status).distinct()))
    kinds = set(db.session.scalars(select(Matter.kind).distinct()))

    assert states == set(MatterStatus)
    assert kinds == set(ComplaintKind)
    assert count(Matter, Matter.is_public) > 50
    assert count(Matter, Matter.due_on < clock.today()) > 5


def test_histories_run_forward_and_end_today_at_the_latest(demo: Demo) -> None:
    for matter in db.session.scalars(select(Matter)):
        moments = [event.at for event in matter.events]
        assert moments == sorted(moments), matter.number
        assert clock.city_date(moments[-1]) <= clock.today()
        assert matter.events[0].kind is EventKind.SUBMITTED
        if matter.status in {MatterStatus.CLOSED, MatterStatus.DECLINED, MatterStatus.WITHDRAWN}:
            assert matter.closed_on is not None
            assert matter.due_on is None
            assert all(clock_.met_on for clock_ in matter.deadlines)
        if matter.status is MatterStatus.CLOSED:
            assert matter.outcome in OUTCOMES[matter.kind]
            assert matter.replies


def test_applications_are_in_every_state_and_decided_by_two_people(demo: Demo) -> None:
    applications = list(db.session.scalars(select(RedressApplication)))

    assert len(applications) == redress.COUNT
    assert {one.status for one in applications} == set(RedressStatus)
    for one in applications:
        moments = [event.at for event in one.events]
        assert moments == sorted(moments), one.number
        people = [event.staff_id for event in one.events if event.staff_id]
        assert len(people) == len(set(people)), one.number
        assert (one.due_on is None) is (one.closed_on is not None)
        assert one.evidence
        is_marked = one.status is RedressStatus.ACCEPTED and one.kind is RedressKind.OBJECTION
        assert (one.record.objected_on is not None) is is_marked
        is_shown = one.outcome not in {Outcome.GRANTED, Outcome.TAKEN_DOWN}
        assert (one.record.status is PublicationStatus.PUBLISHED) is is_shown
        if one.kind is RedressKind.REPAIR:
            assert may_apply(conditions_of(one.record))


def test_number_and_code_open_an_application(demo: Demo) -> None:
    number = demo.told.application_numbers[0]
    assert open_application(number=number, code=demo.told.tracking_code)


def test_complaints_are_never_anonymous_and_conduct_never_goes_to_the_body(demo: Demo) -> None:
    for submission in db.session.scalars(select(Submission)):
        kinds = {matter.kind for matter in submission.matters}
        assert not (submission.is_anonymous and ComplaintKind.COMPLAINT in kinds)
        for matter in submission.matters:
            assert matter.bureau_id != submission.subject_bureau_id


def test_public_summaries_keep_the_reporter_out(demo: Demo) -> None:
    for matter in db.session.scalars(select(Matter).where(Matter.is_public)):
        assert matter.submission.consents_to_publication
        assert matter.public_summary
        assert matter.submission.narrative not in matter.public_summary
        assert "{" not in f"{matter.public_title}{matter.public_summary}"


def test_each_role_has_one_account_whose_password_was_told(demo: Demo) -> None:
    accounts = demo.told.accounts

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
    number = demo.told.tracking_numbers[0]

    assert open_submission(number=number, code=demo.told.tracking_code)


def test_new_submissions_get_numbers_after_those_of_today(demo: Demo) -> None:
    number = daily_number("submission")

    assert count(Submission, Submission.number == number) == 0


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
