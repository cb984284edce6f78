"""Tracks, states, acts and outcomes of a matter: what may follow what, as tables."""

from app.complaints.rules.acts import (
    Act,
    Relation,
    available_acts,
)
from app.complaints.rules.outcomes import (
    OUTCOMES,
    DeclineGround,
    Manner,
    Outcome,
    Satisfaction,
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

__all__ = [
    "FIRST_STEP",
    "OPEN",
    "OUTCOMES",
    "Act",
    "ComplaintKind",
    "DayUnit",
    "DeclineGround",
    "EventKind",
    "Manner",
    "MatterStatus",
    "Outcome",
    "ReferralStatus",
    "Relation",
    "Satisfaction",
    "Step",
    "Worklist",
    "available_acts",
    "step_after_acceptance",
]
