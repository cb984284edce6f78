"""The statutory papers of a matter: what each says, and how it is issued with the act it tells of.

Each function works inside the transaction of its caller. ``on`` is the day that the paper bears.
"""

from datetime import date

from app.kernel.errors import InvalidInputError
from app.kernel.files.papers import day_words, led_in, next_paper_number
from app.matters.complaints.handling.papers import ABSENT, COURT, REMEDY, REVIEW, UNSETTLED, WAYS
from app.matters.complaints.handling.rules import READERS
from app.matters.complaints.matter.models.handling import MatterDocument
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.entries import MatterDocumentKind, Reader
from app.matters.complaints.matter.rules.outcomes import (
    EndGround,
    MatterDeclineGround,
    MatterOutcome,
)
from app.matters.complaints.matter.rules.states import MatterStep
from app.people.models import Bureau, Staff


def register(matter: Matter, staff: Staff, on: date) -> None:
    """登记表: made by the first act of the body that takes care of the matter, once.

    A form: what was reported stands in its lines, which are read from the submission.
    """
    if not any(each.kind is MatterDocumentKind.REGISTRATION for each in matter.documents):
        text = [f"以上{matter.kind.label}于 {day_words(matter.received_on)}收到，予以登记。"]
        _add(matter, MatterDocumentKind.REGISTRATION, text, staff, on, to="")


def issue_acceptance(matter: Matter, staff: Staff, on: date) -> None:
    """受理通知书, for the complainant, with the clock that has just been started."""
    running = next((one for one in matter.deadlines if one.step is MatterStep.MEDIATE), None)
    until = (
        [
            f"本机关将组织调解，自受理之日起 {running.rule.days} {running.rule.unit.label}内，"
            f"即 {day_words(running.due_on)}前完成；依法不计入期限的时间除外。"
            f"依据：{running.rule.basis}。"
        ]
        if running and running.rule
        else []
    )
    text = [
        f"{_opening(matter)}经审查，符合受理条件，本机关于 {day_words(on)}决定予以受理。",
        *until,
        "需要你参加调解的，另行通知。",
    ]
    _issue(matter, MatterDocumentKind.ACCEPTANCE, text, staff, on)


def issue_non_acceptance(
    matter: Matter, staff: Staff, on: date, ground: MatterDeclineGround, reason: str
) -> None:
    """不予受理通知书; of a complaint, on a ground of 总局令121号 Art. 16."""
    text = [
        f"{_opening(matter)}经审查，{ground.label}，本机关决定不予受理。",
        *led_in("具体情况和理由：", reason),
        REVIEW,
        REMEDY,
    ]
    _issue(matter, MatterDocumentKind.NON_ACCEPTANCE, text, staff, on)


def issue_correction(
    matter: Matter, staff: Staff, on: date, missing: str, until: date, *, is_identity: bool = False
) -> None:
    """限期补充材料通知书, or 限期提供身份证明材料通知书 (总局令121号 Art. 10)."""
    day, what = day_words(until), led_in("", missing)
    if is_identity:
        text = [
            f"{_opening(matter)}依据《市场监督管理投诉举报处理办法》第十条，"
            f"请在 {day}前提供身份证明材料：",
            *what,
            "逾期不提供，或者提供的材料虚假的，依法不予受理。",
            WAYS,
        ]
    else:
        text = [
            f"{_opening(matter)}经审查，需要补充材料，请在 {day}前补充：",
            *what,
            WAYS,
        ]
    kind = MatterDocumentKind.IDENTITY if is_identity else MatterDocumentKind.CORRECTION
    _issue(matter, kind, text, staff, on)


def issue_sending(
    matter: Matter, staff: Staff, on: date, kind: MatterDocumentKind, *, to: Bureau, reason: str
) -> None:
    """分送函 or 移送函, to the body that handles the matter from now on; it names no reporter."""
    act = (
        f"本机关在办理中认为，{matter.kind.label}（登记编号 {matter.number}）应当由你单位处理，"
        "现依法移送。"
        if kind is MatterDocumentKind.TRANSFER
        else f"现将{matter.kind.label}（登记编号 {matter.number}）分送你单位办理。"
    )
    until = f"，本步期限为 {day_words(matter.due_on)}" if matter.due_on else ""
    text = [
        act,
        *led_in("理由：", reason),
        f"本件于 {day_words(matter.received_on)}收到，期限不因{kind.label[:2]}重新计算{until}。",
        "反映的内容和证据已经在系统内随事项移交。反映人的身份另行密封移交，本函不载明。",
    ]
    _issue(matter, kind, text, staff, on, to=to.name)


