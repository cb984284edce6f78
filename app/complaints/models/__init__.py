"""Submissions of residents, and the matters (投诉 and 举报 tracks) that they open."""

from app.complaints.models.answers import (
    InternalNote,
    PublicReply,
    Rating,
)
from app.complaints.models.matters import (
    Matter,
    MatterAssistant,
    MatterDeadline,
    MatterEvent,
    Referral,
)
from app.complaints.models.submissions import (
    ComplaintDraft,
    Evidence,
    ReporterMessage,
    Submission,
)

__all__ = [
    "ComplaintDraft",
    "Evidence",
    "InternalNote",
    "Matter",
    "MatterAssistant",
    "MatterDeadline",
    "MatterEvent",
    "PublicReply",
    "Rating",
    "Referral",
    "ReporterMessage",
    "Submission",
]
