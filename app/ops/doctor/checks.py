"""What the doctor's rows are made of: a subject, and a function that says what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class DoctorFinding:
    """One thing looked at. ``remedy`` says what to do; without one, all is well."""

    subject: str
    remedy: str | None = None
    is_needed: bool = True

    @property
    def is_missing(self) -> bool:
        """Whether production can't do without what is asked for here."""
        return self.remedy is not None and self.is_needed

    def line(self) -> str:
        """The finding as one line of text."""
        if self.remedy is None:
            return f"ok       {self.subject}"
        return f"{'MISSING' if self.is_needed else 'advice '}  {self.subject}: {self.remedy}"


@dataclass(frozen=True)
class DoctorCheck:
    """A row of the doctor's tables. ``remedy`` answers None where all is well."""

    subject: str
    remedy: Callable[[], str | None]
    is_needed: bool = True
    """False for what a site can do without; it is advised, and is no fault."""

    def look(self) -> DoctorFinding:
        """What there is to say now, in the context of the application."""
        return DoctorFinding(self.subject, self.remedy(), self.is_needed)
