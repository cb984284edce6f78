"""Forms of handling: one for each act that takes words or a choice."""

from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.kernel.web.form_checks import as_choices
from app.matters.complaints.handling.forms.endings import EndingForm
from app.matters.complaints.matter.forms import (
    BASIS,
    MEASURES,
    MatterActForm,
    MatterTextForm,
    choices_by_id,
)
from app.matters.complaints.matter.rules.outcomes import (
    DECLINE_GROUNDS,
    MatterDeclineGround,
    MatterOutcome,
    closing_outcomes,
)
from app.publishing.fields.inputs import Day


class SiteEvidenceForm(MatterActForm):
    """Files from the spot: a photograph taken now, or files chosen."""

    photo = FileField("现场拍照", validators=[Optional()])
    files = MultipleFileField("选择文件", validators=[Optional()])
    note = StringField(
        "说明", validators=[Optional(), Length(max=200, message="说明不能超过 200 字。")]
    )
    refused_with = 400

    def refuse(self, message: str) -> None:
        """Say beside the files why they can't be kept."""
        self.files.errors = [message]

    def arguments(self) -> dict[str, Any]:
        """The files, and words about them."""
        files = [file for file in (self.photo.data, *(self.files.data or [])) if file]
        return {"files": files, "note": self.note.data or ""}


class AssistanceForm(MatterActForm):
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

    def offer(self, thing: Any) -> None:
        """Set the bodies to choose from, and a day in time for this one."""
        super().offer(thing)
        self.bureau_id.choices = choices_by_id(thing.bodies)
        if not self.due_on.raw_data:
            self.due_on.data = thing.report_on

    def arguments(self) -> dict[str, Any]:
        """Which body is to do what, until when."""
        said = super().arguments()
        return said | {"to_bureau_id": said.pop("bureau_id")}


class AssignForm(MatterActForm):
    """Giving the matter to a colleague."""

    handler_id = SelectField("承办人", coerce=int, validators=[DataRequired("请选择承办人。")])

    def offer(self, thing: Any) -> None:
        """Set the colleagues to choose from."""
        super().offer(thing)
        self.handler_id.choices = choices_by_id(thing.colleagues)


class RequestCorrectionForm(MatterTextForm):
    """Asking the reporter for what is missing, by a day."""

    until = Day("补充期限", optional=True)
    is_identity = BooleanField("缺的是身份证明材料")


class MatterDeclineForm(MatterTextForm):
    """Not accepting, on a legal ground."""

    ground = SelectField(
        "不予受理的情形",
        choices=as_choices([("", "请选择"), *MatterDeclineGround.choices()]),
        validators=[DataRequired("请选择不予受理的法定情形。")],
    )

    def offer(self, thing: Any) -> None:
        """Set the grounds that the law knows for the track."""
        super().offer(thing)
        grounds = DECLINE_GROUNDS[thing.kind]
        self.ground.choices = as_choices(
            [("", "请选择"), *((ground.value, ground.label) for ground in grounds)]
        )

    def arguments(self) -> dict[str, Any]:
        """The ground, and what the reporter is told."""
        return super().arguments() | {"ground": MatterDeclineGround(self.ground.data)}


class CloseForm(EndingForm):
    """Ending a matter with an outcome. The choices depend on track and state."""

    outcome = SelectField(
        "办理结果",
        validators=[DataRequired("请选择办理结果。")],
    )
    measures = TextAreaField("采取的措施", validators=MEASURES)
    basis = TextAreaField("依据，用大白话写", validators=BASIS)

    def offer(self, thing: Any) -> None:
        """Set the outcomes that the track knows from where the matter stands."""
        super().offer(thing)
        outcomes = closing_outcomes(thing.kind, thing.status)
        self.outcome.choices = as_choices(
            [("", "请选择"), *((outcome.value, outcome.label) for outcome in outcomes)]
        )

    def arguments(self) -> dict[str, Any]:
        """The outcome, and what is said of it."""
        return super().arguments() | {"outcome": MatterOutcome(self.outcome.data)}
