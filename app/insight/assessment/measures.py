"""Which rows each measure of a formula counts: a line of data names one of these."""

from collections.abc import Callable, Iterator
from datetime import date

from app.insight.assessment.queries import disclosure, handling, projects, results
from app.insight.assessment.rules import Fact

Gather = Callable[[date, date], Iterator[Fact]]
"""From the first and last day that count to the rows, of all bodies and districts."""

MEASURES: dict[str, Gather] = {
    "handled": handling.handled,
    "returned": handling.returned,
    "waived": handling.waived,
    "published": disclosure.published_in_time,
    "withdrawn": disclosure.withdrawn_in_time,
    "milestones": projects.milestones,
    "reports": projects.reports,
    "indicators": results.promised,
    "rectified": results.rectified,
}
