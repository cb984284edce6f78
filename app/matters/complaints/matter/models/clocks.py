"""What the law and the city lay down for complaints, and the clocks that run under it.

Categories and periods are rows, not constants: laws change, and each matter keeps the rule that
it was decided under.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.cache import Remembered
from app.kernel.db.revision import COUNTED, NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.uploads import UploadedFile
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    DayUnit,
    ExtensionStatus,
    MatterStep,
    PauseReason,
)
from app.people.models import Staff


class ComplaintCategory(Remembered, Base):
    """What a complaint can be about, in two levels."""

    __tablename__ = "complaint_categories"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("complaint_categories.code"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(300), default="")
    """What belongs here and what does not, told to the citizen."""
    is_in_scope: Mapped[bool] = mapped_column(Boolean, default=True)
    pointer: Mapped[str | None] = mapped_column(String(300))
    """Where to turn when the category is out of scope."""
    is_in_use: Mapped[bool] = mapped_column(Boolean, default=True)


class DeadlineRule(Base):
    """How long a step may take, under which article, and while which law is in force."""

    __tablename__ = "deadline_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[ComplaintKind]
    step: Mapped[MatterStep]
    days: Mapped[int]
    """In ``unit``: working days or calendar days."""
    unit: Mapped[DayUnit]
    extension_days: Mapped[int] = mapped_column(default=0)
    """How many more the head of the body may grant, in the same ``unit``; 0 for none."""
    basis: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class ClockPause(Base):
    """A stop of a clock. Its days are those on which the acts were done: nobody types them."""

    __tablename__ = "clock_pauses"
    __table_args__ = (
        Index(
            "uq_clock_pauses_open",
            "deadline_id",
            unique=True,
            sqlite_where=text("last_day IS NULL"),
            postgresql_where=text("last_day IS NULL"),
        ),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("matter_deadlines.id"), index=True)
    reason: Mapped[PauseReason]
    document: Mapped[str] = mapped_column(EncryptedText("clock_pauses.document"))
    """Name and number of the paper that it rests on."""
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    """Before ``first_day`` when it was ended on its first day: then no day is left out."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    staff: Mapped[Staff] = relationship()
    paper: Mapped["PausePaper | None"] = relationship(lazy="joined")

    @property
    def is_open(self) -> bool:
        """Whether the clock still stands still."""
        return self.last_day is None

    def end(self, on: date) -> None:
        """Let the clock go on from ``on``, which counts again."""
        self.last_day = on - timedelta(days=1)


class PausePaper(UploadedFile, Base):
    """The paper on which a pause rests, as staff uploaded it. The reporter reads its name alone."""

    __tablename__ = "pause_papers"
    __table_args__ = NOT_PUBLIC

    pause_id: Mapped[int] = mapped_column(ForeignKey("clock_pauses.id"), unique=True)


class ClockExtension(Base):
    """A request for the more time that the rule allows, and what the head of the body said."""

    __tablename__ = "clock_extensions"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("matter_deadlines.id"), index=True)
    status: Mapped[ExtensionStatus] = mapped_column(default=ExtensionStatus.REQUESTED)
    days: Mapped[int]
    """In the unit of the clock's rule."""
    reason: Mapped[str] = mapped_column(EncryptedText("clock_extensions.reason"))
    """Told to the reporter when it is approved."""
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    requested_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(EncryptedText("clock_extensions.answer"))
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]

    requested_by: Mapped[Staff] = relationship(foreign_keys="ClockExtension.requested_by_id")
    decided_by: Mapped[Staff | None] = relationship(foreign_keys="ClockExtension.decided_by_id")


class MatterDeadline(Base):
    """A clock of a matter: which step, from which to which day of the city, under which rule."""

    __tablename__ = "matter_deadlines"
    __table_args__ = COUNTED

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    step: Mapped[MatterStep]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rules.id"))
    started_on: Mapped[date]
    due_on: Mapped[date]
    met_on: Mapped[date | None] = mapped_column(index=True)

    rule: Mapped[DeadlineRule | None] = relationship(lazy="joined")
    pauses: Mapped[list[ClockPause]] = relationship(lazy="selectin", order_by=ClockPause.id)
    extensions: Mapped[list[ClockExtension]] = relationship(
        lazy="selectin", order_by=ClockExtension.id
    )

    @property
    def is_paused(self) -> bool:
        """Whether it stands still now."""
        return any(pause.is_open for pause in self.pauses)

    @property
    def extension(self) -> ClockExtension | None:
        """The one extension that was approved."""
        return self._extension(ExtensionStatus.APPROVED)

    @property
    def requested_extension(self) -> ClockExtension | None:
        """The request that waits for the head of the body."""
        return self._extension(ExtensionStatus.REQUESTED)

    @property
    def may_be_extended(self) -> bool:
        """Whether the rule knows more time, which nobody has been given or asked for yet."""
        taken = self.extension or self.requested_extension
        return bool(self.rule and self.rule.extension_days and not taken)

    def _extension(self, status: ExtensionStatus) -> ClockExtension | None:
        return next((one for one in self.extensions if one.status is status), None)


class ClockReminder(Base):
    """That a clock's people were reminded at a threshold (percent). The key lets it happen once."""

    __tablename__ = "clock_reminders"
    __table_args__ = NOT_PUBLIC

    deadline_id: Mapped[int] = mapped_column(ForeignKey("matter_deadlines.id"), primary_key=True)
    threshold: Mapped[int] = mapped_column(primary_key=True)
    reminded_at: Mapped[datetime]


class ReturnReminder(Base):
    """That the coordination office was reminded of a return at a threshold, in percent, once."""

    __tablename__ = "return_reminders"
    __table_args__ = NOT_PUBLIC

    return_id: Mapped[int] = mapped_column(ForeignKey("matter_returns.id"), primary_key=True)
    threshold: Mapped[int] = mapped_column(primary_key=True)
    reminded_at: Mapped[datetime]
