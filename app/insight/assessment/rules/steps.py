"""The three dated steps of a cycle: 年初下达, 年中督查, 次年年初考核."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.insight.assessment.rules.formula import Formula
from app.kernel.labels import LabelledEnum
from app.kernel.working_days import Calendar, on_or_after


class StepState(LabelledEnum):
    """How a step stands; its dates say so."""

    AHEAD = ("ahead", "未到期")
    DONE = ("done", "按期完成")
    LATE = ("late", "逾期完成")
    OVERDUE = ("overdue", "逾期未完成")


STEP_NAMES = {
    "issue": "年初下达任务和指标",
    "inspect": "年中督查",
    "assess": "次年年初考核",
}


@dataclass(frozen=True)
class Step:
    """A step with its last day, the day on which it was done, and how that stands."""

    name: str
    due_on: date
    done_on: date | None
    today: date

    @property
    def state(self) -> StepState:
        """Late steps show by themselves."""
        if self.done_on is None:
            return StepState.AHEAD if self.today <= self.due_on else StepState.OVERDUE
        return StepState.DONE if self.done_on <= self.due_on else StepState.LATE

    @property
    def days_late(self) -> int:
        """Days past the last one; 0 for a step in time."""
        return max(((self.done_on or self.today) - self.due_on).days, 0)


def due_dates(year: int, formula: Formula, calendar: Calendar) -> dict[str, date]:
    """The last day of each step; one that is no working day moves to the next."""
    return {
        name: on_or_after(
            date.fromisoformat(f"{year + 1 if name == 'assess' else year}-{month_day}"), calendar
        )
        for name, month_day in formula.steps.items()
    }


def steps_of(due: Mapping[str, date], done: Mapping[str, date | None], today: date) -> list[Step]:
    """The steps in order, as they stand on ``today``."""
    return [Step(words, due[name], done[name], today) for name, words in STEP_NAMES.items()]
