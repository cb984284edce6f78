"""The way through the form, and the draft that a browser is filling in."""

from app.kernel.wizard.flow import CurrentDraft, Flow
from app.matters.complaints.intake import queries
from app.matters.complaints.intake.services import submission as services
from app.matters.complaints.matter.answers import ComplaintAnswers

Draft = CurrentDraft[ComplaintAnswers]


def draft_of(token: str) -> Draft | None:
    """The draft of a token."""
    row = queries.live_draft(token)
    if row is None:
        return None
    answers = ComplaintAnswers.parse(row.answers)
    return CurrentDraft(token, answers, list(row.evidence), row.is_submitted)


flow = Flow(
    "complaints", "matters/complaints", "complaint_draft", find=draft_of, save=services.save_answers
)
