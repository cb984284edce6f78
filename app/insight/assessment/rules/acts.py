"""States of a yearly cycle, who does what in which of them, and where an act leads."""

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


class Relation(LabelledEnum):
    """What a member of staff is to a cycle, or to one of its units."""

    OFFICE = ("office", "质量强市办")
    UNIT_HEAD = ("unit_head", "被考核单位负责人")
    OWN_OFFICE = ("own_office", "质量强市办，也是被考核单位的人")


class MarkStatus(LabelledEnum):
    """Whether points by hand count: only with a second signature."""

    PROPOSED = ("proposed", "待签")
    SIGNED = ("signed", "已签")
    REFUSED = ("refused", "不同意")


class Verdict(LabelledEnum):
    """What became of an objection."""

    UPHELD = ("upheld", "成立")
    REJECTED = ("rejected", "不成立")


class Act(LabelledEnum):
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

ACTS: Table[Act] = {
    Act.PLAN: allowed([Relation.OFFICE], [CycleStatus.DRAFT]),
    Act.ISSUE: allowed([Relation.OFFICE], [CycleStatus.DRAFT]),
    Act.INSPECT: allowed([Relation.OFFICE], _UNDER_WAY),
    Act.RECTIFY: allowed([Relation.UNIT_HEAD], _OPEN),
    Act.REOPEN: allowed([Relation.OFFICE], _OPEN),
    Act.END_INSPECTION: allowed([Relation.OFFICE], [CycleStatus.ISSUED]),
    Act.COUNT: allowed([Relation.OFFICE], _OPEN),
    Act.ASSESS: allowed([Relation.OFFICE], [CycleStatus.INSPECTED]),
    Act.MARK: allowed([Relation.OFFICE], _MARKED),
    Act.SIGN: allowed([Relation.OFFICE], _MARKED),
    Act.REFUSE: allowed([Relation.OFFICE], _MARKED),
    Act.HEAR: allowed([Relation.OFFICE], [CycleStatus.ASSESSED]),
    Act.OBJECT: allowed([Relation.UNIT_HEAD], [CycleStatus.OBJECTIONS]),
    Act.ANSWER: allowed([Relation.OFFICE], [CycleStatus.OBJECTIONS]),
    Act.PROPOSE: allowed([Relation.OFFICE], [CycleStatus.OBJECTIONS]),
    Act.SEND_BACK: allowed([Relation.OFFICE], [CycleStatus.READY]),
    Act.PUBLISH: allowed([Relation.OFFICE], [CycleStatus.READY]),
}
"""Who may do an act, and while the cycle stands how. Once published, nothing changes any more."""

LEADS_TO: dict[Act, CycleStatus] = {
    Act.OPEN: CycleStatus.DRAFT,
    Act.ISSUE: CycleStatus.ISSUED,
    Act.END_INSPECTION: CycleStatus.INSPECTED,
    Act.ASSESS: CycleStatus.ASSESSED,
    Act.HEAR: CycleStatus.OBJECTIONS,
    Act.PROPOSE: CycleStatus.READY,
    Act.SEND_BACK: CycleStatus.OBJECTIONS,
    Act.PUBLISH: CycleStatus.PUBLISHED,
}
"""Where the cycle stands after an act that moves it on, or back."""
