"""Tables of the yearly assessment: cycle, units and tasks; what was counted; what people say.

What was counted is made anew whenever a cycle is counted, and stays once it is published.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.insight.assessment.formula import STEP_NAMES, CycleStep, Formula, steps_of
from app.insight.assessment.rules import (
    CycleStatus,
    FactSource,
    FindingState,
    MarkStatus,
    ObjectionVerdict,
    UnitKind,
    finding_state,
)
from app.kernel import clock
from app.kernel.audit import Audited
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.uploads import UploadedFile
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
    """Last of the working days on which an assessed unit can object."""
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
    def steps(self) -> list[CycleStep]:
        """The three dated steps as they stand today."""
        due = {name: getattr(self, f"{name}_due_on") for name in STEP_NAMES}
        done = dict(
            zip(STEP_NAMES, (self.issued_on, self.inspected_on, self.assessed_on), strict=True)
        )
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
    """Hundredths, those by hand included."""
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


class AssessmentScore(Base):
    """A measure of a unit: rows that are good, rows in all, and the points that follow."""

    __tablename__ = "assessment_scores"
    # Shown once the cycle is published, a change of which is noted.
    __table_args__ = (UniqueConstraint("unit_id", "measure"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("assessment_units.id"))
    measure: Mapped[str] = mapped_column(String(40))
    good: Mapped[int]
    total: Mapped[int]
    points: Mapped[int | None]
    """Hundredths; None where too few rows are there to count."""

    unit: Mapped[AssessmentUnit] = relationship()


class AssessmentRow(Base):
    """A thing that was counted. It names nobody; what it says is kept though the record leaves."""

    __tablename__ = "assessment_rows"
    __table_args__ = (Index("ix_assessment_rows_list", "score_id", "is_good", "on"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("assessment_scores.id"))
    on: Mapped[date]
    is_good: Mapped[bool]
    words: Mapped[str] = mapped_column(String(300))
    source: Mapped[FactSource]
    ref: Mapped[str] = mapped_column(String(40))
    """How the record is found again; the number of a matter is for those who may see it."""


class AssessmentFinding(Base):
    """What the mid-year inspection found at a unit, what to mend by when, and whether it was."""

    __tablename__ = "assessment_findings"
    __table_args__ = (
        CheckConstraint("(demand = '') = (rectify_by IS NULL)", name="demand_has_a_day"),
        CheckConstraint("rectified_on IS NULL OR rectify_by IS NOT NULL", name="only_demands"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("assessment_units.id"), index=True)
    found_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    demand: Mapped[str] = mapped_column(Text, default="")
    """What to mend; empty where nothing was wrong."""
    rectify_by: Mapped[date | None]
    rectified_on: Mapped[date | None]
    report: Mapped[str] = mapped_column(Text, default="")
    """What the unit says that it has done."""
    staff_name: Mapped[str] = mapped_column(String(80))

    unit: Mapped[AssessmentUnit] = relationship()

    @property
    def state(self) -> FindingState:
        """How it stands today."""
        return finding_state(self.rectify_by, self.rectified_on, clock.today())


class AssessmentMark(Base):
    """Points by hand: with reason and evidence, and only with the signature of another person."""

    __tablename__ = "assessment_marks"
    # Shown once the cycle is published, a change of which is noted.
    __table_args__ = (
        CheckConstraint("points <> 0", name="changes_something"),
        CheckConstraint("signer_id IS NULL OR signer_id <> author_id", name="two_people"),
        CheckConstraint("(status = 'proposed') = (signer_id IS NULL)", name="decided_by_somebody"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("assessment_units.id"), index=True)
    points: Mapped[int]
    """Hundredths, to be taken off if negative."""
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[MarkStatus] = mapped_column(default=MarkStatus.PROPOSED)
    author_id: Mapped[int]
    author_name: Mapped[str] = mapped_column(String(80))
    proposed_at: Mapped[datetime]
    signer_id: Mapped[int | None]
    signer_name: Mapped[str] = mapped_column(String(80), default="")
    signed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")

    unit: Mapped[AssessmentUnit] = relationship()
    files: Mapped[list["AssessmentFile"]] = relationship(order_by="AssessmentFile.id")


class AssessmentFile(UploadedFile, Base):
    """Evidence for points by hand, for those who have to do with them."""

    __tablename__ = "assessment_files"
    __table_args__ = NOT_PUBLIC

    mark_id: Mapped[int] = mapped_column(ForeignKey("assessment_marks.id"), index=True)


class AssessmentObjection(Base):
    """What an assessed unit holds against its preliminary points, and the office's answer."""

    __tablename__ = "assessment_objections"
    # Shown once the cycle is published, a change of which is noted.
    __table_args__ = (
        CheckConstraint("(verdict IS NULL) = (answered_at IS NULL)", name="answered_whole"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("assessment_units.id"), index=True)
    measure: Mapped[str] = mapped_column(String(40), default="")
    """Code of the measure that it is about; empty: the whole."""
    text: Mapped[str] = mapped_column(Text)
    staff_id: Mapped[int]
    staff_name: Mapped[str] = mapped_column(String(80))
    raised_at: Mapped[datetime]
    verdict: Mapped[ObjectionVerdict | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answerer_name: Mapped[str] = mapped_column(String(80), default="")
    answered_at: Mapped[datetime | None]

    unit: Mapped[AssessmentUnit] = relationship()
