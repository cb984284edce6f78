"""What keeps floods out where reports are handed in: the gate, bound to the draft."""

from app.kernel.web import flood_gate
from app.kernel.web.flood_gate import Gate
from app.matters.complaints.intake.forms.questions import SubmitForm
from app.matters.complaints.intake.views.drafting import Draft


def gate_for(draft: Draft) -> Gate:
    """What the page of this draft asks for; waiting begins when it is first shown."""
    return flood_gate.gate_for(draft.fingerprint)


def lets_in(form: SubmitForm, draft: Draft) -> bool:
    """Whether the form may be handed in now; else its errors say what to do."""
    return flood_gate.lets_in(form, draft.fingerprint)
