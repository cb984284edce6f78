"""The statutory papers of a matter: what they are called, and for whom they are."""

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.states import ComplaintKind


class MatterDocumentKind(LabelledEnum):
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
