"""Starting, stopping and setting the clocks of a matter, inside the transaction of the act."""

from datetime import date

from app.kernel.db.calendar import city_calendar
from app.matters.complaints.clocks.deadlines import due_date
from app.matters.complaints.clocks.periods import days_of, days_taken
from app.matters.complaints.clocks.queries import deadline_rule
from app.matters.complaints.matter.models.clocks import MatterDeadline
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.states import MatterStep


def start_clock(matter: Matter, step: MatterStep, on: date) -> None:
    """Run the clock of ``step`` from ``on`` under the rule of that day.

    A step without a rule has no deadline: the matter then shows none.
    """
    rule = deadline_rule(matter.kind, step, on)
    if rule is not None:
        due_on = due_date(on, rule.days, rule.unit, city_calendar())
        matter.deadlines.append(MatterDeadline(step=step, rule=rule, started_on=on, due_on=due_on))
    matter.step = step
    show_nearest(matter)


def stop_clock(matter: Matter, on: date, *steps: MatterStep) -> None:
    """The clocks of ``steps`` are done on ``on``; all that run, when none is named."""
    for clock in matter.running_clocks:
        if not steps or clock.step in steps:
            resume_clock(clock, on)
            clock.met_on = on
    show_nearest(matter)


def resume_clock(clock: MatterDeadline, on: date) -> None:
    """Let a clock that stands still go on from ``on``, its end later by the days left out."""
    for pause in clock.pauses:
        if pause.is_open:
            pause.end(on)
            reset_clock(clock, on)


def reset_clock(clock: MatterDeadline, today: date) -> None:
    """Set the end of a clock anew, after what decides it has changed."""
    if days := days_of(clock, today, city_calendar()):
        clock.due_on = days[-1].day


def show_nearest(matter: Matter) -> None:
    """Have the matter name the clock that ends next; one that stands still has no end."""
    running = matter.running_clocks
    if running:
        matter.step = running[0].step
    matter.due_on = running[0].due_on if running and not running[0].is_paused else None


def settle_account(matter: Matter, on: date) -> None:
    """At the end of a matter: how many working days it took, and whether in time."""
    stop_clock(matter, on)
    matter.closed_on = on
    matter.working_days_taken = days_taken(matter, on, city_calendar())
    matter.met_deadline = all(
        deadline.met_on is not None and deadline.met_on <= deadline.due_on
        for deadline in matter.deadlines
    )
