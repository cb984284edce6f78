"""The second look at an answer: where it stands, and who may take it."""

from collections.abc import Collection

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.states import MatterStatus

ANSWERED = frozenset({MatterStatus.CLOSED, MatterStatus.DECLINED})
"""Where an answer, or the refusal to accept a matter, stands that can be looked at again."""


class ReviewStatus(LabelledEnum):
    """Whether the second look has been taken."""

    PENDING = ("pending", "待复核")
    DONE = ("done", "已复核")


class ReviewResult(LabelledEnum):
    """What it came to."""

    UPHELD = ("upheld", "维持原答复")
    CHANGED = ("changed", "改变原答复")

    def words(self, *, of_refusal: bool) -> str:
        """The result as its reporter reads it."""
        return _OF_REFUSAL[self] if of_refusal else self.label


_OF_REFUSAL = {
    ReviewResult.UPHELD: "维持不予受理",
    ReviewResult.CHANGED: "撤销不予受理，予以受理",
}


def is_review_round(number: int) -> bool:
    """Whether a round of answers is that of a review: those with even numbers are.

    The first ends with an answer or a refusal, the second with its review. After an overturned
    refusal the third ends with the answer, and the fourth with the review of that.
    """
    return number % 2 == 0


def may_review(officer: int, acted: Collection[int | None]) -> bool:
    """Whether the officer may look again: not at what they handled or answered themselves."""
    return officer not in acted
