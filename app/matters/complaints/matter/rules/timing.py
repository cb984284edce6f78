"""What stops and prolongs a clock."""

from app.kernel.labels import LabelledEnum
from app.matters.complaints.matter.rules.states import MatterStatus, MatterStep


class PauseReason(LabelledEnum):
    """What the law does not count into a period."""

    TEST = ("test", "检测、检验")
    APPRAISAL = ("appraisal", "鉴定")
    CORRECTION = ("correction", "反映人补正材料")


class ExtensionStatus(LabelledEnum):
    """What became of a request for more time."""

    REQUESTED = ("requested", "待批准")
    APPROVED = ("approved", "已批准")
    REFUSED = ("refused", "未批准")


PAUSABLE = frozenset({MatterStep.ACCEPT, MatterStep.MEDIATE, MatterStep.VERIFY, MatterStep.DECIDE})
"""The clocks of the work itself. Telling people what was decided waits for no examination."""


PAUSE_REASONS: dict[MatterStatus, tuple[PauseReason, ...]] = {
    MatterStatus.WAITING_REPORTER: (PauseReason.CORRECTION,),
    MatterStatus.IN_PROGRESS: (PauseReason.TEST, PauseReason.APPRAISAL),
    MatterStatus.CASE_OPEN: (PauseReason.TEST, PauseReason.APPRAISAL),
}
"""Why a clock can be stopped, by state: 补正 only while the reporter has been asked for it."""


UPLOADED = frozenset({PauseReason.TEST, PauseReason.APPRAISAL})
"""Reasons whose paper comes from elsewhere; what the reporter was asked for, the site issued."""
