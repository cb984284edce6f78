"""A matter's history as people read it: events, notes, replies and messages in one line."""

from dataclasses import dataclass, field
from datetime import datetime

from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.models.submissions import Evidence
from app.matters.complaints.matter.rules.entries import MatterEventKind


@dataclass(frozen=True)
class HistoryEntry:
    """One entry. Its ``tone``: event, note (for staff only), reply (out) or message (in)."""

    at: datetime
    tone: str
    title: str
    who: str = ""
    text: str | None = None
    evidence: list[Evidence] = field(default_factory=list)


def staff_history(matter: Matter) -> list[HistoryEntry]:
    """All that happened to the matter, with the names of staff, oldest first."""
    entries = [
        *(_event(event) for event in matter.events if event.kind not in _TOLD_BY_THEIR_WORDS),
        *(
            HistoryEntry(note.at, "note", "内部", note.staff.full_name, note.text)
            for note in matter.notes
        ),
        *(
            HistoryEntry(reply.at, "reply", "反映人可见", reply.staff.full_name, reply.text)
            for reply in matter.replies
        ),
        *(
            HistoryEntry(
                message.sent_at, "message", "反映人补充", "", message.text, message.evidence
            )
            for message in matter.submission.messages
        ),
        *(
            HistoryEntry(asked.asked_at, "message", "申请复核", "", asked.reason)
            for asked in matter.reviews
        ),
        *(
            HistoryEntry(asked.asked_at, "message", f"申请{asked.kind.label}", "", asked.text)
            for asked in matter.requests
        ),
    ]
    return sorted(entries, key=lambda entry: entry.at)


def _event(event: MatterEvent) -> HistoryEntry:
    names = (event.bureau and event.bureau.name, event.staff and event.staff.full_name)
    who = "，".join(name for name in names if name)
    return HistoryEntry(event.at, "event", event.kind.label, who, event.text)


_TOLD_BY_THEIR_WORDS = frozenset(
    {
        MatterEventKind.REPLIED,
        MatterEventKind.MATERIAL_ADDED,
        MatterEventKind.AMEND_ASKED,
        MatterEventKind.WITHDRAW_ASKED,
        MatterEventKind.REVIEW_ASKED,
    }
)
