"""A year's assessment, who is assessed in it, and the tasks that were set."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.insight.assessment.rules import CycleStatus, Formula, Step, UnitKind, steps_of
from app.kernel import clock
from app.kernel.audit import Audited
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.people.models import Bureau


class AssessmentCycle(Audited, Base):
    """The assessment of one year: its formula, its dates, how far it has come.

    People of the office are kept as values.
    """

    __tablename__ = "assessment_cycles"
    __table_args__ = (
        CheckConstraint("status = 'draft' OR issued_on IS NOT NULL", name="issued_first"),
        CheckConstraint(
            "status <> 'published' OR published_on IS NOT NULL", name="published_whole"
        ),
    )
    UNTOLD = Audited.UNTOLD | {"formula", "version", "counted_at", "proposer_id"}

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    status: Mapped[CycleStatus] = mapped_column(default=CycleStatus.DRAFT)
    formula: Mapped[dict[str, Any]] = mapped_column(JSON)
    """A copy of the formula's data: what it says elsewhere later does not touch this year."""
    issue_due_on: Mapped[date]
    inspect_due_on: Mapped[date]
    assess_due_on: Mapped[date]
    issued_on: Mapped[date | None]
    inspected_on: Mapped[date | None]
    assessed_on: Mapped[date | None]
    objections_due_on: Mapped[date | None]
    """Last day on which an assessed unit can object."""
    published_on: Mapped[date | None]
    counted_at: Mapped[datetime | None]
    counted_until: Mapped[date | None]
    """Last day that was counted."""
    computation: Mapped[str] = mapped_column(String(20), default="")
    proposer_id: Mapped[int | None]
    """Who proposed publication, and so can't publish."""
    proposer_name: Mapped[str] = mapped_column(String(80), default="")
    publisher_name: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[int] = mapped_column(default=1)

    units: Mapped[list["AssessmentUnit"]] = relationship(
        order_by="AssessmentUnit.position", cascade="all, delete-orphan"
    )
    tasks: Mapped[list["AssessmentTask"]] = relationship(
        order_by="AssessmentTask.id", cascade="all, delete-orphan"
    )
    events: Mapped[list["AssessmentEvent"]] = relationship(order_by="AssessmentEvent.id")

    @property
    def terms(self) -> Formula:
        """The formula to count by."""
        return Formula.parse(self.formula)

    @property
    def is_published(self) -> bool:
        """Whether everybody may read the points, and nobody can change them any more."""
        return self.status is CycleStatus.PUBLISHED

    @property
    def is_over(self) -> bool:
        """Whether the year has passed, so that it can be assessed."""
        return clock.today().year > self.year

    @property
    def steps(self) -> list[Step]:
        """The three dated steps as they stand today."""
        due = {
            "issue": self.issue_due_on,
            "inspect": self.inspect_due_on,
            "assess": self.assess_due_on,
        }
        done = {
            "issue": self.issued_on,
            "inspect": self.inspected_on,
            "assess": self.assessed_on,
        }
        return steps_of(due, done, clock.today())


class AssessmentUnit(Base):
    """A district or a body as it is assessed in a year, with its total once counted.

    The name is kept as it was: bodies are renamed.
    """

    __tablename__ = "assessment_units"
    __table_args__ = (
        UniqueConstraint("cycle_id", "key"),
        CheckConstraint(
            "(kind = 'district') = (district_code IS NOT NULL)"
            " AND (kind = 'body') = (bureau_id IS NOT NULL)",
            name="one_of_two",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("assessment_cycles.id"))
    kind: Mapped[UnitKind]
    key: Mapped[str] = mapped_column(String(60))
    """Code of the district or of the body, as its address has it."""
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    computed: Mapped[int | None]
    """Hundredths of a point of a hundred, from the measures alone."""
    open_points: Mapped[int] = mapped_column(default=0)
    """How many hundredths were open to it: the others had nothing to count."""
    total: Mapped[int | None]
    place: Mapped[int | None]

    cycle: Mapped[AssessmentCycle] = relationship(back_populates="units")
    bureau: Mapped[Bureau | None] = relationship()


class AssessmentTask(Base):
    """A task of the year's plan, for one unit or for all."""

    __tablename__ = "assessment_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("assessment_cycles.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("assessment_units.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date | None]

    unit: Mapped[AssessmentUnit | None] = relationship()


class AssessmentEvent(Base):
    """A step in a cycle's history, for the office."""

    __tablename__ = "assessment_events"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("assessment_cycles.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40))
    """Value of an ``Act``."""
    unit_name: Mapped[str] = mapped_column(String(60), default="")
    staff_id: Mapped[int]
    staff_name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(1000), default="")
