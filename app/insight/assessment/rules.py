"""States of a yearly cycle, who does what in which of them, and what is found and counted."""

from dataclasses import dataclass
from datetime import date

from app.kernel.labels import LabelledEnum
from app.people.acting.rules import Table, allowed


class CycleStatus(LabelledEnum):
    """Where a year's assessment stands."""

    DRAFT = ("draft", "起草计划")
    ISSUED = ("issued", "已下达")
    INSPECTED = ("inspected", "已督查")
    ASSESSED = ("assessed", "已初评")
    OBJECTIONS = ("objections", "异议期")
    READY = ("ready", "待公布")
    PUBLISHED = ("published", "已公布")


class UnitKind(LabelledEnum):
    """Who is assessed: a district with all its bodies, or a body of the city."""

    DISTRICT = ("district", "县（市、区）")
    BODY = ("body", "市级部门")


class AssessmentRelation(LabelledEnum):
    """What a member of staff is to a cycle, or to one of its units."""

    OFFICE = ("office", "质量强市办")
    UNIT_HEAD = ("unit_head", "被考核单位负责人")
    OWN_OFFICE = ("own_office", "质量强市办，也是被考核单位的人")


class MarkStatus(LabelledEnum):
    """Whether points by hand count: only with a second signature."""

    PROPOSED = ("proposed", "待签")
    SIGNED = ("signed", "已签")
    REFUSED = ("refused", "不同意")


class ObjectionVerdict(LabelledEnum):
    """What became of an objection."""

    UPHELD = ("upheld", "成立")
    REJECTED = ("rejected", "不成立")


class AssessmentAct(LabelledEnum):
    """What is done in a cycle."""

    OPEN = ("open", "起草年度考核")
    PLAN = ("plan", "修改计划")
    ISSUE = ("issue", "下达任务和指标")
    INSPECT = ("inspect", "记录督查")
    RECTIFY = ("rectify", "报告整改完成")
    REOPEN = ("reopen", "退回整改")
    END_INSPECTION = ("end_inspection", "结束年中督查")
    COUNT = ("count", "计算得分")
    ASSESS = ("assess", "初评")
    MARK = ("mark", "提出加减分")
    SIGN = ("sign", "签字同意加减分")
    REFUSE = ("refuse", "不同意加减分")
    HEAR = ("hear", "开始异议期")
    OBJECT = ("object", "提出异议")
    ANSWER = ("answer", "答复异议")
    PROPOSE = ("propose", "提请公布")
    SEND_BACK = ("send_back", "退回")
    PUBLISH = ("publish", "公布")


_UNDER_WAY = frozenset({CycleStatus.ISSUED, CycleStatus.INSPECTED})
_OPEN = _UNDER_WAY | {CycleStatus.ASSESSED, CycleStatus.OBJECTIONS}
_MARKED = frozenset({CycleStatus.INSPECTED, CycleStatus.ASSESSED, CycleStatus.OBJECTIONS})

