"""What time itself brings about, by the hour: mediations that are over, reminders."""

from app.kernel.db.calendar import forget_calendar
from app.kernel.db.session import db
from app.matters.complaints.clocks.services.reminders import remind_of_returns, send_reminders
from app.matters.complaints.handling.queries.mediations import mediations_past_their_end
from app.matters.complaints.handling.services.mediation import expire_mediation
from app.matters.complaints.matter.services.recording import log_passed_time


def watch_clocks() -> None:
    """End the mediations that are over, then remind the people of all clocks."""
    forget_calendar()
    end_overdue_mediations()
    send_reminders()
    remind_of_returns()


def end_overdue_mediations() -> int:
    """Have the clock for ending run where that of the mediation has run out; how many."""
    found = mediations_past_their_end()
    for matter in found:
        expire_mediation(matter)
        log_passed_time(matter, "matter.mediation_expired")
    db.session.commit()
    return len(found)
