"""How the routing table is changed: from a day to come, by two people, after a trial."""

from datetime import date, timedelta

from app.kernel.labels import LabelledEnum

TRIAL_DAYS = 90
"""How far back a change is tried on what really arrived."""
ONE_DAY = timedelta(days=1)


class ChangeState(LabelledEnum):
    """Where a proposed change of the routing table stands."""

    PROPOSED = ("proposed", "待审核")
    APPROVED = ("approved", "已同意")
    RETURNED = ("returned", "已退回")
    DROPPED = ("dropped", "已撤回")


class ChangeAct(LabelledEnum):
    """What can be done with a proposed change."""

    APPROVE = ("approve", "同意，按期生效")
    SEND_BACK = ("return", "退回")
    DROP = ("drop", "撤回")


def earliest_day(today: date) -> date:
    """The first day from which a change can hold: what is past, today included, stays."""
    return today + ONE_DAY


def acts_on(state: ChangeState, *, is_author: bool) -> tuple[ChangeAct, ...]:
    """What is open to a person: its author takes a change back, another one decides."""
    if state is not ChangeState.PROPOSED:
        return ()
    return (ChangeAct.DROP,) if is_author else (ChangeAct.APPROVE, ChangeAct.SEND_BACK)
