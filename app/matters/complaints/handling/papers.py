"""What the papers of a matter say, paragraph by paragraph. Pure."""

from dataclasses import dataclass
from datetime import date

from app.kernel.errors import NotFoundError
from app.kernel.files.papers import Facts, day_words, led_in
from app.matters.complaints.matter.models.handling import MatterDocument
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.entries import MatterDocumentKind
from app.matters.complaints.matter.rules.outcomes import (
    EndGround,
    MatterDeclineGround,
    MatterOutcome,
)
from app.matters.complaints.matter.rules.states import ComplaintKind, DayUnit

REMEDY = (
    "如不服本决定，可以自收到之日起 60 日内依法申请行政复议，"
    "或者自收到之日起 6 个月内依法向人民法院提起行政诉讼。"
)

REVIEW = (
    "对本决定有异议的，可以在本网站“进度查询”中申请一次复核，由其他工作人员办理；"
    "申请复核不影响下列权利，也不延长其期限。"
)

WAYS = "可以凭登记编号和查询码在本网站“进度查询”中补充，也可以当面提交。"

COURT = "没有达成协议的，可以依法向人民法院提起诉讼，或者根据仲裁协议申请仲裁。"

ABSENT = "无正当理由不参加调解的，本机关依法终止调解。"

UNSETTLED = frozenset({MatterOutcome.PARTLY_SOLVED, MatterOutcome.MEDIATION_ENDED})
"""Outcomes that leave the two sides free to go to court."""


@dataclass(frozen=True)
class PaperReference:
    """What all papers of a matter name."""

    kind: ComplaintKind
    number: str
    received_on: date


@dataclass(frozen=True)
class StatedPeriod:
    """How long the step that begins may take, and under which law."""

    days: int
    unit: DayUnit
    due_on: date
    basis: str


def registration(ref: PaperReference) -> list[str]:
    """登记表: a form; what was reported stands in its lines."""
    return [f"以上{ref.kind.label}于 {day_words(ref.received_on)}收到，予以登记。"]


def acceptance(ref: PaperReference, on: date, term: StatedPeriod | None) -> list[str]:
    """受理通知书."""
    until = (
        [
            f"本机关将组织调解，自受理之日起 {term.days} {term.unit.label}内，"
            f"即 {day_words(term.due_on)}前完成；依法不计入期限的时间除外。依据：{term.basis}。"
        ]
        if term
        else []
    )
    return [
        f"{_opening(ref)}经审查，符合受理条件，本机关于 {day_words(on)}决定予以受理。",
        *until,
        "需要你参加调解的，另行通知。",
    ]


def non_acceptance(ref: PaperReference, ground: MatterDeclineGround, text: str) -> list[str]:
    """不予受理通知书."""
    return [
        f"{_opening(ref)}经审查，{ground.label}，本机关决定不予受理。",
        *led_in("具体情况和理由：", text),
        REVIEW,
        REMEDY,
    ]


def correction(ref: PaperReference, text: str, until: date) -> list[str]:
    """限期补充材料通知书."""
    return [
        f"{_opening(ref)}经审查，需要补充材料，请在 {day_words(until)}前补充：",
        *led_in("", text),
        WAYS,
    ]


def identity(ref: PaperReference, text: str, until: date) -> list[str]:
    """限期提供身份证明材料通知书 (总局令121号 Art. 10)."""
    return [
        f"{_opening(ref)}依据《市场监督管理投诉举报处理办法》第十条，"
        f"请在 {day_words(until)}前提供身份证明材料：",
        *led_in("", text),
        "逾期不提供，或者提供的材料虚假的，依法不予受理。",
        WAYS,
    ]


def sent_on(
    ref: PaperReference, kind: MatterDocumentKind, reason: str, due_on: date | None
) -> list[str]:
    """分送函, 移送函: to the body that handles the matter from now on."""
    act = (
        f"本机关在办理中认为，{ref.kind.label}（登记编号 {ref.number}）应当由你单位处理，"
        "现依法移送。"
        if kind is MatterDocumentKind.TRANSFER
        else f"现将{ref.kind.label}（登记编号 {ref.number}）分送你单位办理。"
    )
    until = f"，本步期限为 {day_words(due_on)}" if due_on else ""
    return [
        act,
        *led_in("理由：", reason),
        f"本件于 {day_words(ref.received_on)}收到，期限不因{kind.label[:2]}重新计算{until}。",
        "反映的内容和证据已经在系统内随事项移交。反映人的身份另行密封移交，本函不载明。",
    ]


def result(ref: PaperReference, outcome: MatterOutcome, text: str) -> list[str]:
    """处理结果告知书."""
    return [
        f"{_opening(ref)}本机关已经办结，结果告知如下。",
        f"办理结果：{outcome.label}。",
        *led_in("", text),
        *([COURT] if outcome in UNSETTLED else []),
    ]


