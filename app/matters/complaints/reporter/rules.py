"""What reporters may do with what they handed in, at once and with their data."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus

FREE_TIME = timedelta(minutes=10)
"""How long one can change or take back unasked what one reported (工信厅信管函〔2021〕67号)."""


TAKEN_BACK = "（反映人已撤回并删除）"
"""Stands where the words of a submission stood that was taken back in that time."""


SUBMISSION_EVENTS = frozenset({MatterEventKind.SUBMITTED, MatterEventKind.MATERIAL_ADDED})
"""Each track has an event for what concerns the whole submission; its reporter reads one."""


STATE_LABELS = {
    (ComplaintKind.COMPLAINT, MatterStatus.NEW): "等待受理",
    (ComplaintKind.COMPLAINT, MatterStatus.IN_PROGRESS): "调解中",
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.NEW): "等待核查",
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.IN_PROGRESS): "核查中",
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.CASE_OPEN): "立案调查中",
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.NOT_FILED): "已决定不予立案",
}
"""What reporters read of a state, by track; elsewhere its usual label."""


class OwnPart(LabelledEnum):
    """A part of what is kept of a reporter."""

    CONTENT = ("content", "您写的内容和上传的文件")
    IDENTITY = ("identity", "姓名、电话等身份信息")
    NOTICES = ("notices", "邮件提醒")
    COMMENT = ("comment", "评价时写的话")


@dataclass(frozen=True, kw_only=True)
class OwnFacts:
    """What decides whether a part may go."""

    has_identity: bool
    wants_notices: bool
    has_comment: bool
    has_complaint: bool
    is_open: bool
    was_taken_back: bool
    """Whether every track was withdrawn in the free time."""
    has_words: bool
    identity_until: date | None
    """Last day on which a complainant's identity must be kept; None while a track is open."""
    today: date


@dataclass(frozen=True)
class PartRetention:
    """Whether a part can be erased now, and why or why not, in plain words."""

    part: OwnPart
    may_go: bool
    because: str


def is_free(submitted_at: datetime, now: datetime) -> bool:
    """Whether changing and taking back needs nobody's consent yet: for ten minutes."""
    return now - submitted_at <= FREE_TIME


def years_after(day: date, years: int) -> date:
    """The same day in a later year; the first of March for a leap day that the year lacks."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The same day in an earlier year."""
    return years_after(day, -years)


def kept_parts(facts: OwnFacts) -> list[PartRetention]:
    """Each part that there is, with what can be done about it (个人信息保护法 Art. 44 to 50)."""
    parts = []
    if facts.has_words:
        parts.append(_content(facts))
    if facts.has_identity:
        parts.append(_identity(facts))
    if facts.wants_notices:
        parts.append(_can_go(OwnPart.NOTICES, "关闭以后不再给您发邮件，随时可以关。"))
    if facts.has_comment:
        parts.append(_can_go(OwnPart.COMMENT, "删除以后只留下您选的评价，不留您写的话。"))
    return parts


def _content(facts: OwnFacts) -> PartRetention:
    if facts.was_taken_back:
        because = "您在提交后 10 分钟内撤回了，部门没有据此办理，可以删除。"
        return _can_go(OwnPart.CONTENT, because)
    because = (
        "部门据此办理，属于办理案卷，依法须保存，不能删除。写错的地方可以申请更正；"
        "被反映的一方看不到您的原话。"
    )
    return _must_stay(OwnPart.CONTENT, because)


def _identity(facts: OwnFacts) -> PartRetention:
    if not facts.has_complaint or facts.was_taken_back:
        because = (
            "可以删除。删除以后承办部门不能再联系您，进度、答复和奖励只凭编号和查询码，不能恢复。"
        )
        return _can_go(OwnPart.IDENTITY, because)
    if facts.identity_until is None:
        because = "投诉要凭真实身份受理和调解，办理期间须保存，办结以前不能删除。"
        return _must_stay(OwnPart.IDENTITY, because)
    if facts.today <= facts.identity_until:
        last = f"{facts.identity_until:%Y年%m月%d日}"
        because = f"投诉人的身份随案卷保存到{last}，此前不能删除；到期系统自动删除。"
        return _must_stay(OwnPart.IDENTITY, because)
    return _can_go(OwnPart.IDENTITY, "保存期已满，可以删除。")


def _can_go(part: OwnPart, because: str) -> PartRetention:
    return PartRetention(part, may_go=True, because=because)


def _must_stay(part: OwnPart, because: str) -> PartRetention:
    return PartRetention(part, may_go=False, because=because)
