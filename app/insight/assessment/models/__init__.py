"""Tables of the yearly assessment: the cycle with its units, what was counted, what was said."""

from app.insight.assessment.models.counted import AssessmentRow, AssessmentScore
from app.insight.assessment.models.cycles import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentTask,
    AssessmentUnit,
)
from app.insight.assessment.models.said import (
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
