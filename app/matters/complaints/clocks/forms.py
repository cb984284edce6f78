"""Stopping a clock."""

from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import Optional

from app.matters.complaints.matter.forms import CHOSEN, MatterActForm
from app.matters.complaints.matter.rules.states import PAUSE_REASONS, PauseReason
from app.publishing.fields.inputs import Choice, Words


class PauseForm(MatterActForm):
    """Stopping a clock."""

    pause_reason = Choice("暂停的原因", (), "请选择", validators=[CHOSEN])
    document = Words("依据的文书（名称和文号）", 120)
    file = FileField("上传文书", validators=[Optional()])

    def offer(self, thing: Any) -> None:
        """Set the reasons that count in the matter's state."""
        super().offer(thing)
        reasons = PAUSE_REASONS.get(thing.status, ())
        self.pause_reason.offer([(reason.value, reason.label) for reason in reasons])

    def arguments(self) -> dict[str, Any]:
        """Why, and the paper with its name."""
        given = {
            "pause_reason": PauseReason(self.pause_reason.data),
            "file": self.file.data or None,
        }
        return super().arguments() | given
