"""Tables of the yearly assessment: the cycle with its units, what was counted, what was said."""

from app.assessment.models.counted import AssessmentRow, AssessmentScore
from app.assessment.models.cycles import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentTask,
    AssessmentUnit,
)
from app.assessment.models.said import (
    AssessmentFile,
    AssessmentFinding,
    AssessmentMark,
    AssessmentObjection,
)

__all__ = [
    "AssessmentCycle",
    "AssessmentEvent",
    "AssessmentFile",
    "AssessmentFinding",
    "AssessmentMark",
    "AssessmentObjection",
    "AssessmentRow",
    "AssessmentScore",
    "AssessmentTask",
    "AssessmentUnit",
]
