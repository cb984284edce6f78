"""Tracks, states, acts and outcomes of a matter: what may follow what, as tables."""

from app.matters.complaints.matter.rules.acts import (
    ACTS,
    ADDING,
    MOST_IN_BULK,
    TOGETHER,
    Act,
    Relation,
)
from app.matters.complaints.matter.rules.closing import CheckState, ClosingItem
from app.matters.complaints.matter.rules.documents import DocumentKind, Reader
from app.matters.complaints.matter.rules.handovers import (
    AssistState,
    ReturnDecision,
    decision_on,
    is_binding,
)
from app.matters.complaints.matter.rules.outcomes import (
    BASIS_IN_WORDS,
    DECLINE_GROUNDS,
    OUTCOMES,
    DeclineGround,
    Manner,
    Outcome,
    Satisfaction,
    closing_outcomes,
)
from app.matters.complaints.matter.rules.requests import RequestKind, RequestStatus
from app.matters.complaints.matter.rules.reviews import (
    ANSWERED,
    ReviewResult,
    ReviewStatus,
    is_review_round,
    may_review,
)
from app.matters.complaints.matter.rules.states import (
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
from app.matters.complaints.matter.rules.submissions import Channel, Pattern, TraitKind
from app.matters.complaints.matter.rules.timing import (
    PAUSABLE,
    PAUSE_REASONS,
    UPLOADED,
    ExtensionStatus,
    PauseReason,
)
from app.matters.complaints.matter.rules.tracks import EndGround, NotFiledGround, SessionResult

__all__ = [
    "ACTS",
    "ADDING",
    "ANSWERED",
    "BASIS_IN_WORDS",
    "DECLINE_GROUNDS",
    "FIRST_STEP",
    "MOST_IN_BULK",
    "OPEN",
    "OUTCOMES",
    "PAUSABLE",
    "PAUSE_REASONS",
    "TOGETHER",
    "UPLOADED",
    "Act",
    "AssistState",
    "Channel",
    "CheckState",
    "ClosingItem",
    "ComplaintKind",
    "DayUnit",
    "DeclineGround",
    "DocumentKind",
    "EndGround",
    "EventKind",
    "ExtensionStatus",
    "Manner",
    "MatterStatus",
    "NotFiledGround",
    "Outcome",
    "Pattern",
    "PauseReason",
    "Reader",
    "ReferralStatus",
    "Relation",
    "RequestKind",
    "RequestStatus",
    "ReturnDecision",
    "ReviewResult",
    "ReviewStatus",
    "Satisfaction",
    "SessionResult",
    "Step",
    "TraitKind",
    "Worklist",
    "closing_outcomes",
    "decision_on",
    "is_binding",
    "is_review_round",
    "may_review",
    "step_after_acceptance",
]
