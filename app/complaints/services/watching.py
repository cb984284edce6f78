"""What time itself brings about: reminders, mediations that are over, a corrected calendar.

Each run does what is due and nothing twice; the worker runs it by the hour.
"""

from datetime import date

from app import audit, notify
from app.complaints.models import ClockReminder, Matter, MatterDeadline
from app.complaints.periods import Period, running_clocks, unfolded
from app.complaints.queries import clocks
from app.complaints.queries.bodies import coordination_office
from app.complaints.queries.recusal import kept_from
from app.complaints.rules import EventKind, offices_are_open, thresholds_reached
from app.complaints.services.clocks import reset_clock, show_nearest
from app.complaints.services.handling import record
from app.complaints.services.mediation import expire_mediation
from app.complaints.services.notices import tell_of_news
from app.complaints.services.timing import moved
from app.core import clock
from app.core.calendar import city_calendar, forget_calendar
from app.core.db import db, insert_or
from app.notify import Recipient


def watch_clocks() -> None:
    """End the mediations that are over, then remind the people of all clocks."""
    forget_calendar()
    end_overdue_mediations()
    send_reminders()


def end_overdue_mediations() -> int:
    """Have the clock for ending run where that of the mediation has run out; how many."""
    found = clocks.mediations_past_their_end()
    for matter in found:
        expire_mediation(matter)
        _tell(matter, "matter.mediation_expired")
    db.session.commit()
    return len(found)


def send_reminders() -> int:
    """Remind handler, heads and coordination office of clocks at 50, 80 and 100 percent.

    In office hours only, and at each threshold once; of several that were passed meanwhile only
    the last is told. A clock that stands still reminds nobody. Returns how many clocks did.
    """
    calendar, today = city_calendar(), clock.today()
    if not offices_are_open(clock.now(), calendar):
        return 0
    sent, heads, reminded = clocks.reminders_sent(), clocks.heads_with_address(), 0
    office = coordination_office().id
    kept_from_office = kept_from(office)
    for matter in clocks.open_matters():
        for running in running_clocks(matter):
            if running.is_paused:
                continue
            period = unfolded(running, today, calendar)
            new = [one for one in thresholds_reached(period.share) if one not in sent[running.id]]
            if [threshold for threshold in new if _claim(running, threshold)]:
                people = _people(matter, heads.get(matter.bureau_id, []))
                above = [] if matter.id in kept_from_office else [notify.bureau(office)]
                _remind(matter, period, list(dict.fromkeys([*people, *above])))
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
        if told := [words for one in running_clocks(matter) if (words := _reset(one, today))]:
            show_nearest(matter)
            text = "".join(("工作日历有更新。", *told))
            record(matter, EventKind.RECALCULATED, None, text=text)
            _tell(matter, "matter.recalculated", reason="".join(told))
            count += 1
    db.session.commit()
    return count


def _reset(running: MatterDeadline, today: date) -> str | None:
    """The old and the new end in words, where the end has moved."""
    before = running.due_on
    if not running.is_paused:
        reset_clock(running, today)
    return moved(before, running) if running.due_on != before else None


def _claim(running: MatterDeadline, threshold: int) -> bool:
    """Whether this run is the one that reminds: of several workers, one is."""
    claimed = (
        insert_or(ClockReminder)
        .values(deadline_id=running.id, threshold=threshold, reminded_at=clock.now())
        .on_conflict_do_nothing()
        .returning(ClockReminder.threshold)
    )
    return db.session.execute(claimed).first() is not None


def _people(matter: Matter, heads: list[int]) -> list[Recipient]:
    """Handler and heads where a mail reaches them, else their body."""
    handler = matter.handler
    people = dict.fromkeys(heads)
    if handler and handler.is_enabled and handler.email and handler.bureau_id == matter.bureau_id:
        people[handler.id] = None
    return [notify.staff(one) for one in people] or [notify.bureau(matter.bureau_id)]


def _remind(matter: Matter, period: Period, people: list[Recipient]) -> None:
    for person in people:
        notify.mail(
            "clock_reminder",
            person,
            number=matter.number,
            step=period.clock.step.label,
            deadline=period.due_on.isoformat(),
            share=period.share,
        )


def _tell(matter: Matter, action: str, *, reason: str = "") -> None:
    """The end of what time has done to a matter: counted, told to who asked for it, and logged."""
    matter.version += 1
    tell_of_news(matter)
    audit.record(
        action,
        object_type="matter",
        object_id=matter.number,
        reason=reason,
        changes=audit.changes_of(matter),
    )
