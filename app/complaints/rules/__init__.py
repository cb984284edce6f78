"""Tracks, states, acts and outcomes of a matter: what may follow what, as tables."""

from app.complaints.rules.acts import (
    Act,
    Relation,
    available_acts,
)
from app.complaints.rules.outcomes import (
    DECLINE_GROUNDS,
    OUTCOMES,
    DeclineGround,
    Manner,
    Outcome,
    Satisfaction,
    closing_outcomes,
)
from app.complaints.rules.states import (
    FIRST_STEP,
    OPEN,
    ComplaintKind,
    DayUnit,
    EventKind,
    MatterStatus,
    ReferralStatus,
    Step,
    Worklist,
    step_after_acceptance,
)
from app.complaints.rules.timing import (
    PAUSABLE,
    PAUSE_REASONS,
    THRESHOLDS,
    ExtensionStatus,
    PauseReason,
    offices_are_open,
    thresholds_reached,
)
from app.complaints.rules.tracks import (
    EndGround,
    NotFiledGround,
    SessionResult,
)

__all__ = [
    "DECLINE_GROUNDS",
    "FIRST_STEP",
    "OPEN",
    "OUTCOMES",
    "PAUSABLE",
    "PAUSE_REASONS",
    "THRESHOLDS",
    "Act",
    "ComplaintKind",
    "DayUnit",
    "DeclineGround",
    "EndGround",
    "EventKind",
    "ExtensionStatus",
    "Manner",
    "MatterStatus",
    "NotFiledGround",
    "Outcome",
    "PauseReason",
    "ReferralStatus",
    "Relation",
    "Satisfaction",
    "SessionResult",
    "Step",
    "Worklist",
    "available_acts",
    "closing_outcomes",
    "offices_are_open",
    "step_after_acceptance",
    "thresholds_reached",
]
