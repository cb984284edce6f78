"""What waits for the head of a body: more time asked for, an item of 四不放过 to be let go."""

from sqlalchemy import ColumnElement, exists, or_

from app.matters.complaints.models import ClockExtension, ClosingCheck, Matter, MatterDeadline
from app.matters.complaints.rules import CheckState, ExtensionStatus


def waits_for_approval() -> ColumnElement[bool]:
    """Whether somebody has asked the head of the body for something about a matter."""
    more_time = exists().where(
        MatterDeadline.matter_id == Matter.id,
        MatterDeadline.met_on.is_(None),
        ClockExtension.deadline_id == MatterDeadline.id,
        ClockExtension.status == ExtensionStatus.REQUESTED,
    )
    waiver = exists().where(
        ClosingCheck.matter_id == Matter.id, ClosingCheck.state == CheckState.ASKED
    )
    return or_(more_time, waiver)
