"""Tracks, states, acts and outcomes of a matter: what may follow what, as tables."""

from app.matters.complaints.matter.rules.acts import (
    ACTS,
    ADDING,
    MOST_IN_BULK,
    TOGETHER,
    MatterAct,
    MatterRelation,
)
from app.matters.complaints.matter.rules.closing import CheckState, ClosingItem
from app.matters.complaints.matter.rules.documents import MatterDocumentKind, Reader
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
    Manner,
    MatterDeclineGround,
    MatterOutcome,
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
    MatterEventKind,
    MatterStatus,
    MatterStep,
    MatterWorklist,
    ReferralStatus,
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
    "AssistState",
    "Channel",
    "CheckState",
    "ClosingItem",
    "ComplaintKind",
    "DayUnit",
    "EndGround",
    "ExtensionStatus",
    "Manner",
    "MatterAct",
    "MatterDeclineGround",
    "MatterDocumentKind",
    "MatterEventKind",
    "MatterOutcome",
    "MatterRelation",
    "MatterStatus",
    "MatterStep",
    "MatterWorklist",
    "NotFiledGround",
    "Pattern",
    "PauseReason",
    "Reader",
    "ReferralStatus",
    "RequestKind",
    "RequestStatus",
    "ReturnDecision",
    "ReviewResult",
    "ReviewStatus",
    "Satisfaction",
    "SessionResult",
    "TraitKind",
    "closing_outcomes",
    "decision_on",
    "is_binding",
    "is_review_round",
    "may_review",
    "step_after_acceptance",
]
