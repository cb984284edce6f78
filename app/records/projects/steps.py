"""Plans as lines of text: milestones, 名称｜权重｜计划开始｜计划完成｜证明材料; and investment by
year in 万元, 2026｜1200.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from app.kernel.imports.cells import BadValueError, Cell
from app.kernel.imports.values import text

PlanRows = Sequence[Mapping[str, Any]]
"""Milestones as a file tells them: the values of ``StepData``, and ``reached_on``."""
_PARTS = 6
"""名称｜权重｜计划开始｜计划完成｜证明材料｜达到日期; the form at the desk has no last one."""
_as_lines = text(5000, lines=True)
PLAN_HINT = (
    "每行一个：名称｜权重（百分比）｜计划开始｜计划完成｜证明材料（可不写），日期写成 2026-11-24。"
)
TITLE_LENGTH, EVIDENCE_LENGTH = 120, 200
"""Characters that the name of a milestone, and what is to show it, may have."""


@dataclass(frozen=True, kw_only=True)
class StepData:
    """A milestone as an editor plans it; ``weight`` in percent of the whole."""

    title: str
    weight: int
    planned_start_on: date | None
    planned_on: date
    evidence: str = ""
    """What shows that it has been reached: a test report, an acceptance record."""

    @classmethod
    def of(cls, milestone: Any) -> Self:
        """A milestone that is kept, as it is planned."""
        return cls(**{each.name: getattr(milestone, each.name) for each in fields(cls)})


def write_steps(steps: Iterable[StepData]) -> str:
    """The plan as the form shows it: a line for each milestone."""
    return "\n".join(
        f"{step.title}｜{step.weight}｜{step.planned_start_on or ''}｜{step.planned_on}"
        + (f"｜{step.evidence}" if step.evidence else "")
        for step in steps
    )


def read_steps(written: str) -> list[StepData]:
    """The plan from lines of 名称｜权重｜计划开始｜计划完成, at times with ｜证明材料.

    ValueError names the wrong line.
    """
    steps = []
    for number, line in enumerate((line for line in written.splitlines() if line.strip()), start=1):
        parts = [part.strip() for part in line.replace("|", "｜").split("｜")]
        try:
            title, weight, start, end, *evidence = parts
            steps.append(
                StepData(
                    title=title,
                    weight=int(weight.rstrip("%％") or 0),
                    planned_start_on=date.fromisoformat(start) if start else None,
                    planned_on=date.fromisoformat(end),
                    evidence="｜".join(evidence),
                )
            )
        except ValueError as error:
            raise ValueError(
                f"节点第 {number} 行看不懂，请按“名称｜权重｜计划开始｜计划完成”填写，"
                "日期写成 2026-11-24"
            ) from error
        if not title or not 0 <= steps[-1].weight <= 100:
            raise ValueError(f"节点第 {number} 行：名称不能为空，权重应在 0 至 100 之间")
        if len(title) > TITLE_LENGTH or len(steps[-1].evidence) > EVIDENCE_LENGTH:
            raise ValueError(f"节点第 {number} 行：名称最多 120 个字，证明材料最多 200 个字")
    if len({step.title for step in steps}) < len(steps):
        raise ValueError("节点的名称不能重复")
    return steps


CENTS_OF_WAN = 1_000_000
"""分 in 1 万元."""


def read_years(written: str) -> dict[int, int]:
    """分 by year, from amounts in 万元; ValueError names the wrong line."""
    years: dict[int, int] = {}
    for number, line in enumerate((line for line in written.splitlines() if line.strip()), start=1):
        year, _, amount = (part.strip() for part in line.replace("|", "｜").partition("｜"))
        try:
            cents = Decimal(amount.removesuffix("万元").replace(",", "")) * CENTS_OF_WAN
        except InvalidOperation:
            cents = Decimal("NaN")
        is_money = cents.is_finite() and cents >= 0 and cents == cents.to_integral_value()
        if not (year.isdecimal() and 2000 <= int(year) <= 2100 and is_money):
            raise ValueError(f"分年投资第 {number} 行看不懂，请写成 2026｜1200，单位是万元")
        if int(year) in years:
            raise ValueError(f"分年投资里 {year} 年写了两次，请合为一行")
        years[int(year)] = int(cents)
    return years


def write_years(years: dict[int, int]) -> str:
    """The same as text in 万元, the earliest year first."""
    return "\n".join(
        f"{year}｜{Decimal(cents) / CENTS_OF_WAN:f}" for year, cents in sorted(years.items())
    )


def plan_cell(cell: Cell, unit: str | None) -> PlanRows:
    """The milestones of a project from one cell, a line for each."""
    lines, reached = [], []
    written = str(_as_lines(cell, unit)).replace("|", "｜")
    for number, line in enumerate((each for each in written.splitlines() if each.strip()), start=1):
        parts = line.split("｜")
        reached.append(_reached(parts.pop(), number) if len(parts) >= _PARTS else None)
        lines.append("｜".join(parts))
    try:
        steps = read_steps("\n".join(lines))
    except ValueError as error:
        raise BadValueError(str(error)) from error
    return [{**vars(step), "reached_on": on} for step, on in zip(steps, reached, strict=True)]


def _reached(written: str, number: int) -> date | None:
    try:
        return date.fromisoformat(written.strip()) if written.strip() else None
    except ValueError as error:
        raise BadValueError(f"节点第 {number} 行的达到日期看不懂，请写成 2026-11-24") from error
