"""How inspected batches came out, as the public may see them."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from app.kernel.db.cache import remembered
from app.kernel.db.session import db
from app.publishing.life.listing import Listing
from app.records.inspections.models import Inspection
from app.records.inspections.rules import CheckResult


@dataclass(frozen=True)
class Counts:
    """How many batches a choice of filters leaves, and how many of them passed."""

    passed: int
    total: int

    @property
    def failed(self) -> int:
        """How many did not."""
        return self.total - self.passed


def counts(listing: Listing[Any], filters: Any) -> Counts:
    """How the batches that ``filters`` leave came out, whichever result is asked for."""
    both = replace(filters, result=None)
    if both.q:
        return _counts(listing, both)
    return remembered(("inspections.counts", both), lambda: _counts(listing, both))


def _counts(listing: Listing[Any], filters: Any) -> Counts:
    statement = listing.narrowed(select(Inspection.result, func.count()), filters)
    rows = db.session.execute(statement.group_by(Inspection.result))
    found: dict[CheckResult, int] = {row[0]: row[1] for row in rows}
    return Counts(found.get(CheckResult.PASS, 0), sum(found.values()))
