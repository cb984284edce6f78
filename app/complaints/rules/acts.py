"""What staff can do with a matter: who, and in which state."""

from app.complaints.rules.states import OPEN, MatterStatus
from app.core.labels import LabelledEnum


class Relation(LabelledEnum):
    """What a member of staff's body is to a matter."""

    LEAD = ("lead", "主办")
    ASSISTANT = ("assistant", "协办")
    COORDINATION = ("coordination", "质量强市办")


class Act(LabelledEnum):
    """What staff can do with a matter."""

    TAKE = ("take", "由我承办")
    ACCEPT = ("accept", "受理")
    DECLINE = ("decline", "不予受理")
    REFER = ("refer", "转办其他部门")
    RETURN = ("return", "退回质量强市办")
    SETTLE = ("settle", "确定承办部门")
    REQUEST_CORRECTION = ("request_correction", "要求补充材料")
    REPLY = ("reply", "答复")
    NOTE = ("note", "内部备注")
    CLOSE = ("close", "办结")
    REVEAL = ("reveal", "查看身份")


_OPEN_AT_BODY = OPEN - {MatterStatus.ROUTING}


_ANY = frozenset(MatterStatus)


_ALLOWED: dict[Act, tuple[frozenset[Relation], frozenset[MatterStatus]]] = {
    Act.TAKE: (frozenset({Relation.LEAD}), _OPEN_AT_BODY),
    Act.ACCEPT: (
        frozenset({Relation.LEAD}),
        frozenset({MatterStatus.NEW, MatterStatus.WAITING_REPORTER}),
    ),
    Act.DECLINE: (
        frozenset({Relation.LEAD}),
        frozenset({MatterStatus.NEW, MatterStatus.WAITING_REPORTER}),
    ),
    Act.REFER: (frozenset({Relation.LEAD}), _OPEN_AT_BODY),
    Act.RETURN: (frozenset({Relation.LEAD}), frozenset({MatterStatus.NEW})),
    Act.SETTLE: (frozenset({Relation.COORDINATION}), OPEN),
    Act.REQUEST_CORRECTION: (
        frozenset({Relation.LEAD}),
        frozenset({MatterStatus.NEW, MatterStatus.IN_PROGRESS}),
    ),
    Act.REPLY: (frozenset({Relation.LEAD, Relation.COORDINATION}), _ANY),
    Act.NOTE: (frozenset(Relation), _ANY),
    Act.CLOSE: (frozenset({Relation.LEAD}), frozenset({MatterStatus.IN_PROGRESS})),
    Act.REVEAL: (frozenset({Relation.LEAD}), _ANY),
}


def available_acts(status: MatterStatus, relation: Relation) -> list[Act]:
    """What someone of ``relation`` may do with a matter in ``status``, in the order shown.

    Only the lead body replies, decides and sees the reporter; the coordination office decides
    which body leads.
    """
    return [
        act
        for act, (relations, statuses) in _ALLOWED.items()
        if relation in relations and status in statuses
    ]