def issue_result(
    matter: Matter, staff: Staff, on: date, outcome: MatterOutcome, reply: str
) -> None:
    """处理结果告知书."""
    text = [
        f"{_opening(matter)}本机关已经办结，结果告知如下。",
        f"办理结果：{outcome.label}。",
        *led_in("", reply),
        *([COURT] if outcome in UNSETTLED else []),
    ]
    _issue(matter, MatterDocumentKind.RESULT, text, staff, on)


def issue_invitations(
    matter: Matter, staff: Staff, on: date, *, when: str, place: str, text: str
) -> None:
    """调解通知书, one to each side.

    That to the subject says neither who complained nor what was said to the complainant.
    """
    own = [f"{_opening(matter)}请于 {when}到{place}参加调解。", *led_in("", text), ABSENT]
    theirs = [
        f"本机关已受理对你（单位）的投诉（登记编号 {matter.number}）。",
        f"请于 {when}到{place}参加调解，并携带营业执照、授权委托书和有关证据。",
        ABSENT,
    ]
    kind, about = MatterDocumentKind.MEDIATION, matter.submission.about
    _issue(matter, kind, own, staff, on)
    _add(matter, kind, theirs, staff, on, to=about, reader=Reader.SUBJECT)


def issue_end_of_mediation(
    matter: Matter, staff: Staff, on: date, ground: EndGround, text: str
) -> None:
    """终止调解通知书 (总局令121号 Art. 23) to each side; to the subject with the ground alone."""
    own = [
        f"{_opening(matter)}{ground.label}，本机关决定终止调解。",
        *led_in("具体情况：", text),
        COURT,
    ]
    theirs = [
        f"关于对你（单位）的投诉（登记编号 {matter.number}），{ground.label}，本机关决定终止调解。"
    ]
    kind, about = MatterDocumentKind.MEDIATION_ENDED, matter.submission.about
    _issue(matter, kind, own, staff, on)
    _add(matter, kind, theirs, staff, on, to=about, reader=Reader.SUBJECT)


def issue_agreement(matter: Matter, staff: Staff, on: date, *, agreed_on: date, terms: str) -> None:
    """调解书, one paper for both sides.

    Raises InvalidInputError where its terms name a complainant who is kept from the subject.
    """
    submission = matter.submission
    if submission.keeps_identity_from_subject and submission.is_named_in(terms):
        raise InvalidInputError(
            "投诉人要求对被投诉方保密，协议内容里不能写投诉人的姓名、联系方式。"
        )
    text = [
        f"投诉（登记编号 {matter.number}）经本机关调解，双方于 {day_words(agreed_on)}达成协议：",
        *led_in("", terms),
        "双方应当自觉履行。一方不履行的，另一方可以依法向人民法院提起诉讼，或者根据仲裁协议申请仲裁。",
        "投诉人（签字）：　　　　　　　　被投诉人（签字或者盖章）：",
    ]
    to = f"投诉人、{submission.about}"
    _issue(matter, MatterDocumentKind.AGREEMENT, text, staff, on, to=to)


def issue_filing(matter: Matter, staff: Staff, on: date, reply: str) -> None:
    """处理结果告知书, whether a case was filed, to the named reporter (总局令121号 Art. 31)."""
    decision = matter.decision
    if decision is not None:
        decided = "立案" if decision.is_filed else "不予立案"
        day = day_words(decision.decided_on)
        text = [f"{_opening(matter)}经核查，本机关于 {day}决定{decided}。", *led_in("", reply)]
        _issue(matter, MatterDocumentKind.RESULT, text, staff, on)


def _opening(matter: Matter) -> str:
    day, kind = day_words(matter.received_on), matter.kind.label
    return f"你于 {day}提出的{kind}（登记编号 {matter.number}）收悉。"


def _issue(
    matter: Matter,
    kind: MatterDocumentKind,
    text: list[str],
    staff: Staff,
    on: date,
    *,
    to: str = "",
) -> None:
    """A paper of the matter, for the reporter unless it is ``to`` somebody else.

    Whoever issues one has registered the matter before.
    """
    register(matter, staff, on)
    _add(matter, kind, text, staff, on, to=to or f"{matter.kind.label}人")


def _add(
    matter: Matter,
    kind: MatterDocumentKind,
    text: list[str],
    staff: Staff,
    on: date,
    *,
    to: str,
    reader: Reader | None = None,
) -> None:
    """Keep the paper with a number of its own: counted per year and body, without gaps."""
    bureau = staff.bureau
    counter, mark = f"matter document {bureau.id}", f"{bureau.short_name}投举"
    matter.documents.append(
        MatterDocument(
            kind=kind,
            reader=reader or READERS.get(kind, Reader.REPORTER),
            staff_id=staff.id,
            number=next_paper_number(counter, mark, on),
            issued_on=on,
            content={
                "title": kind.title_for(matter.kind),
                "to": to,
                "body": bureau.name,
                "text": "\n".join(text),
            },
        )
    )
