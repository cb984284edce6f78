"""Reminders of clocks that run out, and clocks set anew under a corrected calendar.

Each run does what is due and nothing twice; the worker runs it by the hour.
"""

from collections.abc import Sequence
from datetime import date

from app.kernel import clock, notify
from app.kernel.db.calendar import city_calendar, forget_calendar
from app.kernel.db.session import db, insert_or
from app.kernel.notify import Recipient
from app.matters.complaints.clocks import queries as clocks
from app.matters.complaints.clocks.periods import (
    offices_are_open,
    share_of_office_hours,
    thresholds_reached,
    unfolded,
)
from app.matters.complaints.clocks.services.timing import moved, reset_clock, show_nearest
from app.matters.complaints.matter.models.clocks import (
    ClockReminder,
    MatterDeadline,
    ReturnReminder,
)
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries import coordination_office, kept_from
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import MatterStep
from app.matters.complaints.matter.services import log_passed_time, record
from app.people.rules import Role


def send_reminders() -> int:
    """Remind handler, heads and coordination office of clocks at 50, 80 and 100 percent.

    In office hours only, and at each threshold once; of several that were passed meanwhile only
    the last is told. A clock that stands still reminds nobody. Returns how many clocks did.
    """
    calendar, today = city_calendar(), clock.today()
    if not offices_are_open(clock.now(), calendar):
        return 0
    sent, heads, reminded = clocks.reminders_sent(), clocks.with_address(Role.HEAD), 0
    office = coordination_office().id
    kept_from_office = kept_from(office)
    for matter in clocks.open_matters():
        for running in matter.running_clocks:
            if running.is_paused:
                continue
            period = unfolded(running, today, calendar)
            already = sent.get(running.id, [])
            if _claim(ClockReminder, period.share, already, deadline_id=running.id):
                people = _people(matter, heads.get(matter.bureau_id, []))
                above = [] if matter.id in kept_from_office else [notify.bureau(office)]
                everybody = list(dict.fromkeys([*people, *above]))
                _remind(matter, running.step, period.due_on, period.share, everybody)
                reminded += 1
    db.session.commit()
    return reminded


def remind_of_returns() -> int:
    """Remind the coordination office of what was returned to it, at 50, 80 and 100 percent.

    It has one working day: that is counted in office hours, from the day after the return on.
    Otherwise as for all clocks. Gives the number of returns it was reminded of.
    """
    calendar, now = city_calendar(), clock.now()
    if not offices_are_open(now, calendar):
        return 0
    sent, office, reminded = clocks.reminders_of_returns(), coordination_office().id, 0
    there = clocks.with_address(Role.COORDINATOR).get(office, [])
    people = [notify.staff(one) for one in there] or [notify.bureau(office)]
    for matter, waiting in clocks.open_returns():
        share = share_of_office_hours(waiting.returned_on, waiting.due_on, now, calendar)
        if _claim(ReturnReminder, share, sent.get(waiting.id, []), return_id=waiting.id):
            _remind(matter, MatterStep.ROUTE, waiting.due_on, share, people)
            reminded += 1
    db.session.commit()
    return reminded


def recalculate_clocks() -> int:
    """Set the ends of running clocks by the calendar of today; how many matters moved.

    What moves is told to the reporter with both dates, and logged; a second run moves nothing.
    """
    forget_calendar()
    today, count = clock.today(), 0
    for matter in clocks.open_matters():
        if notes := [words for one in matter.running_clocks if (words := _reset(one, today))]:
            show_nearest(matter)
            text = "".join(("工作日历有更新。", *notes))
            record(matter, MatterEventKind.RECALCULATED, None, text=text)
            log_passed_time(matter, "matter.recalculated", reason="".join(notes))
            count += 1
    db.session.commit()
    return count


def _reset(running: MatterDeadline, today: date) -> str | None:
    """The old and the new end in words, where the end has moved."""
    before = running.due_on
    if not running.is_paused:
        reset_clock(running, today)
    return moved(before, running) if running.due_on != before else None


def _claim(
    reminder: type[ClockReminder] | type[ReturnReminder], share: int, sent: list[int], **of: int
) -> bool:
    """Whether this run is the one that reminds at ``share`` percent: of several workers, one is."""
    new = [one for one in thresholds_reached(share) if one not in sent]
    rows = [{**of, "threshold": each, "reminded_at": clock.now()} for each in new]
    if not rows:
        return False
    claimed = insert_or(reminder).values(rows).on_conflict_do_nothing()
    return db.session.execute(claimed.returning(reminder.threshold)).first() is not None


def _people(matter: Matter, heads: list[int]) -> list[Recipient]:
    """Handler and heads where a mail reaches them, else their body."""
    handler = matter.handler
    people = dict.fromkeys(heads)
    if handler and handler.is_enabled and handler.email and handler.bureau_id == matter.bureau_id:
        people[handler.id] = None
    return [notify.staff(one) for one in people] or [notify.bureau(matter.bureau_id)]


def _remind(
    matter: Matter, step: MatterStep, due_on: date, share: int, people: Sequence[Recipient]
) -> None:
    for person in people:
        notify.mail(
            "clock_reminder",
            person,
            number=matter.number,
            step=step.label,
            deadline=due_on.isoformat(),
            share=share,
        )
