"""What forms have in common by which a matter ends."""

from dataclasses import fields, replace
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.kernel.masking import Kind, find
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.matter.forms import MatterTextForm


def nothing_personal(_form: FlaskForm, field: Field) -> None:
    """Refuse personal data in words that will be public; no reason lets it stand here."""
    if found := find(field.data or ""):
        kinds = "、".join(dict.fromkeys(each.kind.label for each in found))
        raise ValidationError(
            f"{field.label.text}里有{kinds}，不能公开。请改写，例如姓名写成“{found[0].replacement}”。"
            if found[0].kind is Kind.NAME
            else f"{field.label.text}里有{kinds}，不能公开。请删去或者概括。"
        )


class EndingForm(MatterTextForm):
    """Ending a matter: the answer to the reporter, and words for everyone."""

    public_title = StringField(
        "公开标题",
        validators=[
            Optional(),
            Length(max=120, message="公开标题不能超过 120 字。"),
            nothing_personal,
        ],
    )
    public_summary = TextAreaField(
        "公开摘要",
        validators=[
            Optional(),
            Length(max=1000, message="公开摘要不能超过 1000 字。"),
            nothing_personal,
        ],
    )

    def arguments(self) -> dict[str, Any]:
        """What is said at the end, in one."""
        said = super().arguments()
        words = {each.name: said.pop(each.name) for each in fields(Ending) if each.name in said}
        return said | {"ending": Ending(**words)}

    def arguments_for_others(self) -> dict[str, Any]:
        """The same for others handled together: none of them is published."""
        said = self.arguments()
        return said | {"ending": replace(said["ending"], public_title="", public_summary="")}
