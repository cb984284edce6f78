"""A form of one question per page: what is asked, what comes first, what is still open. Pure."""

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from app.kernel.labels import LabelledEnum


class FormPage(LabelledEnum):
    """Base of the pages of a form, by the last part of their address; checking comes last."""

    @property
    def number(self) -> int:
        """Its place, from one."""
        return list(type(self)).index(self) + 1


P = TypeVar("P", bound=FormPage)


class Questionnaire(ABC, Generic[P]):
    """Answers given so far, as they decide which page may be opened."""

    @property
    @abstractmethod
    def questions(self) -> list[P]:
        """The pages that this person is asked, the last of them for checking."""

    @abstractmethod
    def is_answered(self, question: P) -> bool:
        """Whether the answer suffices; checking never is."""

    @property
    def first_open(self) -> P:
        """The first question without a sufficient answer; checking when there is none."""
        return next(one for one in self.questions if not self.is_answered(one))

    @property
    def is_finished(self) -> bool:
        """Whether nothing but checking is left."""
        return self.first_open is self.questions[-1]

    def may_open(self, question: P) -> bool:
        """Whether all questions before this one are answered."""
        return question.number <= self.first_open.number

    def after(self, question: P) -> P:
        """The question that follows."""
        return next(other for other in self.questions if other.number > question.number)

    def before(self, question: P) -> P | None:
        """The question that precedes; None before the first."""
        earlier = [other for other in self.questions if other.number < question.number]
        return earlier[-1] if earlier else None