ACTS: Table[AssessmentAct] = {
    AssessmentAct.OPEN: allowed([AssessmentRelation.OFFICE], [None]),
    AssessmentAct.PLAN: allowed([AssessmentRelation.OFFICE], [CycleStatus.DRAFT]),
    AssessmentAct.ISSUE: allowed([AssessmentRelation.OFFICE], [CycleStatus.DRAFT]),
    AssessmentAct.INSPECT: allowed([AssessmentRelation.OFFICE], _UNDER_WAY),
    AssessmentAct.RECTIFY: allowed([AssessmentRelation.UNIT_HEAD], _OPEN),
    AssessmentAct.REOPEN: allowed([AssessmentRelation.OFFICE], _OPEN),
    AssessmentAct.END_INSPECTION: allowed([AssessmentRelation.OFFICE], [CycleStatus.ISSUED]),
    AssessmentAct.COUNT: allowed([AssessmentRelation.OFFICE], _OPEN),
    AssessmentAct.ASSESS: allowed([AssessmentRelation.OFFICE], [CycleStatus.INSPECTED]),
    AssessmentAct.MARK: allowed([AssessmentRelation.OFFICE], _MARKED),
    AssessmentAct.SIGN: allowed([AssessmentRelation.OFFICE], _MARKED),
    AssessmentAct.REFUSE: allowed([AssessmentRelation.OFFICE], _MARKED),
    AssessmentAct.HEAR: allowed([AssessmentRelation.OFFICE], [CycleStatus.ASSESSED]),
    AssessmentAct.OBJECT: allowed([AssessmentRelation.UNIT_HEAD], [CycleStatus.OBJECTIONS]),
    AssessmentAct.ANSWER: allowed([AssessmentRelation.OFFICE], [CycleStatus.OBJECTIONS]),
    AssessmentAct.PROPOSE: allowed([AssessmentRelation.OFFICE], [CycleStatus.OBJECTIONS]),
    AssessmentAct.SEND_BACK: allowed([AssessmentRelation.OFFICE], [CycleStatus.READY]),
    AssessmentAct.PUBLISH: allowed([AssessmentRelation.OFFICE], [CycleStatus.READY]),
}
"""Who may do an act, and while the cycle stands how; None stands for a year without a cycle.

Once published, nothing changes any more.
"""

LEADS_TO: dict[AssessmentAct, CycleStatus] = {
    AssessmentAct.OPEN: CycleStatus.DRAFT,
    AssessmentAct.ISSUE: CycleStatus.ISSUED,
    AssessmentAct.END_INSPECTION: CycleStatus.INSPECTED,
    AssessmentAct.ASSESS: CycleStatus.ASSESSED,
    AssessmentAct.HEAR: CycleStatus.OBJECTIONS,
    AssessmentAct.PROPOSE: CycleStatus.READY,
    AssessmentAct.SEND_BACK: CycleStatus.OBJECTIONS,
    AssessmentAct.PUBLISH: CycleStatus.PUBLISHED,
}
"""Where the cycle stands after an act that moves it on, or back."""


class FindingState(LabelledEnum):
    """How a finding stands; the dates say it, nobody types it."""

    CLEAR = ("clear", "未发现问题")
    OPEN = ("open", "整改中")
    OVERDUE = ("overdue", "逾期未整改")
    RECTIFIED = ("rectified", "按期整改")
    LATE = ("late", "逾期整改")

    @property
    def is_good(self) -> bool:
        """Whether nothing is taken off for it."""
        return self not in {FindingState.OVERDUE, FindingState.LATE}


def finding_state(rectify_by: date | None, rectified_on: date | None, today: date) -> FindingState:
    """How a finding stands on ``today``; without a last day nothing had to be rectified."""
    if rectify_by is None:
        return FindingState.CLEAR
    if rectified_on is None:
        return FindingState.OPEN if today <= rectify_by else FindingState.OVERDUE
    return FindingState.RECTIFIED if rectified_on <= rectify_by else FindingState.LATE


class FactSource(LabelledEnum):
    """Where a row comes from."""

    MATTER = ("matter", "投诉举报事项")
    CASE = ("case", "行政处罚")
    LICENCE = ("licence", "行政许可")
    ENTRY = ("entry", "红黑名单")
    PROJECT = ("project", "重点项目")
    INDICATOR = ("indicator", "指标")
    FINDING = ("finding", "年中督查")

    @property
    def tells_day(self) -> bool:
        """Whether the public is told the day: of matters, the year alone.

        A list by month would tell the ones and twos that the evaluation keeps back.
        """
        return self is not FactSource.MATTER


@dataclass(frozen=True, kw_only=True)
class AssessmentFact:
    """One thing that counts for a measure, and for whom.

    ``words`` are for everybody and name nobody. ``ref`` is how the record is found again; of a
    matter it is the number, which only those are shown who may see the matter.
    """

    measure: str
    bureau_id: int | None
    on: date
    is_good: bool
    words: str
    source: FactSource
    ref: str
    district_code: str | None = None
    """The district for which it counts, where that is not the body's own."""
