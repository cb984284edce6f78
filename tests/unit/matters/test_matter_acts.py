"""Which acts are open in which state of which track, and how each track can be closed."""

import pytest

from app.matters.complaints.matter.rules import (
    ACTS,
    DECLINE_GROUNDS,
    OPEN,
    OUTCOMES,
    PAUSE_REASONS,
    Act,
    ComplaintKind,
    DeclineGround,
    EndGround,
    MatterStatus,
    Outcome,
    PauseReason,
    Relation,
    closing_outcomes,
)
from app.people.acting.rules import open_acts

COMPLAINT, REPORT = ComplaintKind.COMPLAINT, ComplaintKind.VIOLATION_REPORT
OF_A_MEDIATION = {Act.INVITE, Act.RECORD_SESSION, Act.AGREE, Act.END_MEDIATION}
OF_A_CASE = {Act.FILE_CASE, Act.NOT_FILE, Act.INFORM}
OF_A_CLOCK = {Act.PAUSE, Act.RESUME, Act.REQUEST_EXTENSION, Act.APPROVE_EXTENSION}


def available_acts(status: MatterStatus, relation: Relation, kind: ComplaintKind) -> list[Act]:
    return open_acts(ACTS, {relation}, (kind, status))


@pytest.mark.parametrize("status", MatterStatus)
def test_no_track_has_the_steps_of_the_other(status: MatterStatus) -> None:
    assert not OF_A_CASE & set(available_acts(status, Relation.LEAD, COMPLAINT))
    assert not OF_A_MEDIATION & set(available_acts(status, Relation.LEAD, REPORT))


def test_a_complaint_is_mediated_once_it_is_accepted() -> None:
    acts = set(available_acts(MatterStatus.IN_PROGRESS, Relation.LEAD, COMPLAINT))
    assert OF_A_MEDIATION | {Act.CLOSE, Act.PAUSE} <= acts
    before = set(available_acts(MatterStatus.NEW, Relation.LEAD, COMPLAINT))
    assert not (OF_A_MEDIATION | {Act.CLOSE, Act.PAUSE}) & before


def test_a_report_is_closed_only_after_the_decision_on_a_case() -> None:
    verified = set(available_acts(MatterStatus.IN_PROGRESS, Relation.LEAD, REPORT))
    assert {Act.FILE_CASE, Act.NOT_FILE} <= verified
    assert Act.CLOSE not in verified
    for decided in (MatterStatus.CASE_OPEN, MatterStatus.NOT_FILED):
        assert {Act.CLOSE, Act.INFORM} <= set(available_acts(decided, Relation.LEAD, REPORT))


def test_a_filed_case_is_not_handed_to_another_body() -> None:
    assert Act.REFER not in available_acts(MatterStatus.CASE_OPEN, Relation.LEAD, REPORT)
    assert Act.SETTLE not in available_acts(MatterStatus.CASE_OPEN, Relation.COORDINATION, REPORT)


@pytest.mark.parametrize("relation", [Relation.ASSISTANT, Relation.COORDINATION])
@pytest.mark.parametrize("kind", ComplaintKind)
def test_only_the_lead_body_takes_the_steps_of_a_track(
    relation: Relation, kind: ComplaintKind
) -> None:
    steps = OF_A_CASE | OF_A_MEDIATION | {Act.PAUSE, Act.APPROVE_EXTENSION, Act.CLOSE}
    for status in MatterStatus:
        assert not steps & set(available_acts(status, relation, kind))


@pytest.mark.parametrize("status", sorted(set(MatterStatus) - OPEN))
def test_what_has_ended_is_neither_decided_nor_stopped_again(status: MatterStatus) -> None:
    of_open_matters = OF_A_CASE | OF_A_MEDIATION | OF_A_CLOCK | {Act.ACCEPT, Act.DECLINE, Act.CLOSE}
    for kind in ComplaintKind:
        assert not of_open_matters & set(available_acts(status, Relation.LEAD, kind))


@pytest.mark.parametrize("kind", ComplaintKind)
def test_each_outcome_of_a_track_can_be_reached(kind: ComplaintKind) -> None:
    by_acts_of_their_own = {Outcome.MEDIATED, Outcome.MEDIATION_ENDED}
    chosen = {outcome for status in MatterStatus for outcome in closing_outcomes(kind, status)}
    assert chosen | (by_acts_of_their_own if kind is COMPLAINT else set()) == set(OUTCOMES[kind])


def test_the_law_knows_seven_grounds_for_declining_and_eight_for_ending() -> None:
    assert len(DECLINE_GROUNDS[COMPLAINT]) == 7
    assert len(EndGround) == 8
    assert set(DECLINE_GROUNDS[REPORT]) == {DeclineGround.NOT_COMPETENT, DeclineGround.OTHER}


def test_material_is_waited_for_only_while_it_has_been_asked_for() -> None:
    waiting = {status for status, why in PAUSE_REASONS.items() if PauseReason.CORRECTION in why}
    assert waiting == {MatterStatus.WAITING_REPORTER}
