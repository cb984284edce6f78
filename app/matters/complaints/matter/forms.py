"""What the forms of acts on a matter have in common."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.kernel.masking import Kind, find
from app.matters.complaints.matter.rules import MOST_IN_BULK


def as_body_choices(bodies: list[tuple[int, str]]) -> list[SelectChoice]:
    """Bodies by id, after an entry that is none."""
    return [SelectChoice(value, name) for value, name in [(0, "请选择"), *bodies]]


class ActForm(FlaskForm):
    """An act on a matter as it was when the page was read; nothing else to say."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    group = HiddenField()
    """The matters handled together with it, each with its version."""
    for_all = BooleanField("同时用于并案的其他事项")
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()])
    """How many entries the history had then."""

    @property
    def asked(self) -> list[Field]:
        """The fields that a person fills in, without what only helps to do so."""
        return [field for field in self if field.short_name not in _NOT_ASKED]

    def speak_for(self, matters: Sequence[tuple[str, int]]) -> None:
        """Offer to do the same to these matters, by number and version."""
        self.for_all.label.text = f"同时用于并案的其他 {len(matters)} 件"
        if not self.is_submitted():
            self.group.data = " ".join(f"{number}:{version}" for number, version in matters)

    @property
    def spoken_for(self) -> list[tuple[str, int]]:
        """The matters that the page spoke of, where the same is to be done to them."""
        if self.for_all is None or not self.for_all.data:
            return []
        given = (one.partition(":") for one in (self.group.data or "").split()[:MOST_IN_BULK])
        return [(number[:30], int(version or 0)) for number, _, version in given]

    def brought_up(self, version: int, seen: int) -> None:
        """Let the form speak of the matter as it is now; what was typed stays."""
        for field, value in ((self.version, version), (self.seen, seen)):
            field.data, field.raw_data = value, None


_NOT_ASKED = {"csrf_token", "version", "seen", "template", "group", "for_all"}


class TextForm(ActForm):
    """An act with words to the reporter or to colleagues."""

    text = TextAreaField(
        "内容",
        validators=[
            DataRequired("请填写内容。"),
            Length(max=5000, message="内容不能超过 5000 字。"),
        ],
    )


class ReasonForm(ActForm):
    """An act that needs a reason."""

    reason = TextAreaField(
        "理由",
        validators=[
            DataRequired("请写明理由。"),
            Length(max=1000, message="理由不能超过 1000 字。"),
        ],
    )


def nothing_personal(_form: FlaskForm, field: Field) -> None:
    """Refuse personal data in words that will be public; no reason lets it stand here."""
    if found := find(field.data or ""):
        kinds = "、".join(dict.fromkeys(each.kind.label for each in found))
        raise ValidationError(
            f"{field.label.text}里有{kinds}，不能公开。请改写，例如姓名写成“{found[0].replacement}”。"
            if found[0].kind is Kind.NAME
            else f"{field.label.text}里有{kinds}，不能公开。请删去或者概括。"
        )


MEASURES = [
    DataRequired("请写明采取了什么措施；没有采取的，写明原因。"),
    Length(max=1000, message="采取的措施不能超过 1000 字。"),
]

BASIS = [
    DataRequired("请写明依据：哪部法律、哪一条，是什么意思。"),
    Length(max=1000, message="依据不能超过 1000 字。"),
]


class EndingForm(TextForm):
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


CHOSEN = DataRequired("请选择其中一项。")
