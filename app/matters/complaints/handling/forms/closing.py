"""Forms of 四不放过: showing an item, asking that it be let go, and the answer."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.kernel.web.form_checks import as_choices, at_most, tidy
from app.people.acting.forms import ActForm

LEAST = 5


class ClosingItemForm(ActForm):
    """What was found and done, with files."""

    text = TextAreaField(
        "查证情况",
        filters=[tidy],
        validators=[
            InputRequired("请写明查证情况"),
            Length(LEAST, 2000, f"查证情况应为 {LEAST} 至 2000 字"),
        ],
    )
    files = MultipleFileField("证据文件")

    def arguments(self) -> dict[str, Any]:
        """The words, and the files."""
        return super().arguments() | {"files": self.files.data or []}


class WaiverForm(ActForm):
    """Why an item shall be let go."""

    reason = TextAreaField(
        "申请免予的理由",
        filters=[tidy],
        validators=[
            InputRequired("请写明申请免予的理由"),
            Length(LEAST, 1000, f"理由应为 {LEAST} 至 1000 字"),
        ],
    )


class WaiverAnswerForm(ActForm):
    """Whether it is."""

    is_granted = RadioField(
        "批准免予吗？",
        choices=as_choices([("yes", "批准"), ("no", "不同意")]),
        validators=[InputRequired("请选择批准或者不同意")],
    )
    reason = TextAreaField("意见", filters=[tidy], validators=[at_most(1000)])

    def arguments(self) -> dict[str, Any]:
        """Whether it is, and words."""
        return {"is_granted": self.is_granted.data == "yes", "reason": self.reason.data}
