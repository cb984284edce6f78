"""What the forms of all acts share."""

from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput


class ActForm(FlaskForm):
    """An act on something; nothing else to say."""

    act_name = act_url = ""
    """Its name on the page, and where it is sent."""
    kept_back: ClassVar[frozenset[str]] = frozenset({"csrf_token"})
    """Fields of which the service knows nothing."""
    refused_with: ClassVar[int] = 409
    """The status of the page when the service says no; 400 where it can only be the input."""

    def offer(self, thing: Any) -> None:
        """Set what can be chosen, by what the act is done to."""

    def arguments(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        return {name: value for name, value in self.data.items() if name not in self.kept_back}

    def refuse(self, message: str) -> None:
        """Say why the service would not do it: the message of its DomainError."""
        self.form_errors.append(message)

    def is_stale(self, _thing: Any) -> bool:
        """Whether the page that it comes from no longer told the truth."""
        return False

    def bring_up(self, thing: Any) -> None:
        """Let the form speak of the thing as it is now; what was typed stays."""


class VersionedForm(ActForm):
    """An act on something as it was when the page was read."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    kept_back = ActForm.kept_back | {"version"}

    def is_stale(self, thing: Any) -> bool:
        """Whether the thing has changed since."""
        return bool(self.version.data != thing.version)

    def bring_up(self, thing: Any) -> None:
        """Let the form speak of the thing as it is now; what was typed stays."""
        self.version.data, self.version.raw_data = thing.version, None


class TextForm(VersionedForm):
    """An act with words."""

    text = TextAreaField(
        "内容",
        validators=[
            DataRequired("请填写内容。"),
            Length(max=5000, message="内容不能超过 5000 字。"),
        ],
    )


class ShowIdentityForm(VersionedForm):
    """Looking at what is sealed, for a reason."""

    reason = StringField(
        "查看理由",
        validators=[
            DataRequired("请写明为什么需要查看。"),
            Length(max=200, message="理由不能超过 200 字。"),
        ],
    )
