"""The papers of a matter: what they repeat of the law, and their lines as staff read them."""

from app.kernel.errors import NotFoundError
from app.kernel.files.papers import Facts, day_words
from app.matters.complaints.matter.models.handling import MatterDocument
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.entries import MatterDocumentKind
from app.matters.complaints.matter.rules.outcomes import MatterOutcome

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
