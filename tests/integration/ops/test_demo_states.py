"""The demonstration shows every state that a matter, a reward and what belongs to them can have."""

import pytest
from sqlalchemy import func, select

from app.insight.monthly.models import MonthlyReport
from app.kernel.db.session import db
from app.matters.complaints.matter.models.answers import ClosingAnswer, FollowUp, Review
from app.matters.complaints.matter.models.clocks import ClockExtension, ClockPause, PausePaper
from app.matters.complaints.matter.models.handling import ClosingCheck, MatterCase
from app.matters.complaints.matter.models.handovers import AssistTask, MatterReturn
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.models.submissions import ReporterRequest, SubmissionSign
from app.matters.complaints.matter.rules.entries import Pattern, RequestKind, RequestStatus
from app.matters.complaints.matter.rules.outcomes import CheckState, ReviewResult, ReviewStatus
from app.matters.complaints.matter.rules.states import ExtensionStatus, MatterStatus
from app.matters.rewards.models import Reward, RewardPayee
from app.matters.rewards.rules import PaymentWay, RewardStatus
from app.publishing.life import gate
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import SealedOriginal
from app.records.bulletins.models import Bulletin
from app.records.cases.models import Case
from app.records.creation.models import CreationApplication
from app.records.creation.rules import CreationState
from app.records.credit.models import CreditEntry
from app.records.licences.models import AdministrativeLicence
from app.records.projects.models import KeyProject, ProjectReport
from app.records.record_links.models import CaseEntry
from tests.support.demonstration import Demo


@pytest.mark.parametrize(
    ("column", "states"),
    [
        (Matter.status, MatterStatus),
        (Review.status, ReviewStatus),
        (Review.result, ReviewResult),
        (ReporterRequest.status, RequestStatus),
        (ReporterRequest.kind, RequestKind),
        (SubmissionSign.pattern, Pattern),
        (ClosingCheck.state, set(CheckState) - {CheckState.OPEN}),
        (ClockExtension.status, ExtensionStatus),
        (Reward.status, RewardStatus),
        (RewardPayee.way, PaymentWay),
        (MatterReturn.ordinal, {1, 2}),
        (ClosingAnswer.round, {1, 2}),
    ],
    ids=lambda one: getattr(one, "key", ""),
)
def test_each_state_is_there(demo: Demo, column, states) -> None:
    found = set(db.session.scalars(select(column).distinct())) - {None}
    assert found == set(states)


@pytest.mark.parametrize(
    "model", [MatterCase, CaseEntry, FollowUp, ClockPause, PausePaper, AssistTask]
)
def test_there_are_some_of_each(demo: Demo, model) -> None:
    assert db.session.scalar(select(func.count()).select_from(model)) > 0


def test_a_report_leads_to_its_case_and_on_to_the_list(demo: Demo) -> None:
    linked = select(MatterCase.id).join(CaseEntry, CaseEntry.case_id == MatterCase.case_id)
    assert db.session.scalars(linked).first() is not None


def test_returns_wait_and_are_decided_at_each_stage(demo: Demo) -> None:
    returns = db.session.scalars(select(MatterReturn)).all()
    stages = {(one.ordinal, one.is_open) for one in returns}
    assert {(1, False), (2, False)} <= stages
    assert any(one.is_open for one in returns)


def test_visits_wait_and_are_answered(demo: Demo) -> None:
    answered = {one.answered_at is not None for one in db.session.scalars(select(FollowUp))}
    assert answered == {True, False}


def test_a_refusal_is_overturned_and_handled_again(demo: Demo) -> None:
    overturned = [
        review
        for review in db.session.scalars(select(Review))
        if review.result is ReviewResult.CHANGED
        and db.session.get_one(Matter, review.matter_id).was_refused
    ]
    assert overturned
    for review in overturned:
        matter = db.session.get_one(Matter, review.matter_id)
        assert (matter.status, matter.closed_on) == (MatterStatus.IN_PROGRESS, None)
        assert matter.due_on is not None


def test_one_reward_is_raised_for_an_insider(demo: Demo) -> None:
    (raised,) = db.session.scalars(select(Reward).where(Reward.raise_percent > 0))
    assert raised.raise_reason
    assert raised.status is RewardStatus.ENDORSED


def test_some_rewards_were_given_up(demo: Demo) -> None:
    assert any(one.is_lapsed for one in db.session.scalars(select(Reward)))


def test_each_application_for_a_badge_has_a_file_for_each_criterion_but_one_sent_back(demo):
    lacking = []
    for made in db.session.scalars(select(CreationApplication)):
        shown = {one.criterion for one in made.evidence}
        lacking += [
            (made.state, one.code) for one in made.standard.criteria if one.code not in shown
        ]
    assert lacking == [(CreationState.DRAFT, "3")]


def test_badges_are_in_every_state(demo):
    states = set(db.session.scalars(select(CreationApplication.state)))
    assert states == set(CreationState)


def test_the_last_months_have_their_reports_and_one_was_corrected(demo):
    editions = db.session.execute(
        select(MonthlyReport.month, func.max(MonthlyReport.edition)).group_by(MonthlyReport.month)
    ).all()
    assert sorted(edition for _, edition in editions) == [1, 1, 1, 1, 1, 2]
    for report in db.session.scalars(select(MonthlyReport)):
        assert all(table.rows for table in report.tables), report.code


MODELS = (Bulletin, Case, CreditEntry, AdministrativeLicence, KeyProject, ProjectReport)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("demo")
def test_only_what_waits_for_a_reviewer_has_findings(model) -> None:
    exposed = [
        record.status
        for record in db.session.scalars(select(model))
        if gate.places_found(record, [])
    ]
    waiting = [PublicationStatus.IN_REVIEW] if model is Case else []
    assert exposed == waiting


@pytest.mark.usefixtures("demo")
def test_some_persons_are_sealed_and_shown_by_the_rule() -> None:
    sealed = db.session.scalars(select(SealedOriginal)).all()
    assert len(sealed) == 3
    assert all(one.name != one.shown and "某" in one.shown for one in sealed)
