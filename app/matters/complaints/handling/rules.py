"""What the handling of a matter depends on: what must be settled, papers, reviews and visits."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.matters.complaints.matter.rules.entries import MatterDocumentKind, Reader
from app.matters.complaints.matter.rules.outcomes import (
    CheckState,
    ClosingItem,
    MatterOutcome,
    NotFiledGround,
    is_review_round,
)
from app.matters.complaints.matter.rules.states import MatterStatus
from app.records.companies.rules import PartyKind


@dataclass(frozen=True, kw_only=True)
class CaseDraft:
    """The words of staff for a case: no field of the report has a place in it."""

    title: str
    party_kind: PartyKind
    party_name: str
    uscc: str | None
    violation: str
    facts: str

    @property
    def text(self) -> str:
        """All that may become public."""
        return "\n".join((self.title, self.party_name, self.violation, self.facts))


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What is said at the end of a matter: to its reporter, and to everyone by their consent."""

    text: str
    measures: str = ""
    basis: str = ""
    public_title: str | None = None
    public_summary: str | None = None

    @property
    def for_everyone(self) -> str:
        """The words that may become public."""
        return f"{self.public_title or ''}\n{self.public_summary or ''}"


SETTLED = frozenset({CheckState.SHOWN, CheckState.WAIVED})
"""An item no longer stands in the way; what is asked for is not yet granted."""

FINDINGS = frozenset({MatterOutcome.CASE_FILED, MatterOutcome.CORRECTED, MatterOutcome.NO_PENALTY})
"""Outcomes of a report that something was found: the four are asked for before them.

A case that was dropped found nothing; one that was handed over is settled by others.
"""

FOUND = frozenset({NotFiledGround.MINOR, NotFiledGround.FIRST_TIME, NotFiledGround.NO_FAULT})
"""Grounds on which no case is filed though something was found."""

Checks = Mapping[ClosingItem, CheckState]


def unsettled(checks: Checks) -> list[ClosingItem]:
    """Which of the four are still open."""
    return [item for item in ClosingItem if checks.get(item, CheckState.OPEN) not in SETTLED]


READERS: dict[MatterDocumentKind, Reader] = {
    MatterDocumentKind.REGISTRATION: Reader.FILE,
    MatterDocumentKind.DISPATCH: Reader.BODY,
    MatterDocumentKind.TRANSFER: Reader.BODY,
    MatterDocumentKind.AGREEMENT: Reader.PARTIES,
}
"""For whom papers are that are not for the reporter."""


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


def paper_of_referral(status: MatterStatus) -> MatterDocumentKind:
    """What goes with a matter to another body: 移送 once it is being handled, else 分送."""
    begun = (MatterStatus.IN_PROGRESS, MatterStatus.WAITING_REPORTER)
    return MatterDocumentKind.TRANSFER if status in begun else MatterDocumentKind.DISPATCH


def days_to_assist(days_of_lead: int) -> int:
    """Working days in which assisting bodies report: half of the lead's, and one at least."""
    return max(1, days_of_lead // 2)


T = TypeVar("T")


def round_after(last: int, *, is_review: bool) -> int:
    """The round that is decided now, when ``last`` was the one before, 0 for none."""
    following = last + 1
    return following if is_review_round(following) == is_review else following + 1


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
    """How many of a hundred (percent); None where there is nothing to divide by."""
    return round(100 * good / all_of_them) if all_of_them else None