def invitation(ref: PaperReference, when: str, place: str, text: str) -> list[str]:
    """调解通知书, to the complainant."""
    return [f"{_opening(ref)}请于 {when}到{place}参加调解。", *led_in("", text), ABSENT]


def invitation_of_subject(ref: PaperReference, when: str, place: str) -> list[str]:
    """调解通知书, to whom the complaint is about; who complained and what was said is not in it."""
    return [
        f"本机关已受理对你（单位）的投诉（登记编号 {ref.number}）。",
        f"请于 {when}到{place}参加调解，并携带营业执照、授权委托书和有关证据。",
        ABSENT,
    ]


def mediation_end(ref: PaperReference, ground: EndGround, text: str) -> list[str]:
    """终止调解通知书, to the complainant."""
    return [
        f"{_opening(ref)}{ground.label}，本机关决定终止调解。",
        *led_in("具体情况：", text),
        COURT,
    ]


def mediation_end_of_subject(ref: PaperReference, ground: EndGround) -> list[str]:
    """终止调解通知书, to whom the complaint is about."""
    return [
        f"关于对你（单位）的投诉（登记编号 {ref.number}），{ground.label}，本机关决定终止调解。"
    ]


def agreement(ref: PaperReference, agreed_on: date, terms: str) -> list[str]:
    """调解书, for both sides."""
    return [
        f"投诉（登记编号 {ref.number}）经本机关调解，双方于 {day_words(agreed_on)}达成协议：",
        *led_in("", terms),
        "双方应当自觉履行。一方不履行的，另一方可以依法向人民法院提起诉讼，或者根据仲裁协议申请仲裁。",
        "投诉人（签字）：　　　　　　　　被投诉人（签字或者盖章）：",
    ]


def filing(ref: PaperReference, *, is_filed: bool, decided_on: date, text: str) -> list[str]:
    """处理结果告知书 about whether a case was filed, to the named reporter."""
    decided = "立案" if is_filed else "不予立案"
    return [
        f"{_opening(ref)}经核查，本机关于 {day_words(decided_on)}决定{decided}。",
        *led_in("", text),
    ]


def _opening(ref: PaperReference) -> str:
    return f"你于 {day_words(ref.received_on)}提出的{ref.kind.label}（登记编号 {ref.number}）收悉。"


SEALED, ANONYMOUS = "实名，身份密封", "匿名，本站没有保存身份信息"

CONTACT_WORDS = {
    "name": "姓名",
    "phone": "电话",
    "id_number": "证件号码",
    "address": "地址",
    "email": "邮箱",
}


def paper_of(matter: Matter, document_id: int) -> MatterDocument:
    """The paper, if it belongs to the matter; raises NotFoundError."""
    for document in matter.documents:
        if document.id == document_id:
            return document
    raise NotFoundError


def lines_of(
    matter: Matter, document: MatterDocument, contact: dict[str, str] | None = None
) -> Facts:
    """The lines of a form; of another paper the reporter's name, when it has been looked up."""
    if document.kind is MatterDocumentKind.REGISTRATION:
        return _registration(matter, document, contact)
    name = (contact or {}).get("name")
    return [(f"{matter.kind.label}人", name)] if name else []


def _registration(
    matter: Matter, document: MatterDocument, contact: dict[str, str] | None
) -> Facts:
    submission, who = matter.submission, f"{matter.kind.label}人"
    place = submission.district.name if submission.district else ""
    lines = [
        ("登记编号", matter.number),
        ("登记单位", document.body),
        ("收到日期", day_words(matter.received_on)),
        *_reporter(matter, contact),
        ("同意公开办理结果", _yes_or_no(submission.consents_to_publication)),
        (f"被{who}", submission.about),
        ("类别", submission.category.name),
        ("时间", submission.happened or ""),
        ("地点", place + (submission.place or "")),
        ("事实和依据", submission.narrative),
        ("证据", f"{len(submission.evidence)} 件"),
        (f"{matter.kind.label}请求", submission.demand or ""),
        ("经办人", document.staff.full_name if document.staff else ""),
    ]
    return [(label, value) for label, value in lines if value]


def _reporter(matter: Matter, contact: dict[str, str] | None) -> Facts:
    who, submission = f"{matter.kind.label}人", matter.submission
    if submission.is_anonymous:
        return [(who, ANONYMOUS)]
    named = [
        (f"{who}{words}", contact[name])
        for name, words in CONTACT_WORDS.items()
        if contact and contact.get(name)
    ]
    secret = _yes_or_no(submission.keeps_identity_from_subject)
    return [*(named or [(who, SEALED)]), ("对被反映方保密身份", secret)]


def _yes_or_no(value: bool) -> str:
    return "是" if value else "否"
