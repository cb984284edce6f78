"""The parts of a year's programme, how its problems stand, and what becomes of proposals."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.kernel.labels import LabelledEnum

FIRST_YEAR = 2011
"""The year of the policy."""


class LivelihoodAction(LabelledEnum):
    """The four kinds of livelihood actions of the policy (二（三）5)."""

    PRODUCTS = ("products", "产品质量惠民行动")
    WORKS = ("works", "工程质量惠民行动")
    SERVICES = ("services", "服务质量惠民行动")
    ENVIRONMENT = ("environment", "环境质量惠民行动")


class ProblemState(LabelledEnum):
    """How a problem stands today, those that are late first."""

    LATE = ("late", "逾期未解决")
    OPEN = ("open", "正在解决")
    SOLVED = ("solved", "已解决")


class ProposalState(LabelledEnum):
    """What has become of a proposal."""

    WAITING = ("waiting", "待处理")
    SHOWN = ("shown", "已公开")
    HIDDEN = ("hidden", "不公开")


class HidingGround(LabelledEnum):
    """Why a proposal is not shown: the public reads the ground, never the words."""

    PERSONAL = ("personal", "涉及个人信息")
    OFF_TOPIC = ("off_topic", "与质量惠民无关")
    DUPLICATE = ("duplicate", "与已公开的建议相同")
    REPORT = ("report", "属于投诉举报，请通过“投诉举报”提交")
    UNLAWFUL = ("unlawful", "含有违法或者侮辱他人的内容")


def state_of(due_on: date, solved_on: date | None, today: date) -> ProblemState:
    """How a problem stands on ``today``; the last day is still in time."""
    if solved_on is not None and solved_on <= today:
        return ProblemState.SOLVED
    return ProblemState.LATE if due_on < today else ProblemState.OPEN


def problem_fault(values: Mapping[str, Any], *, year: int, today: date) -> str:
    """What is wrong with what is said of a problem; empty when nothing is."""
    solved_on, evidence = values["solved_on"], values["evidence"]
    checks = (
        (values["due_on"].year < year, f"解决期限早于 {year} 年"),
        (solved_on is not None and solved_on > today, "解决日期在今天之后"),
        (solved_on is not None and not evidence, "写了解决日期，请写明解决情况"),
        (solved_on is None and bool(evidence), "写了解决情况，请填写解决日期"),
    )
    return next((words for wrong, words in checks if wrong), "")


def decision_fault(state: ProposalState, shown_text: str, ground: HidingGround | None) -> str:
    """What is missing in a decision on a proposal; empty when nothing is."""
    if state is ProposalState.SHOWN and not shown_text:
        return "公开的建议要有公开的文字"
    if state is ProposalState.HIDDEN and ground is None:
        return "不公开的，请选择理由"
    return "请选择公开还是不公开" if state is ProposalState.WAITING else ""


def headline_of(year: int, theme: str) -> str:
    """Year and theme of a programme."""
    return f"{year}年质量惠民行动：{theme}"
