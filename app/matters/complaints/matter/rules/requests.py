"""What a reporter asks of the body once the free time is over."""

from app.kernel.labels import LabelledEnum


class RequestKind(LabelledEnum):
    """What a reporter asks of the body once the free time is over."""

    AMEND = ("amend", "更正")
    WITHDRAW = ("withdraw", "撤回")


class RequestStatus(LabelledEnum):
    """What became of it."""

    PENDING = ("pending", "待答复")
    GRANTED = ("granted", "同意")
    REFUSED = ("refused", "不同意")
