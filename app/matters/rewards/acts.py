"""Who a member of staff is to a reward, and that nobody has two parts in one."""

from app.kernel.errors import ConflictError, DomainError, NotAllowedError
from app.matters.rewards.models import Reward
from app.matters.rewards.queries import is_finance
from app.matters.rewards.rules import ACTS, RewardAct, RewardRelation
from app.people.acting.rules import ActRules
from app.people.models import Staff
from app.people.rules import Role

TWICE = "拟定、审批和发放应当由不同的人完成，您已经办理过这笔奖励。"


def relations_of(reward: Reward, staff: Staff) -> list[RewardRelation]:
    """All that the person is to the reward, by role and body."""
    own = reward.bureau_id == staff.bureau_id
    relations = {
        RewardRelation.DRAFTER: own and (staff.has_role(Role.HANDLER) or staff.has_role(Role.HEAD)),
        RewardRelation.HEAD: own and staff.has_role(Role.HEAD),
        RewardRelation.COORDINATION: staff.has_role(Role.COORDINATOR),
        RewardRelation.FINANCE: is_finance(staff),
        RewardRelation.PAYER: own and staff.has_role(Role.PAYER),
    }
    return [relation for relation, holds in relations.items() if holds]


def _moved_on(act: RewardAct, reward: Reward) -> str:
    never = "重新拟定" if act is RewardAct.PROPOSE else f"再“{act.label}”"
    return f"这笔奖励现在是“{reward.standing}”，不能{never}。"


def _against(act: RewardAct, reward: Reward, staff: Staff) -> DomainError | None:
    if act is RewardAct.READ_PAYEE:
        erased = ConflictError("奖励早已发放，领奖信息已按规定删除。")
        return erased if reward.payee is None else None
    if act is RewardAct.PROPOSE:
        return None
    return NotAllowedError(TWICE) if _had_part(reward, staff) else None


def _had_part(reward: Reward, staff: Staff) -> bool:
    """Whether the person has acted since the reward was last proposed, or proposed it."""
    proposed = [n for n, event in enumerate(reward.events) if event.kind == RewardAct.PROPOSE]
    since = reward.events[proposed[-1] :] if proposed else reward.events
    return any(event.staff_id == staff.id for event in since)


RULES = ActRules(
    table=ACTS,
    relations_of=relations_of,
    state_of=lambda reward: reward.status,
    moved_on=_moved_on,
    against=_against,
)
