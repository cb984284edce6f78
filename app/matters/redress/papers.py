"""What the papers of an application say, paragraph by paragraph. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.kernel.files.papers import day_words, led_in
from app.matters.complaints.handling.papers import REMEDY
from app.matters.redress.rules import (
    RedressDeclineGround,
    RedressDocumentKind,
    RedressKind,
    RedressOutcome,
)

DECIDED = {
    RedressOutcome.CORRECTED: "异议成立，公示的内容已经更正。",
    RedressOutcome.TAKEN_DOWN: "异议成立，该记录自即日起撤下，不再公示。",
    RedressOutcome.UNFOUNDED: "异议不成立，维持公示。",
    RedressOutcome.GRANTED: "准予信用修复，该记录自即日起终止公示，停止共享和使用，"
    "解除相应的惩戒措施。",
    RedressOutcome.REFUSED: "不予信用修复，该记录继续公示至期满。",
    RedressOutcome.MOOT: "该记录已不再公示，终止办理。",
}
ADVERSE = frozenset({RedressOutcome.UNFOUNDED, RedressOutcome.REFUSED})
"""Outcomes against which the applicant may turn to others."""


@dataclass(frozen=True)
class PaperFacts:
    """What all papers of an application name; ``days`` are working days."""

    kind: RedressKind
    number: str
    record: str
    document_number: str
    received_on: date
    accepted_on: date | None
    days: int
    due_on: date | None


def acceptance(case: PaperFacts) -> list[str]:
    """受理通知书."""
    until = f"，即 {day_words(case.due_on)}前" if case.due_on else ""
    text = [
        f"{_opening(case)}经审查，符合受理条件，本机关决定予以受理。",
        f"本机关将自收到申请之日起 {case.days} 个工作日内{until}作出决定。",
    ]
    if case.kind is RedressKind.OBJECTION:
        text.append("办理期间，该记录旁标注“异议处理中”。")
    return text


def non_acceptance(case: PaperFacts, ground: RedressDeclineGround, text: str) -> list[str]:
    """不予受理通知书."""
    return [
        f"{_opening(case)}经审查，{ground.label}，本机关决定不予受理。",
        *led_in("具体情况和理由：", text),
        "补齐材料或者情况改变后，可以重新申请。",
        REMEDY,
    ]


def decision(case: PaperFacts, outcome: RedressOutcome, text: str) -> list[str]:
    """异议处理决定书, 信用修复决定书."""
    accepted = f"本机关于 {day_words(case.accepted_on)}受理。" if case.accepted_on else ""
    return [
        f"{_opening(case)}{accepted}",
        *led_in("经审查：", text),
        f"本机关决定：{DECIDED[outcome]}",
        *([REMEDY] if outcome in ADVERSE else []),
    ]


PARAGRAPHS: dict[RedressDocumentKind, Callable[..., list[str]]] = {
    RedressDocumentKind.ACCEPTANCE: acceptance,
    RedressDocumentKind.NON_ACCEPTANCE: non_acceptance,
    RedressDocumentKind.DECISION: decision,
}


def _opening(case: PaperFacts) -> str:
    number = f"（{case.document_number}）" if case.document_number else ""
    return (
        f"你单位于 {day_words(case.received_on)}就“{case.record}”{number}"
        f"提出的{case.kind.label}申请（登记编号 {case.number}）收悉。"
    )
