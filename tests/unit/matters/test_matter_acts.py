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


def available_acts(
    status: MatterStatus, relation: MatterRelation, kind: ComplaintKind
) -> list[MatterAct]:
    return open_acts(ACTS, {relation}, (kind, status))


@pytest.mark.parametrize("status", MatterStatus)
def test_no_track_has_the_steps_of_the_other(status: MatterStatus) -> None:
    assert not OF_A_CASE & set(available_acts(status, MatterRelation.LEAD, COMPLAINT))
    assert not OF_A_MEDIATION & set(available_acts(status, MatterRelation.LEAD, REPORT))


def test_a_complaint_is_mediated_once_it_is_accepted() -> None:
    acts = set(available_acts(MatterStatus.IN_PROGRESS, MatterRelation.LEAD, COMPLAINT))
    assert OF_A_MEDIATION | {MatterAct.CLOSE, MatterAct.PAUSE} <= acts
    before = set(available_acts(MatterStatus.NEW, MatterRelation.LEAD, COMPLAINT))
    assert not (OF_A_MEDIATION | {MatterAct.CLOSE, MatterAct.PAUSE}) & before


def test_a_report_is_closed_only_after_the_decision_on_a_case() -> None:
    verified = set(available_acts(MatterStatus.IN_PROGRESS, MatterRelation.LEAD, REPORT))
    assert {MatterAct.FILE_CASE, MatterAct.NOT_FILE} <= verified
    assert MatterAct.CLOSE not in verified
    for decided in (MatterStatus.CASE_OPEN, MatterStatus.NOT_FILED):
        assert {MatterAct.CLOSE, MatterAct.INFORM} <= set(
            available_acts(decided, MatterRelation.LEAD, REPORT)
        )


def test_a_filed_case_is_not_handed_to_another_body() -> None:
    assert MatterAct.REFER not in available_acts(
        MatterStatus.CASE_OPEN, MatterRelation.LEAD, REPORT
    )
    assert MatterAct.SETTLE not in available_acts(
        MatterStatus.CASE_OPEN, MatterRelation.COORDINATION, REPORT
    )


@pytest.mark.parametrize("relation", [MatterRelation.ASSISTANT, MatterRelation.COORDINATION])
@pytest.mark.parametrize("kind", ComplaintKind)
def test_only_the_lead_body_takes_the_steps_of_a_track(
    relation: MatterRelation, kind: ComplaintKind
) -> None:
    steps = (
        OF_A_CASE | OF_A_MEDIATION | {MatterAct.PAUSE, MatterAct.APPROVE_EXTENSION, MatterAct.CLOSE}
    )
    for status in MatterStatus:
        assert not steps & set(available_acts(status, relation, kind))


@pytest.mark.parametrize("status", sorted(set(MatterStatus) - OPEN))
def test_what_has_ended_is_neither_decided_nor_stopped_again(status: MatterStatus) -> None:
    of_open_matters = (
        OF_A_CASE
        | OF_A_MEDIATION
        | OF_A_CLOCK
        | {MatterAct.ACCEPT, MatterAct.DECLINE, MatterAct.CLOSE}
    )
    for kind in ComplaintKind:
        assert not of_open_matters & set(available_acts(status, MatterRelation.LEAD, kind))


@pytest.mark.parametrize("kind", ComplaintKind)
def test_each_outcome_of_a_track_can_be_reached(kind: ComplaintKind) -> None:
    by_acts_of_their_own = {MatterOutcome.MEDIATED, MatterOutcome.MEDIATION_ENDED}
    chosen = {outcome for status in MatterStatus for outcome in closing_outcomes(kind, status)}
    assert chosen | (by_acts_of_their_own if kind is COMPLAINT else set()) == set(OUTCOMES[kind])


def test_the_law_knows_seven_grounds_for_declining_and_eight_for_ending() -> None:
    assert len(DECLINE_GROUNDS[COMPLAINT]) == 7
    assert len(EndGround) == 8
    assert set(DECLINE_GROUNDS[REPORT]) == {
        MatterDeclineGround.NOT_COMPETENT,
        MatterDeclineGround.OTHER,
    }


def test_material_is_waited_for_only_while_it_has_been_asked_for() -> None:
    waiting = {status for status, why in PAUSE_REASONS.items() if PauseReason.CORRECTION in why}
    assert waiting == {MatterStatus.WAITING_REPORTER}
