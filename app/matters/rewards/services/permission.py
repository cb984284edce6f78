"""Who a member of staff is to a reward, and that nobody has two parts in one."""

from app.kernel import audit, clock
from app.kernel.errors import ConflictError, NotAllowedError
from app.matters.rewards.models import Reward, RewardEvent
from app.matters.rewards.queries import is_finance
from app.matters.rewards.rules import ACTS, JUDGES, Act, Relation, RewardStatus, may
from app.people.models import Staff
from app.people.rules import Role

TWICE = "拟定、审批和发放应当由不同的人完成，您已经办理过这笔奖励。"


def relations_of(reward: Reward, staff: Staff) -> list[Relation]:
    """All that the person is to the reward, by role and body."""
    own = reward.bureau_id == staff.bureau_id
    held = {
        Relation.DRAFTER: own and (staff.has_role(Role.HANDLER) or staff.has_role(Role.HEAD)),
        Relation.HEAD: own and staff.has_role(Role.HEAD),
        Relation.COORDINATION: staff.has_role(Role.COORDINATOR),
        Relation.FINANCE: is_finance(staff),
        Relation.PAYER: own and staff.has_role(Role.PAYER),
    }
    return [relation for relation, holds in held.items() if holds]


def acts_open_to(reward: Reward, staff: Staff) -> list[Act]:
    """What the person may do with the reward as it stands."""
    relations = relations_of(reward, staff)
    open_ = [act for act in (*ACTS, Act.SEND_BACK) if may(act, relations, reward.status)]
    if reward.payee is None and Act.READ_PAYEE in open_:
        open_.remove(Act.READ_PAYEE)
    return [act for act in open_ if act is Act.READ_PAYEE or not _had_part(reward, staff)]


def require(act: Act, reward: Reward, staff: Staff) -> None:
    """Refuse ``act`` unless the person may do it now.

    Raises NotAllowedError where they never may, ConflictError where the reward has moved on, or
    they have had a part in it already.
    """
    relations = relations_of(reward, staff)
    if not may(act, relations, reward.status):
        if any(may(act, relations, status) for status in RewardStatus):
            raise ConflictError(f"这笔奖励现在是“{reward.standing}”，不能再“{act.label}”。")
        raise NotAllowedError
    if act is not Act.READ_PAYEE and _had_part(reward, staff):
        raise NotAllowedError(TWICE)


def judge_of(reward: Reward) -> Relation | None:
    """Who decides next."""
    return JUDGES.get(reward.status)


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


def _had_part(reward: Reward, staff: Staff) -> bool:
    """Whether the person has acted since the reward was last proposed, or proposed it."""
    proposed = [n for n, event in enumerate(reward.events) if event.kind == Act.PROPOSE]
    since = reward.events[proposed[-1] :] if proposed else reward.events
    return any(event.staff_id == staff.id for event in since)
