"""What the demonstration promises on whichever day it is filled, inside a context of its site."""

import re
from datetime import date

from sqlalchemy import Date, func, select

from app.kernel import clock
from app.kernel.db.session import Base, UTCDateTime, db
from app.kernel.db.site import daily_number
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import OUTCOMES
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.redress.conditions import may_apply
from app.matters.redress.models import RedressApplication
from app.matters.redress.queries.records import as_contested
from app.matters.redress.rules import RedressKind, RedressOutcome, RedressStatus
from app.ops.demo import redress
from app.ops.demo.material import months_later
from app.publishing.life.queries import published
from app.publishing.life.rules import Life, PublicationStatus
from app.records.cases.models import Case
from app.records.companies import uscc
from app.records.companies.models import Company
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.honours.models import Honour, HonourEntry
from app.records.indicators.models import IndicatorValue
from app.records.indicators.queries.promises import counts, tracked
from app.records.indicators.queries.values import revisions
from app.records.indicators.rules import TargetState
from app.records.projects.models import KeyProject
from app.records.projects.rules import days_late, reports_due_since

SUM = re.compile(r"([\d,]+(?:\.\d\d)?)元")
AHEAD = {
    "due_on",
    "begins_on",
    "ends_on",
    "planned_on",
    "planned_start_on",
    "next_due_on",
    "issue_due_on",
    "inspect_due_on",
    "assess_due_on",
    "objections_due_on",
    "inform_due_on",
    "claim_due_on",
    "earliest_repair_on",
    "meets_at",
    "published_on",
}
"""What is to come may lie in the future, and so may what is to be public then."""
ELSEWHERE = {"aggregates.counted_at", "assessment_rows.on"}
"""When the tables were made, and until when a row's matter was to be settled."""


