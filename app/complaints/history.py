"""A matter's history as people read it: events, notes, replies and messages in one line."""

from dataclasses import dataclass, field
from datetime import datetime

from app.complaints.models import Evidence, Matter
from app.complaints.rules import EventKind


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
        HistoryEntry(
            event.at,
            "event",
            event.kind.label,
            "，".join(
                part
                for part in (
                    event.bureau.name if event.bureau else "",
                    event.staff.full_name if event.staff else "",
                )
                if part
            ),
            event.text,
        )
        for event in matter.events
        if event.kind not in {EventKind.REPLIED, EventKind.MATERIAL_ADDED}
    ]
    entries += [
        HistoryEntry(note.at, "note", "内部", note.staff.full_name, note.text)
        for note in matter.notes
    ]
    entries += [
        HistoryEntry(reply.at, "reply", "反映人可见", reply.staff.full_name, reply.text)
        for reply in matter.replies
    ]
    entries += [
        HistoryEntry(
            message.sent_at, "message", "反映人补充", text=message.text, evidence=message.evidence
        )
        for message in matter.submission.messages
    ]
    return sorted(entries, key=lambda entry: entry.at)
