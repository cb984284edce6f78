"""The second look at an answer, and the visit after it: what they can say."""

from collections.abc import Collection, Hashable, Iterable
from typing import TypeVar

from app.kernel.labels import LabelledEnum
from app.matters.complaints.rules.states import MatterStatus

T = TypeVar("T")

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


def round_after(last: int, *, is_review: bool) -> int:
    """The round that is decided now, when ``last`` was the one before, 0 for none."""
    following = last + 1
    return following if is_review_round(following) == is_review else following + 1


def may_review(officer: int, acted: Collection[int | None]) -> bool:
    """Whether the officer may look again: not at what they handled or answered themselves."""
    return officer not in acted


def in_turns(items: Iterable[tuple[Hashable, T]], count: int) -> list[T]:
    """``count`` of the items, a body's turn after another's, so that none is left out.

    Each item comes with its body, in an order that chance has made.
    """
    queues: dict[Hashable, list[T]] = {}
    for body, item in items:
        queues.setdefault(body, []).append(item)
    taken: list[T] = []
    while len(taken) < count and queues:
        for body in list(queues):
            taken.append(queues[body].pop())
            if not queues[body]:
                del queues[body]
    return taken[:count]


def share(good: int, all_of_them: int) -> int | None:
    """Percent; None where there is nothing to divide by."""
    return round(100 * good / all_of_them) if all_of_them else None
