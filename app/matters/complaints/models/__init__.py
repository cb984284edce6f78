"""Submissions of residents, and the matters (投诉 and 举报 tracks) that they open."""

from app.matters.complaints.models.answers import InternalNote, PublicReply, Rating
from app.matters.complaints.models.chain import MatterCase
from app.matters.complaints.models.clocks import (
    ClockExtension,
    ClockPause,
    ClockReminder,
    PausePaper,
    ReturnReminder,
)
from app.matters.complaints.models.closing import ClosingCheck, ClosingFile
from app.matters.complaints.models.desk import DeskView, ReplyTemplate
from app.matters.complaints.models.documents import MatterDocument
from app.matters.complaints.models.handovers import AssistTask, MatterReturn
from app.matters.complaints.models.matters import (
    Matter,
    MatterAssistant,
    MatterDeadline,
    MatterEvent,
    Referral,
)
from app.matters.complaints.models.merging import Merger
from app.matters.complaints.models.patterns import SubmissionSign
from app.matters.complaints.models.registrations import Registration
from app.matters.complaints.models.requests import ReporterRequest
from app.matters.complaints.models.reviews import ClosingAnswer, FollowUp, Review
from app.matters.complaints.models.routing_changes import RoutingChange
from app.matters.complaints.models.site_evidence import SiteEvidence
from app.matters.complaints.models.submissions import (
    ComplaintDraft,
    Evidence,
    ReporterMessage,
    Submission,
)
from app.matters.complaints.models.tracks import (
    FilingDecision,
    MediationAgreement,
    MediationSession,
)
from app.matters.complaints.models.traits import SubmissionTrait

__all__ = [
    "AssistTask",
    "ClockExtension",
    "ClockPause",
    "ClockReminder",
    "ClosingAnswer",
    "ClosingCheck",
    "ClosingFile",
    "ComplaintDraft",
    "DeskView",
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
    "ReplyTemplate",
    "ReporterMessage",
    "ReporterRequest",
    "ReturnReminder",
    "Review",
    "RoutingChange",
    "SiteEvidence",
    "Submission",
    "SubmissionSign",
    "SubmissionTrait",
]
