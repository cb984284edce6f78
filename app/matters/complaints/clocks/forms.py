"""Stopping a clock."""

from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import Optional

from app.matters.complaints.matter.forms import EnumChoice, MatterActForm
from app.matters.complaints.matter.rules.states import PAUSE_REASONS, PauseReason
from app.publishing.fields.inputs import LineInput


class PauseForm(MatterActForm):
    """Stopping a clock."""

    pause_reason = EnumChoice("暂停的原因", PauseReason)
    document = LineInput("依据的文书（名称和文号）", 120)
    file = FileField("上传文书", validators=[Optional()])

    def offer(self, thing: Any) -> None:
        """Set the reasons that count in the matter's state."""
        super().offer(thing)
        self.pause_reason.offer_only(PAUSE_REASONS.get(thing.status, ()))
