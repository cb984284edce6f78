"""The questions of the public form in their order, and what is answered so far. Pure.

Each answer is a small value, so that a draft can be kept as JSON and read back whole.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from app.kernel.labels import LabelledEnum
from app.kernel.wizard.questionnaire import FormPage, Questionnaire
from app.matters.complaints.matter.rules.states import ComplaintKind

Json = dict[str, Any]


class ComplaintQuestion(FormPage):
    """The pages of the form, by the last part of their address."""

    KIND = ("kind", "投诉还是举报")
    SUBJECT = ("subject", "反映对象")
    CATEGORY = ("category", "问题类别")
    FACTS = ("facts", "经过、时间、地点")
    CONDUCT = ("conduct", "是否反映工作人员")
    EVIDENCE = ("evidence", "证据")
    IDENTITY = ("identity", "您的身份")
    CHECK = ("check", "核对后提交")


class SubjectKind(LabelledEnum):
    """Whom a submission can be about."""

    COMPANY = ("company", "企业、商店或个体工商户")
    PROJECT = ("project", "重点项目")
    OFFICIAL = ("official", "政府部门或工作人员")
    UNKNOWN = ("unknown", "不清楚")


CONDUCT_CATEGORY = "integrity-conduct"
PROJECT_CATEGORY = "integrity-project"
UNCLEAR_CATEGORY = "other-unclear"

FIXED_CATEGORY: dict[SubjectKind, str] = {
    SubjectKind.OFFICIAL: CONDUCT_CATEGORY,
    SubjectKind.PROJECT: PROJECT_CATEGORY,
}
"""Where whom it is about already says what it is about, that question is not asked."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Whom it is about. ``company`` and ``project`` are references to our own records."""

    who: SubjectKind
    name: str = ""
    uscc: str = ""
    address: str = ""
    company: str = ""
    project: str = ""
    bureau: str = ""
    official: str = ""
    is_settled: bool = True
    """False until the person has chosen among the companies that their words may mean."""

    @property
    def in_words(self) -> str:
        """The reporter's own words for it, as the handler reads them."""
        return "，".join(
            part for part in (self.name, self.uscc, self.address, self.official) if part
        )


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What happened, when and where, and what is asked for."""

    title: str
    narrative: str
    happened: str
    district: str
    place: str
    demand: str = ""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who reports, and what may be done with it. Anonymous: no field about the person."""

    is_anonymous: bool
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    id_number: str = ""
    consents_to_publication: bool = False
    keeps_identity_from_subject: bool = True
    wants_notices: bool = False

    @property
    def contact(self) -> dict[str, str] | None:
        """What is kept about the person; None when nothing is."""
        if self.is_anonymous:
            return None
        given = {name: getattr(self, name) for name in CONTACT_FIELDS}
        given["notices"] = "1" if self.wants_notices and self.email else ""
        return {name: value for name, value in given.items() if value}


CONTACT_FIELDS = ("name", "phone", "email", "address", "id_number")


@dataclass(frozen=True, kw_only=True)
class ComplaintAnswers(Questionnaire[ComplaintQuestion]):
    """All answers given so far."""

    kinds: tuple[ComplaintKind, ...] = ()
    subject: Subject | None = None
    category: str = ""
    facts: Facts | None = None
    conduct_signs: tuple[str, ...] = ()
    """Words of the answers that speak of what officials did."""
    conduct_denied: tuple[str, ...] = ()
    """The words of which the person said that they do not mean that."""
    saw_evidence: bool = False
    identity: Identity | None = None

    @classmethod
    def parse(cls, stored: Mapping[str, Any]) -> Self:
        """The answers from what ``as_json`` made of them."""
        subject = stored.get("subject")
        return cls(
            kinds=tuple(ComplaintKind(kind) for kind in stored.get("kinds", ())),
            subject=Subject(**{**subject, "who": SubjectKind(subject["who"])}) if subject else None,
            category=stored.get("category", ""),
            facts=Facts(**stored["facts"]) if stored.get("facts") else None,
            conduct_signs=tuple(stored.get("conduct_signs", ())),
            conduct_denied=tuple(stored.get("conduct_denied", ())),
            saw_evidence=stored.get("saw_evidence", False),
            identity=Identity(**stored["identity"]) if stored.get("identity") else None,
        )

    def as_json(self) -> Json:
        """The answers as values that JSON knows."""
        return asdict(self)

    @property
    def is_complaint(self) -> bool:
        """Whether a 投诉 is opened: it needs a true identity (总局令121号 Art. 10) and a demand."""
        return ComplaintKind.COMPLAINT in self.kinds

    @property
    def fixed_category(self) -> str | None:
        """The category that whom it is about already gives; None where it is asked for."""
        return FIXED_CATEGORY.get(self.subject.who) if self.subject else None

    @property
    def final_category(self) -> str:
        """The category it goes under, chosen or given by whom it is about."""
        return self.fixed_category or self.category

    @property
    def may_be_conduct(self) -> bool:
        """Whether it has to be asked if this is about officials: it was not said to be."""
        is_said = self.subject is not None and self.subject.who is SubjectKind.OFFICIAL
        return bool(self.conduct_signs) and not is_said

    @property
    def questions(self) -> list[ComplaintQuestion]:
        """The questions that this submission is asked."""
        skipped = {ComplaintQuestion.CATEGORY} if self.fixed_category else set()
        if not self.may_be_conduct:
            skipped.add(ComplaintQuestion.CONDUCT)
        return [question for question in ComplaintQuestion if question not in skipped]

    def is_answered(self, question: ComplaintQuestion) -> bool:
        """Whether the answer suffices for what is being opened."""
        answered = {
            ComplaintQuestion.KIND: bool(self.kinds),
            ComplaintQuestion.SUBJECT: self.subject is not None and self.subject.is_settled,
            ComplaintQuestion.CATEGORY: bool(self.final_category),
            ComplaintQuestion.FACTS: self.facts is not None
            and bool(self.facts.demand or not self.is_complaint),
            ComplaintQuestion.CONDUCT: set(self.conduct_signs) <= set(self.conduct_denied),
            ComplaintQuestion.EVIDENCE: self.saw_evidence,
            ComplaintQuestion.IDENTITY: self.identity is not None
            and not (self.is_complaint and not self.identity.id_number),
        }
        return answered.get(question, False)
