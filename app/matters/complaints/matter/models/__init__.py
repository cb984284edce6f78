"""Submissions of residents, and the matters (投诉 and 举报 tracks) that they open."""

from app.matters.complaints.matter.models.answers import InternalNote, PublicReply, Rating
from app.matters.complaints.matter.models.catalogue import ComplaintCategory, DeadlineRule
from app.matters.complaints.matter.models.chain import MatterCase
from app.matters.complaints.matter.models.clocks import (
    ClockExtension,
    ClockPause,
    MatterDeadline,
    PausePaper,
)
from app.matters.complaints.matter.models.closing import ClosingCheck, ClosingFile
from app.matters.complaints.matter.models.documents import MatterDocument
from app.matters.complaints.matter.models.events import MatterEvent
from app.matters.complaints.matter.models.handovers import (
    AssistTask,
    MatterAssistant,
    MatterReturn,
    Referral,
)
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.merging import Merger
from app.matters.complaints.matter.models.requests import ReporterRequest
from app.matters.complaints.matter.models.reviews import ClosingAnswer, FollowUp, Review
from app.matters.complaints.matter.models.site_evidence import SiteEvidence
from app.matters.complaints.matter.models.submissions import (
    Evidence,
    Registration,
    ReporterMessage,
    SubmissionSign,
    SubmissionTrait,
)
from app.matters.complaints.matter.models.tracks import (
    FilingDecision,
    MediationAgreement,
    MediationSession,
)

__all__ = [
    "AssistTask",
    "ClockExtension",
    "ClockPause",
    "ClosingAnswer",
    "ClosingCheck",
    "ClosingFile",
    "ComplaintCategory",
    "DeadlineRule",
    "Evidence",
    "FilingDecision",
    "FollowUp",
    "InternalNote",
    "Matter",
    "MatterAssistant",
    "MatterCase",
    "MatterDeadline",
    "MatterDocument",
    "MatterEvent",
    "MatterReturn",
    "MediationAgreement",
    "MediationSession",
    "Merger",
    "PausePaper",
    "PublicReply",
    "Rating",
    "Referral",
    "Registration",
    "ReporterMessage",
    "ReporterRequest",
    "Review",
    "SiteEvidence",
    "Submission",
    "SubmissionSign",
    "SubmissionTrait",
]
