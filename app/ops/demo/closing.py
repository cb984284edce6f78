"""How the four things were settled that a report with findings is closed upon."""

from datetime import datetime

from app.matters.complaints.matter.models.handling import ClosingCheck
from app.matters.complaints.matter.rules.outcomes import CheckState, ClosingItem, MatterOutcome
from app.ops.demo.material import material
from app.people.models import Staff

WAIVABLE = (ClosingItem.HAZARD, ClosingItem.PUNISHMENT)
ONE_IN = 5


def closing_checks(
    number: str, outcome: MatterOutcome, at: datetime, handler: Staff, head: Staff
) -> list[ClosingCheck]:
    """All four: mostly shown; some were let go by the head, never the head's own."""
    texts = material("complaints")["closing"]
    waived = WAIVABLE[int(number[-1]) % 2] if int(number[-2:]) % ONE_IN == 0 else None
    checks = []
    for item in ClosingItem:
        check = ClosingCheck(item=item, state=CheckState.SHOWN, at=at, staff=handler)
        check.text = texts[item.value].get(outcome.value) or texts[item.value]["shown"]
        if item is waived and head is not handler:
            check.state, check.approver, check.answered_at = CheckState.WAIVED, head, at
            check.text = texts[item.value]["waived"]
        checks.append(check)
    return checks
