"""The clocks of a matter that run, and the one of the work itself."""

from app.matters.complaints.matter.models import Matter, MatterDeadline
from app.matters.complaints.matter.rules.states import PAUSABLE


def running_clocks(matter: Matter) -> list[MatterDeadline]:
    """The clocks that have not ended, the nearest end first; those that stand still come last."""
    running = [clock for clock in matter.deadlines if clock.met_on is None]
    return sorted(running, key=lambda clock: (clock.is_paused, clock.due_on))


def main_clock(matter: Matter) -> MatterDeadline | None:
    """The running clock of the work itself: the one that can be stopped and prolonged."""
    return next((clock for clock in running_clocks(matter) if clock.step in PAUSABLE), None)


def may_be_extended(clock: MatterDeadline) -> bool:
    """Whether the rule knows more time, which nobody has been given or asked for yet."""
    taken = clock.extension or clock.requested_extension
    return bool(clock.rule and clock.rule.extension_days and not taken)
