"""Forms of the desk: one for each act that takes words or a choice."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.kernel.masking import Kind, find
from app.kernel.web.form_checks import as_choices
from app.matters.complaints.rules import (
    DECLINE_GROUNDS,
    MOST_IN_BULK,
    ComplaintKind,
    DeclineGround,
    MatterStatus,
    closing_outcomes,
    open_places,
)
from app.publishing.desk.forms import Day


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


class MergeForm(ActForm):
    """Which matters are to be handled together with this one. The choices come from the view."""

    others = SelectMultipleField(
        "类似事项",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired("请先勾选要并案的事项。")],
    )

    def offer(self, matters: list[tuple[str, str]]) -> None:
        """Set the matters to choose from, by number."""
        self.others.choices = as_choices(matters)


class ReplyForm(TextForm):
    """An answer to the reporter, perhaps begun from a template of the body."""

    template = SelectField("答复模板", coerce=int, validate_choice=False, default=0)

    def offer(self, templates: list[tuple[int, str]]) -> None:
        """Set the templates to choose from."""
        self.template.choices = [
            SelectChoice(value, title) for value, title in [(0, "请选择"), *templates]
        ]

    def validate_text(self, field: Field) -> None:
        """Nothing leaves the house with a place that is still to be filled."""
        if still := open_places(field.data or ""):
            raise ValidationError(f"还有没填的地方：{'、'.join(still)}。请填好或者删去后再发送。")


class SiteEvidenceForm(ActForm):
    """Files from the spot: a photograph taken now, or files chosen."""

    photo = FileField("现场拍照", validators=[Optional()])
    files = MultipleFileField("选择文件", validators=[Optional()])
    note = StringField(
        "说明", validators=[Optional(), Length(max=200, message="说明不能超过 200 字。")]
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


class BodyForm(ReasonForm):
    """An act that moves the matter to another body. The choices come from the view."""

    bureau_id = SelectField("承办部门", coerce=int, validators=[DataRequired("请选择部门。")])

    def offer(self, bodies: list[tuple[int, str]]) -> None:
        """Set the bodies to choose from."""
        self.bureau_id.choices = as_body_choices(bodies)


class ReturnForm(BodyForm):
    """Saying that the body is not responsible: on which ground, and who is."""

    bureau_id = SelectField("建议的承办部门", coerce=int, validators=[DataRequired("请选择部门。")])
    legal_basis = StringField(
        "法定依据",
        validators=[
            DataRequired("请写明法定依据，例如法律、法规的名称和条款，或者“三定”规定。"),
            Length(max=300, message="法定依据不能超过 300 字。"),
        ],
    )


class AssistanceForm(ActForm):
    """Asking another body for help: what, and until when."""

    bureau_id = SelectField("协办部门", coerce=int, validators=[DataRequired("请选择部门。")])
    task = TextAreaField(
        "协办内容",
        validators=[
            DataRequired("请写明请对方查什么、提供什么。"),
            Length(max=1000, message="协办内容不能超过 1000 字。"),
        ],
    )
    due_on = DateField("反馈期限", validators=[InputRequired("请填写反馈期限。")])

    def offer(self, bodies: list[tuple[int, str]]) -> None:
        """Set the bodies to choose from."""
        self.bureau_id.choices = as_body_choices(bodies)


class AssignForm(ActForm):
    """Giving the matter to a colleague. The choices come from the view."""

    handler_id = SelectField("承办人", coerce=int, validators=[DataRequired("请选择承办人。")])

    def offer(self, colleagues: list[tuple[int, str]]) -> None:
        """Set the colleagues to choose from."""
        self.handler_id.choices = [
            SelectChoice(value, name) for value, name in [(0, "请选择"), *colleagues]
        ]


class CorrectionForm(TextForm):
    """Asking the reporter for what is missing, by a day."""

    until = Day("补充期限", optional=True)
    is_identity = BooleanField("缺的是身份证明材料")


class DeclineForm(TextForm):
    """Not accepting, on a legal ground."""

    ground = SelectField(
        "不予受理的情形",
        choices=as_choices([("", "请选择"), *DeclineGround.choices()]),
        validators=[DataRequired("请选择不予受理的法定情形。")],
    )

    def offer(self, kind: ComplaintKind) -> None:
        """Set the grounds that the law knows for the track."""
        grounds = DECLINE_GROUNDS[kind]
        self.ground.choices = as_choices(
            [("", "请选择"), *((ground.value, ground.label) for ground in grounds)]
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


class CloseForm(EndingForm):
    """Ending a matter with an outcome. The choices depend on track and state."""

    outcome = SelectField(
        "办理结果",
        validators=[DataRequired("请选择办理结果。")],
    )
    measures = TextAreaField("采取的措施", validators=MEASURES)
    basis = TextAreaField("依据，用大白话写", validators=BASIS)

    def offer(self, kind: ComplaintKind, status: MatterStatus) -> None:
        """Set the outcomes that the track knows from where the matter stands."""
        outcomes = closing_outcomes(kind, status)
        self.outcome.choices = as_choices(
            [("", "请选择"), *((outcome.value, outcome.label) for outcome in outcomes)]
        )


class RevealForm(ActForm):
    """Looking at the reporter's identity."""

    reason = StringField(
        "查看理由",
        validators=[
            DataRequired("请写明为什么需要查看。"),
            Length(max=200, message="理由不能超过 200 字。"),
        ],
    )
