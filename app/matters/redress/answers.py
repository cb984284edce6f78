"""The questions of the form in their order, and what is answered so far. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from app.kernel.wizard.questionnaire import FormPage, Questionnaire
from app.matters.redress.rules import RecordRef, RedressKind


class RedressQuestion(FormPage):
    """The pages of the form, by the last part of their address."""

    KIND = ("kind", "异议还是信用修复")
    CODE = ("code", "统一社会信用代码")
    CONDITIONS = ("conditions", "申请条件")
    STATEMENT = ("statement", "事实与理由")
    FILES = ("files", "盖章材料")
    CONTACT = ("contact", "联系人")
    CHECK = ("check", "核对后提交")


@dataclass(frozen=True, kw_only=True)
class RedressStatement:
    """What is wrong and what should stand there; or how it was put right, and the promise."""

    item: str = ""
    should_be: str = ""
    text: str = ""
    commits: bool = False


@dataclass(frozen=True, kw_only=True)
class RedressContact:
    """Whom the deciding body can ask."""

    name: str
    phone: str
    email: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What is kept of the person."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, kw_only=True)
class RedressAnswers(Questionnaire[RedressQuestion]):
    """All answers given so far."""

    record: str
    """The record's reference, as ``RecordRef`` spells it."""
    kind: RedressKind | None = None
    uscc: str = ""
    saw_conditions: bool = False
    statement: RedressStatement | None = None
    has_files: bool = False
    contact: RedressContact | None = None

    @classmethod
    def parse(cls, stored: Mapping[str, Any]) -> Self:
        """The answers from what ``as_json`` made of them."""
        return cls(
            record=stored.get("record", ""),
            kind=RedressKind(stored["kind"]) if stored.get("kind") else None,
            uscc=stored.get("uscc", ""),
            saw_conditions=stored.get("saw_conditions", False),
            statement=RedressStatement(**stored["statement"]) if stored.get("statement") else None,
            has_files=stored.get("has_files", False),
            contact=RedressContact(**stored["contact"]) if stored.get("contact") else None,
        )

    def as_json(self) -> dict[str, Any]:
        """The answers as values that JSON knows."""
        return {**asdict(self), "kind": self.kind.value if self.kind else None}

    @property
    def ref(self) -> RecordRef | None:
        """The record that it is about."""
        return RecordRef.parse(self.record)

    @property
    def is_repair(self) -> bool:
        """Whether the record is to be taken down early."""
        return self.kind is RedressKind.REPAIR

    @property
    def questions(self) -> list[RedressQuestion]:
        """The questions that this application is asked."""
        skipped = set() if self.is_repair else {RedressQuestion.CONDITIONS}
        return [question for question in RedressQuestion if question not in skipped]

    def is_answered(self, question: RedressQuestion) -> bool:
        """Whether the answer suffices for what is asked for."""
        answered = {
            RedressQuestion.KIND: self.kind is not None,
            RedressQuestion.CODE: bool(self.uscc),
            RedressQuestion.CONDITIONS: self.saw_conditions or not self.is_repair,
            RedressQuestion.STATEMENT: self._is_stated,
            RedressQuestion.FILES: self.has_files,
            RedressQuestion.CONTACT: self.contact is not None,
        }
        return answered.get(question, False)

    @property
    def _is_stated(self) -> bool:
        statement = self.statement
        return statement is not None and (
            statement.commits if self.is_repair else bool(statement.item)
        )
