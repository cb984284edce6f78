"""The draft of the browser that asks, and the way from one question to the next."""

from app.kernel.wizard.flow import CurrentDraft, Flow
from app.matters.complaints.intake.queries.drafts import live_draft
from app.matters.complaints.intake.services.drafts import save_answers
from app.matters.complaints.matter.answers import ComplaintAnswers

Draft = CurrentDraft[ComplaintAnswers]


def found(token: str) -> Draft | None:
    """The draft of a token."""
    row = live_draft(token)
    if row is None:
        return None
    return CurrentDraft(
        token, ComplaintAnswers.parse(row.answers), list(row.evidence), row.is_submitted
    )


flow = Flow(
    "complaints",
    folder="matters/complaints",
    key="complaint_draft",
    find=found,
    save=save_answers,
)
