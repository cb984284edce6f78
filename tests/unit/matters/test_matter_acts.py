"""Which acts are open in which state of which track, and how each track can be closed."""

import pytest

from app.matters.complaints.matter.rules.acts import ACTS, MatterAct, MatterRelation
from app.matters.complaints.matter.rules.outcomes import (
    DECLINE_GROUNDS,
    OUTCOMES,
    EndGround,
    MatterDeclineGround,
    MatterOutcome,
    closing_outcomes,
)
from app.matters.complaints.matter.rules.states import (
    OPEN,
    PAUSE_REASONS,
    ComplaintKind,
    MatterStatus,
    PauseReason,
)
from app.people.acting.rules import open_acts

COMPLAINT, REPORT = ComplaintKind.COMPLAINT, ComplaintKind.VIOLATION_REPORT
LEAD, COORDINATION = MatterRelation.LEAD, MatterRelation.COORDINATION
OF_A_MEDIATION = {
    MatterAct.INVITE,
    MatterAct.RECORD_SESSION,
    MatterAct.AGREE,
    MatterAct.END_MEDIATION,
}
OF_A_CASE = {MatterAct.FILE_CASE, MatterAct.NOT_FILE, MatterAct.INFORM}
OF_A_CLOCK = {
    MatterAct.PAUSE,
    MatterAct.RESUME,
    MatterAct.REQUEST_EXTENSION,
    MatterAct.APPROVE_EXTENSION,
}


def open_to(relation, kind, status):
    return set(open_acts(ACTS, {relation}, (kind, status)))


@pytest.mark.parametrize("status", MatterStatus)
def test_no_track_has_the_steps_of_the_other_and_only_the_lead_body_takes_them(status):
    assert not OF_A_CASE & open_to(LEAD, COMPLAINT, status)
    assert not OF_A_MEDIATION & open_to(LEAD, REPORT, status)
    steps = OF_A_CASE | OF_A_MEDIATION | OF_A_CLOCK | {MatterAct.CLOSE}
    for kind in ComplaintKind:
        assert not steps & open_to(MatterRelation.ASSISTANT, kind, status)
        assert not steps & open_to(COORDINATION, kind, status)


def test_a_complaint_is_mediated_once_it_is_accepted():
    steps = OF_A_MEDIATION | {MatterAct.CLOSE, MatterAct.PAUSE}
    assert steps <= open_to(LEAD, COMPLAINT, MatterStatus.IN_PROGRESS)
    assert not steps & open_to(LEAD, COMPLAINT, MatterStatus.NEW)


def test_a_report_is_closed_only_after_the_decision_on_a_case():
    verified = open_to(LEAD, REPORT, MatterStatus.IN_PROGRESS)
    assert {MatterAct.FILE_CASE, MatterAct.NOT_FILE} <= verified
    assert MatterAct.CLOSE not in verified
    for decided in (MatterStatus.CASE_OPEN, MatterStatus.NOT_FILED):
        assert {MatterAct.CLOSE, MatterAct.INFORM} <= open_to(LEAD, REPORT, decided)


def test_a_filed_case_is_not_handed_to_another_body():
    assert MatterAct.REFER not in open_to(LEAD, REPORT, MatterStatus.CASE_OPEN)
    assert MatterAct.SETTLE not in open_to(COORDINATION, REPORT, MatterStatus.CASE_OPEN)


@pytest.mark.parametrize("status", sorted(set(MatterStatus) - OPEN))
def test_what_has_ended_is_neither_decided_nor_stopped_again(status):
    decisions = {MatterAct.ACCEPT, MatterAct.DECLINE, MatterAct.CLOSE}
    of_open_matters = OF_A_CASE | OF_A_MEDIATION | OF_A_CLOCK | decisions
    for kind in ComplaintKind:
        assert not of_open_matters & open_to(LEAD, kind, status)


@pytest.mark.parametrize("kind", ComplaintKind)
def test_each_outcome_of_a_track_can_be_reached(kind):
    by_acts_of_their_own = {MatterOutcome.MEDIATED, MatterOutcome.MEDIATION_ENDED}
    chosen = {outcome for status in MatterStatus for outcome in closing_outcomes(kind, status)}
    assert chosen | (by_acts_of_their_own if kind is COMPLAINT else set()) == set(OUTCOMES[kind])


def test_the_law_knows_seven_grounds_for_declining_and_eight_for_ending():
    assert len(DECLINE_GROUNDS[COMPLAINT]) == 7
    assert len(EndGround) == 8
    assert set(DECLINE_GROUNDS[REPORT]) == {
        MatterDeclineGround.NOT_COMPETENT,
        MatterDeclineGround.OTHER,
    }


def test_material_is_waited_for_only_while_it_has_been_asked_for():
    waiting = {status for status, why in PAUSE_REASONS.items() if PauseReason.CORRECTION in why}
    assert waiting == {MatterStatus.WAITING_REPORTER}
