"""Returns to the coordination office, and where the task of an assisting body stands."""

from app.kernel.labels import LabelledEnum

BINDING_RETURN = 2
"""The decision on this return is an adjudication (裁定): nothing is returned after it."""


class ReturnDecision(LabelledEnum):
    """What the coordination office said to a return."""

    MOVED = ("moved", "改由其他部门承办")
    KEPT = ("kept", "仍由退回的部门承办")


class AssistState(LabelledEnum):
    """Where the task of an assisting body stands."""

    OPEN = ("open", "待反馈")
    REPORTED = ("reported", "已反馈")
    ENDED = ("ended", "不再协办")


def is_binding(ordinal: int) -> bool:
    """Whether the decision on a matter's ``ordinal``-th return ends every dispute."""
    return ordinal >= BINDING_RETURN


def decision_on(*, returned_by: int, given_to: int) -> ReturnDecision:
    """What it means for the body that returned a matter who leads it now."""
    return ReturnDecision.KEPT if returned_by == given_to else ReturnDecision.MOVED
