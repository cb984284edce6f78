"""Tables of the yearly assessment: the cycle with its units, what was counted, contributions."""

from app.insight.assessment.models.contributions import (
    AssessmentFile,
    AssessmentFinding,
    AssessmentMark,
    AssessmentObjection,
)
from app.insight.assessment.models.counted import AssessmentRow, AssessmentScore
from app.insight.assessment.models.cycles import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentTask,
    AssessmentUnit,
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