def count(model: type[Base], *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0  # type: ignore[arg-type]


def all_codes_are_right_and_of_no_real_district() -> None:
    for code in db.session.scalars(select(Company.uscc)):
        assert code is not None
        assert uscc.is_valid(code)
        assert code[2:8] == "330399"


def document_numbers_are_given_once() -> None:
    numbers = list(db.session.scalars(select(Case.decision_number)))
    assert len(numbers) == len(set(numbers))
    assert all(number and re.search(r"〔\d{4}〕\d+号$", number) for number in numbers)


def sums_in_words_are_the_sums_in_figures() -> None:
    for case in db.session.scalars(select(Case)):
        sums = {
            measure: round(float(SUM.findall(part)[0].replace(",", "")) * 100)
            for part in case.content.split("；")
            for measure in ("罚款", "没收违法所得")
            if measure in part
        }
        assert sums.get("罚款", 0) == case.fine_cents, case.title
        assert sums.get("没收违法所得", 0) == case.confiscated_cents, case.title
        assert "{" not in case.facts


def nothing_is_decided_or_published_in_the_future() -> None:
    for case in db.session.scalars(select(Case)):
        assert case.decided_on <= (case.published_on or case.decided_on)
        steps = [step.on for step in case.milestones]
        assert steps == sorted(steps), case.title


def nothing_has_happened_yet_that_is_to_come() -> None:
    """Each date says when something happened, but for those of what is ahead."""
    tomorrow = clock.today() + clock.ONE_DAY
    for column in (one for table in Base.metadata.sorted_tables for one in table.columns):
        is_ahead = column.name in AHEAD or str(column) in ELSEWHERE
        if is_ahead or not column.name.endswith(("at", "on")):
            continue
        limit = tomorrow if isinstance(column.type, Date) else clock.day_start(tomorrow)
        if isinstance(column.type, Date | UTCDateTime):
            newest = db.session.scalar(select(func.max(column)))
            assert newest is None or newest < limit, str(column)


def no_company_is_honoured_and_punished_at_once() -> None:
    honoured = select(CreditEntry.company_id).where(
        published(CreditEntry), CreditEntry.list == ListKind.RED
    )

    assert count(Case, Case.company_id.in_(honoured)) == 0


def projects_reported_each_month_and_some_are_late() -> None:
    projects = list(db.session.scalars(select(KeyProject)))
    due_since = reports_due_since(clock.today())
    silent = [one for one in projects if one.reports[-1].reported_on < due_since]
    assert len([one for one in silent if one.latest_percent != 100]) == 3
    for project in projects:
        shares = [report.percent for report in project.reports]
        assert shares == sorted(shares), project.code
        dates = [date.fromisoformat(f"{report.period}-01") for report in project.reports]
        assert dates == [months_later(dates[0], number) for number in range(len(dates))]
        assert all(one.reported_on <= clock.today() for one in project.reports), project.code
    assert sum(1 for project in projects if project.latest_percent == 100) == 12
    assert len([one for one in projects if days_late(one.next_due_on, clock.today())]) == 14


def projects_name_a_person_at_times_a_task_force_and_what_is_built_a_firm() -> None:
    projects = list(db.session.scalars(select(KeyProject)))
    assert all(project.responsible_person for project in projects)
    assert sum(1 for project in projects if project.task_force) == 10
    built = [project for project in projects if project.implementing_firm]
    assert len(built) > 30
    for project in built:
        company = db.session.get_one(Company, project.company_id)
        assert (company.name, company.uscc) == (project.implementing_firm, project.uscc)


def promises_are_kept_missed_and_unreported() -> None:
    states = counts(tracked())
    assert sum(states.values()) == 62, states
    assert set(states) == set(TargetState)
    assert states[TargetState.MET] > sum(states.values()) / 2, states


def honours_stand_in_every_state() -> None:
    assert {one.life for one in db.session.scalars(select(Honour))} == set(Life) - {Life.REPAIRED}
    assert count(Honour, ~Honour.unsuspended(clock.today())) > 0 < count(HonourEntry)


def values_speak_of_periods_that_have_ended_and_one_was_corrected() -> None:
    values = list(db.session.scalars(select(IndicatorValue)))

    assert all(value.period_ends_on < value.source_on <= clock.today() for value in values)
    assert all("演示" in value.source for value in values)
    assert len(revisions(values)) == 1


def the_drawn_company_has_its_case_entry_and_former_name() -> None:
    company = db.session.scalars(select(Company).where(Company.uscc == "91330399MA0D7K2QX3")).one()
    cases = db.session.scalars(select(Case).where(Case.company == company))

    assert company.name == "温州砚汐调味食品有限公司"
    assert [former.name for former in company.former_names] == ["瓯海砚汐酿造厂"]
    assert {case.decision_number.partition("〕")[2] for case in cases} == {"213号", "41号"}  # type: ignore[union-attr]


def matters_are_in_every_state() -> None:
    states = set(db.session.scalars(select(Matter.status).distinct()))
    kinds = set(db.session.scalars(select(Matter.kind).distinct()))

    assert states == set(MatterStatus)
    assert kinds == set(ComplaintKind)
    assert count(Matter, Matter.is_public) > 10
    assert count(Matter, Matter.due_on < clock.today()) > 5


def histories_run_forward_and_end_today_at_the_latest() -> None:
    for matter in db.session.scalars(select(Matter)):
        moments = [event.at for event in matter.events]
        assert moments == sorted(moments), matter.number
        assert clock.city_date(moments[-1]) <= clock.today()
        assert matter.events[0].kind is MatterEventKind.SUBMITTED
        if matter.status in {MatterStatus.CLOSED, MatterStatus.DECLINED, MatterStatus.WITHDRAWN}:
            assert matter.closed_on is not None
            assert matter.due_on is None
            assert all(clock_.met_on for clock_ in matter.deadlines)
        if matter.status is MatterStatus.CLOSED:
            assert matter.outcome in OUTCOMES[matter.kind]
            assert matter.replies


def applications_are_in_every_state_and_decided_by_two_people() -> None:
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
        is_shown = one.outcome not in {RedressOutcome.GRANTED, RedressOutcome.TAKEN_DOWN}
        assert (one.record.status is PublicationStatus.PUBLISHED) is is_shown
        if one.kind is RedressKind.REPAIR:
            assert may_apply(as_contested(one.record).conditions)


def complaints_are_never_anonymous_and_conduct_never_goes_to_the_body() -> None:
    for submission in db.session.scalars(select(Submission)):
        kinds = {matter.kind for matter in submission.matters}
        assert not (submission.is_anonymous and ComplaintKind.COMPLAINT in kinds)
        for matter in submission.matters:
            assert matter.bureau_id != submission.subject_bureau_id


def public_summaries_keep_the_reporter_out() -> None:
    for matter in db.session.scalars(select(Matter).where(Matter.is_public)):
        assert matter.submission.consents_to_publication
        assert matter.public_summary
        assert matter.submission.narrative not in matter.public_summary
        assert "{" not in f"{matter.public_title}{matter.public_summary}"


def new_submissions_get_numbers_after_those_of_today() -> None:
    number = daily_number("submission")

    assert count(Submission, Submission.number == number) == 0


PROMISES = (
    all_codes_are_right_and_of_no_real_district,
    document_numbers_are_given_once,
    sums_in_words_are_the_sums_in_figures,
    nothing_is_decided_or_published_in_the_future,
    nothing_has_happened_yet_that_is_to_come,
    no_company_is_honoured_and_punished_at_once,
    projects_reported_each_month_and_some_are_late,
    projects_name_a_person_at_times_a_task_force_and_what_is_built_a_firm,
    promises_are_kept_missed_and_unreported,
    honours_stand_in_every_state,
    values_speak_of_periods_that_have_ended_and_one_was_corrected,
    the_drawn_company_has_its_case_entry_and_former_name,
    matters_are_in_every_state,
    histories_run_forward_and_end_today_at_the_latest,
    applications_are_in_every_state_and_decided_by_two_people,
    complaints_are_never_anonymous_and_conduct_never_goes_to_the_body,
    public_summaries_keep_the_reporter_out,
    new_submissions_get_numbers_after_those_of_today,
)
