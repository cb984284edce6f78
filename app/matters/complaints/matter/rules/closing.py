"""四不放过: the four things to be settled, and where each stands."""

from app.kernel.labels import LabelledEnum


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


class CheckState(LabelledEnum):
    """Where one of the four stands."""

    OPEN = ("open", "尚未完成")
    SHOWN = ("shown", "已经查证")
    ASKED = ("asked", "申请免予，待批准")
    WAIVED = ("waived", "经批准免予")
    REFUSED = ("refused", "不同意免予")
