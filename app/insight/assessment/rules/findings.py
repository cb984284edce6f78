"""What became of what the mid-year inspection (督查) found."""

from datetime import date

from app.kernel.labels import LabelledEnum


class FindingState(LabelledEnum):
    """How a finding stands; the dates say it, nobody types it."""

    CLEAR = ("clear", "未发现问题")
    OPEN = ("open", "整改中")
    OVERDUE = ("overdue", "逾期未整改")
    RECTIFIED = ("rectified", "按期整改")
    LATE = ("late", "逾期整改")

    @property
    def is_good(self) -> bool:
        """Whether nothing is taken off for it."""
        return self not in {FindingState.OVERDUE, FindingState.LATE}


def finding_state(rectify_by: date | None, rectified_on: date | None, today: date) -> FindingState:
    """How a finding stands on ``today``; without a last day nothing had to be rectified."""
    if rectify_by is None:
        return FindingState.CLEAR
    if rectified_on is None:
        return FindingState.OPEN if today <= rectify_by else FindingState.OVERDUE
    return FindingState.RECTIFIED if rectified_on <= rectify_by else FindingState.LATE
