"""Forms of handling: one for each act that takes words or a choice, and for drawing visits."""

from dataclasses import fields, replace
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from app.kernel.masking import PersonalData, find
from app.kernel.web.forms import as_choices
from app.matters.complaints.handling.rules import Ending
from app.matters.complaints.matter.forms import (
    BASIS,
    MEASURES,
    EnumChoice,
    MatterActForm,
    MatterTextForm,
    choices_by_id,
    required,
)
from app.matters.complaints.matter.rules.outcomes import (
    DECLINE_GROUNDS,
    OUTCOMES,
    MatterDeclineGround,
    MatterOutcome,
    ReviewResult,
    closing_outcomes,
)
from app.matters.complaints.matter.rules.states import PAUSE_REASONS, MatterStatus, PauseReason
from app.publishing.fields.inputs import DayInput, LineInput


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
        "协办内容", validators=required("请写明请对方查什么、提供什么。", "协办内容", 1000)
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
        arguments = super().arguments()
        return arguments | {"to_bureau_id": arguments.pop("bureau_id")}


class AssignForm(MatterActForm):
    """Giving the matter to a colleague."""

    handler_id = SelectField("承办人", coerce=int, validators=[DataRequired("请选择承办人。")])

    def offer(self, thing: Any) -> None:
        """Set the colleagues to choose from."""
        super().offer(thing)
        self.handler_id.choices = choices_by_id(thing.colleagues)


class RequestCorrectionForm(MatterTextForm):
    """Asking for what is missing, by a day; for proof of identity by 总局令121号 Art. 10."""

    until = DayInput("补充期限", optional=True)
    is_identity = BooleanField("缺的是身份证明材料")


class MatterDeclineForm(MatterTextForm):
    """Not accepting, on a legal ground (of a complaint: 总局令121号 Art. 16)."""

    ground = EnumChoice("不予受理的情形", MatterDeclineGround, "请选择不予受理的法定情形。")

    def offer(self, thing: Any) -> None:
        """Set the grounds that the law knows for the track."""
        super().offer(thing)
        self.ground.offer_only(DECLINE_GROUNDS[thing.kind])


def nothing_personal(_form: FlaskForm, field: Field) -> None:
    """Refuse personal data in words that will be public; no reason lets it stand here."""
    if found := find(field.data or ""):
        kinds = "、".join(dict.fromkeys(each.kind.label for each in found))
        raise ValidationError(
            f"{field.label.text}里有{kinds}，不能公开。请改写，例如姓名写成“{found[0].replacement}”。"
            if found[0].kind is PersonalData.NAME
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
        arguments = super().arguments()
        words = {
            each.name: arguments.pop(each.name) for each in fields(Ending) if each.name in arguments
        }
        return arguments | {"ending": Ending(**words)}

    def arguments_for_others(self) -> dict[str, Any]:
        """The same for others handled together: none of them is published."""
        arguments = self.arguments()
        return arguments | {
            "ending": replace(arguments["ending"], public_title="", public_summary="")
        }


class CloseForm(EndingForm):
    """Ending a matter with an outcome. The choices depend on track and state."""

    outcome = EnumChoice("办理结果", MatterOutcome, "请选择办理结果。")
    measures = TextAreaField("采取的措施", validators=MEASURES)
    basis = TextAreaField("依据，用大白话写", validators=BASIS)

    def offer(self, thing: Any) -> None:
        """Set the outcomes that the track knows from where the matter stands."""
        super().offer(thing)
        self.outcome.offer_only(closing_outcomes(thing.kind, thing.status))


class ReviewForm(MatterTextForm):
    """The answer of the second round: the first one stands, or another takes its place.

    Where it was refused to accept the matter, it is accepted, or is not: there are no outcomes yet.
    """

    review_result = RadioField(
        "复核结果",
        choices=as_choices(ReviewResult.choices()),
        coerce=ReviewResult,
        validators=[InputRequired("请选择维持还是改变原答复。")],
    )
    outcome = EnumChoice("改变后的办理结果", MatterOutcome, missing="", nothing="不改变")
    measures = TextAreaField("采取的措施", validators=MEASURES)
    basis = TextAreaField("依据，用大白话写", validators=BASIS)

    def offer(self, thing: Any) -> None:
        """Set the outcomes that the track knows, where there is one to change."""
        super().offer(thing)
        if thing.status is MatterStatus.DECLINED:
            del self.outcome, self.measures
            self.review_result.choices = as_choices(
                [(one.value, one.label_for(of_refusal=True)) for one in ReviewResult]
            )
            return
        self.outcome.offer_only(OUTCOMES[thing.kind])

    def arguments(self) -> dict[str, Any]:
        """The result, the outcome that takes the place of the first, and the answer."""
        arguments = super().arguments()
        return arguments | {"outcome": arguments.get("outcome") or None}

    def validate_outcome(self, field: SelectField) -> None:
        """What is changed is named, and what stands is not."""
        is_changed = self.review_result.data is ReviewResult.CHANGED
        if is_changed and not field.data:
            raise ValidationError("改变原答复的，请选择改变后的办理结果。")


class DrawForm(FlaskForm):
    """How many matters are drawn for a visit."""

    count = IntegerField(
        "抽取件数",
        default=20,
        validators=[
            InputRequired("请填写件数，1 到 200 的整数。"),
            NumberRange(1, 200, "请填写 1 到 200 的整数。"),
        ],
    )


class PauseForm(MatterActForm):
    """Stopping a clock."""

    pause_reason = EnumChoice("暂停的原因", PauseReason)
    document = LineInput("依据的文书（名称和文号）", 120)
    file = FileField("上传文书", validators=[Optional()])

    def offer(self, thing: Any) -> None:
        """Set the reasons that count in the matter's state."""
        super().offer(thing)
        self.pause_reason.offer_only(PAUSE_REASONS.get(thing.status, ()))
