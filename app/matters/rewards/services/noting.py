"""The trace that each act leaves."""

from app.kernel import audit, clock
from app.matters.rewards.models import Reward, RewardEvent
from app.matters.rewards.rules import Act
from app.people.models import Staff


def note(act: Act, reward: Reward, staff: Staff, text: str = "") -> None:
    """Write the step and the audit row, and count the change, in the caller's transaction."""
    reward.version += 1
    reward.events.append(
        RewardEvent(
            at=clock.now(),
            kind=act.value,
            staff_id=staff.id,
            staff_name=staff.full_name,
            text=text or None,
        )
    )
    audit.record(
        f"reward.{act.value}",
        actor=staff.as_actor(),
        object_type="reward",
        object_id=reward.number,
        changes=audit.changes_of(reward),
    )
