"""Forms of handling: one for each act that takes words or a choice."""

from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.kernel.web.form_checks import as_choices
from app.matters.complaints.matter.forms import (
    BASIS,
    MEASURES,
    ActForm,
    EndingForm,
    TextForm,
    as_body_choices,
)
from app.matters.complaints.matter.rules import (
    DECLINE_GROUNDS,
    ComplaintKind,
    DeclineGround,
    MatterStatus,
    closing_outcomes,
)
from app.publishing.fields.inputs import Day


class SiteEvidenceForm(ActForm):
    """Files from the spot: a photograph taken now, or files chosen."""

    photo = FileField("现场拍照", validators=[Optional()])
    files = MultipleFileField("选择文件", validators=[Optional()])
    note = StringField(
        "说明", validators=[Optional(), Length(max=200, message="说明不能超过 200 字。")]
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


class ShowIdentityForm(ActForm):
    """Looking at the reporter's identity."""

    reason = StringField(
        "查看理由",
        validators=[
            DataRequired("请写明为什么需要查看。"),
            Length(max=200, message="理由不能超过 200 字。"),
        ],
    )
