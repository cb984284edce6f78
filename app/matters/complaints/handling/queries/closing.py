"""How far the four things are that must be settled before a report is closed."""

from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.handling.rules import FINDINGS, FOUND, Checks, is_settled
from app.matters.complaints.matter.models.handling import ClosingCheck, ClosingFile
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.outcomes import CheckState, ClosingItem
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus

BEGUN = {MatterStatus.IN_PROGRESS, MatterStatus.CASE_OPEN, MatterStatus.NOT_FILED}
"""States in which a report is being handled."""


@dataclass(frozen=True)
class Tick:
    """An item as its reporter sees it: done, let go, or still to be done."""

    item: ClosingItem
    state: CheckState

    @property
    def is_done(self) -> bool:
        """Whether it no longer stands in the way."""
        return is_settled(self.state)

    @property
    def words(self) -> str:
        """The state in words for the reporter, who is not told what is being asked for inside."""
        return (self.state if self.is_done else CheckState.OPEN).label


def check_of(matter: Matter, item: ClosingItem) -> ClosingCheck | None:
    """What has been said of the item."""
    return next((check for check in matter.checks if check.item is item), None)


def states_of(matter: Matter) -> Checks:
    """The state of each item of which something has been said."""
    return {check.item: check.state for check in matter.checks}


def ticks_of(matter: Matter) -> list[Tick]:
    """The four items of a report that is being handled, or of which something has been said."""
    is_report = matter.kind is ComplaintKind.VIOLATION_REPORT
    if not is_report or not (matter.status in BEGUN or matter.checks):
        return []
    states = states_of(matter)
    return [Tick(item, states.get(item, CheckState.OPEN)) for item in ClosingItem]


def ticks_for_reporter(matter: Matter) -> list[Tick]:
    """The same for the reporter: once there are findings, and never where there were none."""
    decision = matter.decision
    found_something = decision is not None and (decision.is_filed or decision.ground in FOUND)
    is_told = found_something if matter.status in BEGUN else matter.outcome in FINDINGS
    return ticks_of(matter) if is_told else []


def closing_files() -> set[str]:
    """The ids of all stored files that an item remembers."""
    return set(db.session.scalars(select(ClosingFile.upload_id)))
