"""四不放过: what has to be settled before a report with findings may be closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.kernel.labels import LabelledEnum
from app.matters.complaints.rules.outcomes import Outcome
from app.matters.complaints.rules.tracks import NotFiledGround


class ClosingItem(LabelledEnum):
    """The four things of the policy of 2011, none of which may be let go."""

    FACTS = ("facts", "案情查清")
    HAZARD = ("hazard", "安全隐患处理")
    PUNISHMENT = ("punishment", "违法者受到惩处")
    RECTIFICATION = ("rectification", "整改措施到位")

    @property
    def question(self) -> str:
        """What has to be shown, for those who show it."""
        return QUESTIONS[self]


QUESTIONS = {
    ClosingItem.FACTS: "查明了什么，有哪些证据",
    ClosingItem.HAZARD: "还有没有安全隐患，怎样消除的",
    ClosingItem.PUNISHMENT: "谁受到什么处罚、处理，文书号是什么",
    ClosingItem.RECTIFICATION: "怎样整改，谁在哪一天复查过",
}


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What is said at the end of a matter: to its reporter, and to everyone by their consent."""

    text: str
    measures: str = ""
    basis: str = ""
    public_title: str | None = None
    public_summary: str | None = None

    @property
    def for_everyone(self) -> str:
        """The words that may become public."""
        return f"{self.public_title or ''}\n{self.public_summary or ''}"


class CheckState(LabelledEnum):
    """Where one of the four stands."""

    OPEN = ("open", "尚未完成")
    SHOWN = ("shown", "已经查证")
    ASKED = ("asked", "申请免予，待批准")
    WAIVED = ("waived", "经批准免予")
    REFUSED = ("refused", "不同意免予")


SETTLED = frozenset({CheckState.SHOWN, CheckState.WAIVED})
FINDINGS = frozenset({Outcome.CASE_FILED, Outcome.CORRECTED, Outcome.NO_PENALTY})
"""Outcomes of a report that something was found: the four are asked for before them.

A case that was dropped found nothing; one that was handed over is settled by others.
"""

FOUND = frozenset({NotFiledGround.MINOR, NotFiledGround.FIRST_TIME, NotFiledGround.NO_FAULT})
"""Grounds on which no case is filed though something was found."""

Checks = Mapping[ClosingItem, CheckState]


def unsettled(checks: Checks) -> list[ClosingItem]:
    """Which of the four are still open."""
    return [item for item in ClosingItem if checks.get(item, CheckState.OPEN) not in SETTLED]


def is_settled(state: CheckState) -> bool:
    """Whether an item no longer stands in the way; what is asked for is not yet granted."""
    return state in SETTLED
