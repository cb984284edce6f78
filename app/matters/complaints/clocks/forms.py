"""Stopping a clock."""

from flask_wtf.file import FileField
from wtforms.validators import Optional

from app.matters.complaints.matter.forms import CHOSEN, ActForm
from app.matters.complaints.matter.rules import PAUSE_REASONS, MatterStatus, PauseReason
from app.publishing.fields.inputs import Choice, Words


class PauseForm(ActForm):
    """Stopping a clock."""

    pause_reason = Choice("暂停的原因", (), "请选择", validators=[CHOSEN])
    document = Words("依据的文书（名称和文号）", 120)
    file = FileField("上传文书", validators=[Optional()])

    def offer(self, status: MatterStatus) -> None:
        """Set the reasons that count in the matter's state."""
        reasons = PAUSE_REASONS.get(status, ())
        self.pause_reason.offer([(reason.value, reason.label) for reason in reasons])

    @property
    def reason(self) -> PauseReason:
        """What was chosen."""
        return PauseReason(self.pause_reason.data)
