"""What a survey found, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.kernel.estimates import margin_of_mean, margin_of_share
from app.kernel.labels import LabelledEnum


class ResultKind(LabelledEnum):
    """Whether those who are satisfied were counted, or points were given."""

    SHARE = ("share", "满意率")
    MEAN = ("mean", "平均分")


class Certainty(LabelledEnum):
    """What a result says of a target, its margin taken into account."""

    ABOVE = ("above", "高于目标")
    OPEN = ("open", "不能定论")
    BELOW = ("below", "低于目标")


@dataclass(frozen=True)
class SurveyFinding:
    """A number from 0 to ``top``, in percent or points, with its margin (95 %) if there is one."""

    value: float
    margin: float | None
    top: float

    @property
    def low(self) -> float:
        """Lower end of the interval, in the unit of ``value``."""
        return max(0.0, self.value - (self.margin or 0))

    @property
    def high(self) -> float:
        """Upper end of the interval, in the unit of ``value``."""
        return min(self.top, self.value + (self.margin or 0))

    def held_against(self, target: float) -> Certainty | None:
        """What it says of a target in the unit of ``value``; nothing where no margin is known."""
        if self.margin is None:
            return None
        if self.low <= target <= self.high:
            return Certainty.OPEN
        return Certainty.ABOVE if self.value > target else Certainty.BELOW


def share(satisfied: int, sample: int) -> Decimal:
    """The share in percent, to one place, as it is published and held against a target."""
    return round(Decimal(100 * satisfied) / Decimal(sample), 1)


def share_finding(satisfied: int, sample: int, population: int | None) -> SurveyFinding:
    """A share in percent, its margin in percentage points."""
    margin = 100 * margin_of_share(satisfied, sample, population)
    return SurveyFinding(100 * satisfied / sample, margin, 100.0)


def mean_finding(
    mean: float, deviation: float | None, top: float, sample: int, population: int | None
) -> SurveyFinding:
    """A mean in points; without the standard deviation nothing says how sure it is."""
    margin = None if deviation is None else margin_of_mean(deviation, sample, population)
    return SurveyFinding(mean, margin, top)


def fault(values: Mapping[str, Any], *, today: date) -> str:
    """What is wrong with the numbers of a result, if anything; empty when nothing is."""
    is_share = values["kind"] is ResultKind.SHARE
    sample, population = values["sample_size"], values["population"]
    satisfied, mean, top = values["satisfied"], values["mean"], values["top"]
    is_above = mean is not None and top is not None and Decimal(mean) > Decimal(top)
    checks = (
        (sample < 1, "有效样本至少为 1"),
        (population is not None and population < sample, "总体小于有效样本"),
        (is_share and satisfied is None, "结果类型为满意率，请填写满意人数"),
        (is_share and (satisfied or 0) > sample, "满意人数大于有效样本"),
        (
            is_share and any(one is not None for one in (mean, values["deviation"], top)),
            "满意率不填平均分、标准差和满分",
        ),
        (not is_share and (mean is None or top is None), "结果类型为平均分，请填写平均分和满分"),
        (not is_share and satisfied is not None, "平均分不填满意人数"),
        (not is_share and is_above, "平均分大于满分"),
        (not is_share and values["indicator_id"] is not None, "目标是满意率，平均分不能对应目标"),
        (values["document_on"] > today, "文件日期晚于今天"),
    )
    return next((words for wrong, words in checks if wrong), "")


def result_words(
    kind: ResultKind, satisfied: int | None, sample_size: int, mean: str | None, top: str | None
) -> str:
    """The number with its unit: 86.4%, 4.32 分（满分 5）."""
    if kind is ResultKind.SHARE:
        return f"{share(satisfied or 0, sample_size)}%"
    return f"{mean} 分（满分 {top}）"
