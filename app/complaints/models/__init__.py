"""Submissions of residents, and the matters (投诉 and 举报 tracks) that they open."""

from app.complaints.models.answers import (
    InternalNote,
    PublicReply,
    Rating,
)
from app.complaints.models.chain import MatterCase
from app.complaints.models.clocks import (
    ClockExtension,
    ClockPause,
    ClockReminder,
    PausePaper,
    ReturnReminder,
)
from app.complaints.models.closing import ClosingCheck, ClosingFile
from app.complaints.models.desk import DeskView, ReplyTemplate
from app.complaints.models.documents import MatterDocument
from app.complaints.models.handovers import (
    AssistTask,
    MatterReturn,
)
from app.complaints.models.matters import (
    Matter,
    MatterAssistant,
    MatterDeadline,
    MatterEvent,
    Referral,
)
from app.complaints.models.merging import Merger
from app.complaints.models.patterns import SubmissionSign
from app.complaints.models.registrations import Registration
from app.complaints.models.requests import ReporterRequest
from app.complaints.models.reviews import ClosingAnswer, FollowUp, Review
from app.complaints.models.routing_changes import (
    RoutingChange,
)
from app.complaints.models.site_evidence import SiteEvidence
from app.complaints.models.submissions import (
    ComplaintDraft,
    Evidence,
    ReporterMessage,
    Submission,
)
from app.complaints.models.tracks import (
    FilingDecision,
    MediationAgreement,
    MediationSession,
)
from app.complaints.models.traits import SubmissionTrait

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
