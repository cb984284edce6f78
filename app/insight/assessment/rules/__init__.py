"""What the assessment decides: states and acts, dates, how rows become points and places."""

from app.insight.assessment.rules.acts import (
    ACTS,
    LEADS_TO,
    Act,
    CycleStatus,
    MarkStatus,
    Relation,
    UnitKind,
    Verdict,
)
from app.insight.assessment.rules.findings import FindingState, finding_state
from app.insight.assessment.rules.formula import Formula, Kind, Measure
from app.insight.assessment.rules.points import (
    Counted,
    Entrant,
    places,
    scaled,
    show_points,
    with_marks,
)
from app.insight.assessment.rules.rows import Fact, Source
from app.insight.assessment.rules.steps import Step, StepState, due_dates, steps_of

__all__ = [
    "ACTS",
    "LEADS_TO",
    "Act",
    "Counted",
    "CycleStatus",
    "Entrant",
    "Fact",
    "FindingState",
    "Formula",
    "Kind",
    "MarkStatus",
    "Measure",
    "Relation",
    "Source",
    "Step",
    "StepState",
    "UnitKind",
    "Verdict",
    "due_dates",
    "finding_state",
    "places",
    "scaled",
    "show_points",
    "steps_of",
    "with_marks",
]
