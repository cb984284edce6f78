"""The statutory papers of a matter: what they are called, and who may read which."""

from app.kernel.labels import LabelledEnum
from app.matters.complaints.rules.states import ComplaintKind, MatterStatus


class DocumentKind(LabelledEnum):
    """The papers that a matter brings forth."""

    REGISTRATION = ("registration", "登记表")
    ACCEPTANCE = ("acceptance", "受理通知书")
    NON_ACCEPTANCE = ("non_acceptance", "不予受理通知书")
    CORRECTION = ("correction", "限期补充材料通知书")
    IDENTITY = ("identity", "限期提供身份证明材料通知书")
    DISPATCH = ("dispatch", "分送函")
    TRANSFER = ("transfer", "移送函")
    MEDIATION = ("mediation", "调解通知书")
    MEDIATION_ENDED = ("mediation_ended", "终止调解通知书")
    AGREEMENT = ("agreement", "调解书")
    RESULT = ("result", "处理结果告知书")

    def title_for(self, kind: ComplaintKind) -> str:
        """What the paper of a matter of that kind is called."""
        return f"{kind.label}{self.label}"


class Reader(LabelledEnum):
    """For whom a paper is."""

    FILE = ("file", "存档")
    REPORTER = ("reporter", "反映人")
    SUBJECT = ("subject", "被反映方")
    PARTIES = ("parties", "双方当事人")
    BODY = ("body", "其他部门")


READERS: dict[DocumentKind, Reader] = {
    DocumentKind.REGISTRATION: Reader.FILE,
    DocumentKind.DISPATCH: Reader.BODY,
    DocumentKind.TRANSFER: Reader.BODY,
    DocumentKind.AGREEMENT: Reader.PARTIES,
}
"""Papers that are not for the reporter."""


def reader_of(kind: DocumentKind) -> Reader:
    """For whom papers of that kind are."""
    return READERS.get(kind, Reader.REPORTER)


OWN = frozenset({Reader.REPORTER, Reader.PARTIES})
"""Readers of the papers that reporters read with number and code."""


def may_name_reporter(reader: Reader, *, is_kept_from_subject: bool) -> bool:
    """Whether a paper may say who the reporter is, once somebody has looked with a reason.

    A letter to another body never does: the identity goes with the matter, sealed. What the
    subject gets does not either, when the reporter asked for that.
    """
    if reader in {Reader.SUBJECT, Reader.PARTIES}:
        return not is_kept_from_subject
    return reader is not Reader.BODY


def paper_of_referral(status: MatterStatus) -> DocumentKind:
    """What goes with a matter to another body: 移送 once it is being handled, else 分送."""
    begun = (MatterStatus.IN_PROGRESS, MatterStatus.WAITING_REPORTER)
    return DocumentKind.TRANSFER if status in begun else DocumentKind.DISPATCH
