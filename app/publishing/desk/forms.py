"""What the forms of all records share, whatever the kind."""

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import Field, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from app.kernel.web.filtering import ChoiceFilter, FilterForm, TextFilter
from app.publishing.fields.inputs import (
    DayInput,
    ProseInput,
    RecordForm,
    no_numbers_of_people,
    stripped,
)
from app.publishing.life.rules import Life, VersionState, WithdrawalGround

REASON_LENGTH = "理由应为 2 至 500 字"
IN_REVIEW, RETURNED = VersionState.IN_REVIEW, VersionState.RETURNED


class RecordFilterForm(FilterForm):
    """Narrows the list of records."""

    status = ChoiceFilter("状态", Life.choices())
    q = TextFilter("名称或文号")


class QueueForm(FilterForm):
    """Narrows the queue of reviewers."""

    list = ChoiceFilter("状态", [(one.value, one.label) for one in (IN_REVIEW, RETURNED)])
    kind = ChoiceFilter("种类")


class BulkForm(FlaskForm):
    """Several records decided in one act."""

    picked = SelectMultipleField(
        "内容", [InputRequired("请先勾选要办理的内容")], validate_choice=False
    )
    act = StringField("办理")
    reason = TextAreaField(
        "退回理由",
        [Length(max=500, message=REASON_LENGTH)],
        description="退回时必填，编辑可以看到。",
    )

    def validate_reason(self, field: Field) -> None:
        """Nothing is returned without a reason."""
        if self.act.data == "return" and not (field.data or "").strip():
            raise ValidationError("请写明退回的理由")


class ReasonForm(FlaskForm):
    """Why something is not done after all."""

    reason = TextAreaField("理由", [InputRequired("请写明理由"), Length(2, 500, REASON_LENGTH)])


class ChangeForm(RecordForm):
    """What goes with a change of what is public."""

    note = ProseInput(
        "更正说明",
        500,
        optional=True,
        render_kw={"rows": 3},
        description="写给公众：更正了什么、为什么。审核同意后和日期一起显示在公示页面上。",
    )


class AttachmentsForm(FlaskForm):
    """Files that shall go with a record, at most 10 MB each, and those that no longer shall."""

    removed = SelectMultipleField("移除", coerce=int, validate_choice=False)
    files = MultipleFileField(
        "上传文件",
        description="PDF、Word（docx）、Excel（xlsx）或者 jpg、png、webp 图片，每个不超过 10 MB，"
        "一条内容最多 10 个。文件名会公示。",
    )


class OriginalForm(FlaskForm):
    """Why somebody has to know who a person is."""

    need = TextAreaField(
        "查看理由",
        [
            InputRequired("请写明查看的理由"),
            Length(2, 500, REASON_LENGTH),
            no_numbers_of_people,
        ],
        description="例如：核对决定书、办理信用修复。和您的姓名一起写入审计日志。",
    )


class GateFindingsForm(FlaskForm):
    """What shall become of personal data that the gate has found."""

    number = IntegerField(widget=HiddenInput())
    picked = SelectMultipleField(
        "发现的个人信息", [InputRequired("请先勾选要处理的地方")], validate_choice=False
    )
    act = StringField("处理")
    ground = TextAreaField(
        "保留理由",
        [Length(max=500, message=REASON_LENGTH), no_numbers_of_people],
        description="保留时必填：为什么可以公开。和您的姓名一起记录，审核人员和审计员可以看到。",
    )

    def validate_ground(self, field: Field) -> None:
        """Nothing stands without a reason."""
        if self.act.data == "keep" and not (field.data or "").strip():
            raise ValidationError("请写明保留的理由")


class ApproveForm(FlaskForm):
    """From when a version is public."""

    number = IntegerField(widget=HiddenInput())
    from_day = DayInput(
        "公示日期", optional=True, description="不填为同意后立即公示；填以后的日期，到那天自动公示"
    )


class VersionReturnForm(FlaskForm):
    """Why a version goes back to its editor."""

    number = IntegerField(widget=HiddenInput())
    reason = TextAreaField(
        "退回理由",
        [InputRequired("请写明退回的理由"), Length(2, 500, REASON_LENGTH)],
        description="编辑在这条内容的页面上看到。",
    )


class WithdrawForm(FlaskForm):
    """By which decision a record's own one no longer stands (行政处罚法 Art. 48)."""

    ground = RadioField(
        "撤下的依据",
        [InputRequired("请选择撤下的依据")],
        choices=[SelectChoice(*one) for one in WithdrawalGround.choices()],
        description="公众再打开这个网址时，只看到“原决定已被撤销”这样一句话，看不到单位和文号。",
    )
    revoked_on = DayInput(
        "撤销、变更决定的日期",
        description="期限从这一天起算。其他情形填发现应当撤下的日期。",
    )
    document_number = StringField(
        "撤销、变更决定的文号",
        [Length(max=128, message="撤销、变更决定的文号最多 128 字"), no_numbers_of_people],
        filters=[stripped],
        description="如：温市监复〔2026〕12号。其他情形没有文号的，可以不填。",
    )
    reason = ProseInput(
        "理由",
        500,
        render_kw={"rows": 3},
        description="写入审计日志，公众看不到。",
    )

    def validate_document_number(self, field: Field) -> None:
        """A decision that revokes or changes another one has a number."""
        other = WithdrawalGround.OTHER.value
        if self.ground.data and self.ground.data != other and not field.data:
            raise ValidationError("请填写撤销、变更决定的文号")
