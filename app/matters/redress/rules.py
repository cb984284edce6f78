"""Objections and credit repairs: what can be asked for, what may follow what, how it can end."""

from dataclasses import dataclass
from typing import Self

from app.kernel.labels import LabelledEnum
from app.people.acting.rules import Table, allowed


class RedressKind(LabelledEnum):
    """What a company asks for: that a record be corrected, or taken down early (发改委令36号)."""

    OBJECTION = ("objection", "异议")
    REPAIR = ("repair", "信用修复")

    @property
    def letter(self) -> str:
        """First letter of the application's number: Y for 异议, X for 信用修复."""
        return "Y" if self is RedressKind.OBJECTION else "X"


@dataclass(frozen=True)
class RecordRef:
    """Names one record, as addresses and drafts do: ``case-12``."""

    kind: str
    """The key of its kind."""
    key: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.key}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The reference that ``text`` spells; None when it spells none."""
        kind, _, key = text.partition("-")
        is_number = key.isdecimal() and key.isascii() and len(key) < 10
        return cls(kind, int(key)) if kind and is_number else None


class RedressStatus(LabelledEnum):
    """Where an application stands."""

    NEW = ("new", "待受理")
    ACCEPTED = ("accepted", "办理中")
    DECLINED = ("declined", "不予受理")
    DECIDED = ("decided", "已作出决定")
    WITHDRAWN = ("withdrawn", "已撤回")


OPEN = frozenset({RedressStatus.NEW, RedressStatus.ACCEPTED})


class RedressDeclineGround(LabelledEnum):
    """Grounds for not accepting an application."""

    NOT_PARTY = ("not_party", "申请人不是记录的当事人，或者不能证明受当事人委托")
    NO_MATERIAL = ("no_material", "材料不全，或者没有加盖公章、签字")
    TOO_EARLY = ("too_early", "没有达到最短公示期限")
    NOT_COMPETENT = ("not_competent", "记录不是本机关认定的")
    ALREADY_HANDLED = ("already_handled", "同一事项已经受理，或者已经作出决定")
    OTHER_WAY = ("other_way", "不服行政决定本身，应当申请行政复议或者提起诉讼")
    OTHER = ("other", "法律、法规、规章规定的其他情形")


GROUNDS: dict[RedressKind, tuple[RedressDeclineGround, ...]] = {
    RedressKind.OBJECTION: tuple(
        g for g in RedressDeclineGround if g is not RedressDeclineGround.TOO_EARLY
    ),
    RedressKind.REPAIR: tuple(
        g for g in RedressDeclineGround if g is not RedressDeclineGround.OTHER_WAY
    ),
}


class RedressOutcome(LabelledEnum):
    """How an application ended. The words told to the applicant hang on this."""

    CORRECTED = ("corrected", "异议成立，已更正")
    TAKEN_DOWN = ("taken_down", "异议成立，已撤下")
    UNFOUNDED = ("unfounded", "异议不成立，维持公示")
    GRANTED = ("granted", "准予修复，终止公示")
    REFUSED = ("refused", "不予修复，继续公示")
    MOOT = ("moot", "记录已不再公示，终止办理")


OUTCOMES: dict[RedressKind, tuple[RedressOutcome, ...]] = {
    RedressKind.OBJECTION: (
        RedressOutcome.CORRECTED,
        RedressOutcome.TAKEN_DOWN,
        RedressOutcome.UNFOUNDED,
        RedressOutcome.MOOT,
    ),
    RedressKind.REPAIR: (RedressOutcome.GRANTED, RedressOutcome.REFUSED, RedressOutcome.MOOT),
}


class RedressEventKind(LabelledEnum):
    """A step in an application's history."""

    SUBMITTED = ("submitted", "已提交")
    ACCEPTED = ("accepted", "已受理")
    DECLINED = ("declined", "不予受理")
    DECIDED = ("decided", "已作出决定")
    WITHDRAWN = ("withdrawn", "已撤回")


class RedressDocumentKind(LabelledEnum):
    """The papers that an application brings forth."""

    ACCEPTANCE = ("acceptance", "受理通知书")
    NON_ACCEPTANCE = ("non_acceptance", "不予受理通知书")
    DECISION = ("decision", "决定书")


class RedressRelation(LabelledEnum):
    """What a member of staff is to an application."""

    DECIDING = ("deciding", "决定机关")
    AUTHOR = ("author", "记录的录入人")
    ACCEPTOR = ("acceptor", "受理人")
    COORDINATION = ("coordination", "质量强市办")


class RedressAct(LabelledEnum):
    """What staff can do with an application."""

    ACCEPT = ("accept", "受理")
    DECLINE = ("decline", "不予受理")
    DECIDE = ("decide", "作出决定")
    REVEAL = ("reveal", "查看联系人")


ACTS: Table[RedressAct] = {
    RedressAct.ACCEPT: allowed([RedressRelation.DECIDING], [RedressStatus.NEW]),
    RedressAct.DECLINE: allowed([RedressRelation.DECIDING], [RedressStatus.NEW]),
    RedressAct.DECIDE: allowed([RedressRelation.DECIDING], [RedressStatus.ACCEPTED]),
    RedressAct.REVEAL: allowed([RedressRelation.DECIDING, RedressRelation.ACCEPTOR], RedressStatus),
}
"""Who may do an act, and while an application stands how, in the order shown.

Who wrote the record decides nothing about it, who accepted an application leaves the decision to
another, and the coordination office only watches.
"""


class RedressWorklist(LabelledEnum):
    """The lists of the desk."""

    NEW = ("new", "待受理")
    ACCEPTED = ("accepted", "办理中")
    DUE_SOON = ("due_soon", "即将到期")
    OVERDUE = ("overdue", "已逾期")
    ENDED = ("ended", "已结束")
