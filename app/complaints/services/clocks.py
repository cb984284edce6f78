"""Starting and stopping the clocks of a matter, inside the transaction of the act."""

from datetime import date

from app.complaints.deadlines import due_date
from app.complaints.models import Matter, MatterDeadline
from app.complaints.queries.catalogue import deadline_rule
from app.complaints.rules import Step
from app.core.calendar import city_calendar
from app.core.working_days import working_days_between


def start_clock(matter: Matter, step: Step, on: date) -> None:
    """Run the clock of ``step`` from ``on`` under the rule of that day.

    A step without a rule has no deadline: the matter then shows none.
    """
    matter.step = step
    matter.due_on = None
    rule = deadline_rule(matter.kind, step, on)
    if rule is None:
        return
    matter.due_on = due_date(on, rule.days, rule.unit, city_calendar())
    matter.deadlines.append(
        MatterDeadline(step=step, rule=rule, started_on=on, due_on=matter.due_on)
    )


def stop_clock(matter: Matter, on: date) -> None:
    """The running step is done on ``on``; no clock runs until another is started."""
    for deadline in matter.deadlines:
        if deadline.met_on is None:
            deadline.met_on = on
    matter.due_on = None


def settle_account(matter: Matter, on: date) -> None:
    """At the end of a matter: how many working days it took, and whether in time."""
    stop_clock(matter, on)
    matter.closed_on = on
    matter.working_days_taken = working_days_between(matter.received_on, on, city_calendar())
    matter.met_deadline = all(
        deadline.met_on is not None and deadline.met_on <= deadline.due_on
        for deadline in matter.deadlines
    )
