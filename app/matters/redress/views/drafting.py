"""The draft of the browser that asks, and the way from one question to the next."""

from app.kernel.errors import NotFoundError
from app.kernel.wizard.flow import CurrentDraft, Flow
from app.matters.redress.answers import Answers
from app.matters.redress.queries.drafts import live_draft
from app.matters.redress.queries.records import Contested, contested
from app.matters.redress.services.drafts import save_answers

Draft = CurrentDraft[Answers]


def found(token: str) -> Draft | None:
    """The draft of a token."""
    row = live_draft(token)
    if row is None:
        return None
    return CurrentDraft(token, Answers.parse(row.answers), list(row.evidence), row.is_submitted)


def record_of(draft: Draft) -> Contested:
    """The record that the draft is about; raises GoneError when it has left meanwhile."""
    if draft.answers.ref is None:
        raise NotFoundError
    return contested(draft.answers.ref)


flow = Flow("redress", folder="matters/redress", key="redress_draft", find=found, save=save_answers)
