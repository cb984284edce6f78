"""What the forms of all records share."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    DateField,
    DecimalField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from app.kernel.masking import hidden, hide_identity, hide_numbers
from app.kernel.web.filtering import ChoiceFilter, FilterForm, TextFilter
from app.publishing.life.rules import Life, VersionState, WithdrawalGround

REASON_LENGTH = "理由应为 2 至 500 字"
IN_REVIEW, RETURNED = VersionState.IN_REVIEW, VersionState.RETURNED
MOST_YUAN = Decimal(10) ** 12


def _stripped(text: str | None) -> str:
    return (text or "").strip()


class DeskFilterForm(FilterForm):
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


class ActForm(FlaskForm):
    """An act that needs no other input than the token."""


class RecordForm(FlaskForm):
    """A form of a record. What it says passes the masking gate before it is public.

    So only numbers of identity papers are refused at once: they are not even kept in drafts.
    """

    def mask(self) -> list[str]:
        """Hide personal data in all texts as the rules propose; returns the fields changed."""
        representative = self._fields.get("legal_representative")
        allowed = {representative.data} if representative and representative.data else set()
        changed = []
        for field in self:
            if isinstance(field, Words | Prose) and field.data:
                text = hidden(field.data, allowed=allowed)
                if text != field.data:
                    field.data = text
                    changed.append(field.label.text)
        return changed


def paper_field() -> StringField:
    """The number of a person's identity paper: sealed, never part of what is published."""
    shape = Regexp(r"[0-9A-Za-z()（）\-]{5,30}\Z", message="证件号码应为 5 至 30 位数字或字母")
    return StringField(
        "自然人证件号码",
        [Optional(), shape],
        filters=[_stripped],
        render_kw={"autocomplete": "off"},
        description="只填自然人当事人的。加密密封，不公示，查看要写理由；已经填过的不再显示，留空不改。",
    )


def no_numbers_of_people(form: Any, field: Field) -> None:
    """Refuse text with a number of a person in it, unless the gate looks at it later."""
    if not field.data:
        return
    if isinstance(form, RecordForm):
        if hide_identity(field.data) != field.data:
            raise ValidationError(f"{field.label.text}里有证件号码，请删去，或者按“遮盖个人信息”")
    elif hide_numbers(field.data) != field.data:
        raise ValidationError(f"{field.label.text}里有证件号码或手机号码，请删去后再保存")


class Words(StringField):
    """A line of text; required unless ``optional``."""

    def __init__(self, label: str, most: int, *, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(label, _checks(label, most, optional), filters=[_stripped], **kwargs)


class Prose(TextAreaField):
    """Several lines of text; required unless ``optional``."""

    def __init__(self, label: str, most: int, *, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(label, _checks(label, most, optional), filters=[_stripped], **kwargs)


class Day(DateField):
    """A date; required unless ``optional``."""

    def __init__(self, label: str, *, optional: bool = False, **kwargs: Any) -> None:
        check = Optional() if optional else InputRequired(f"请填写{label}")
        super().__init__(label, [check], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(f"{self.label.text}请按“2026-11-24”的样子填写") from error


class Yuan(DecimalField):
    """An amount in 元; ``cents`` gives it in 分."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        check = NumberRange(0, MOST_YUAN, f"{label}应为不小于 0 的金额")
        super().__init__(label, [Optional(), check], places=2, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([text.replace(",", "").strip() for text in valuelist])
        except ValueError as error:
            raise ValueError(f"{self.label.text}应为数字，单位为元") from error

    @property
    def cents(self) -> int | None:
        """The amount in 分, None when nothing was typed."""
        return None if self.data is None else round(self.data * 100)


class Choice(SelectField):
    """One of some values; with ``nothing``, words for none of them."""

    def __init__(
        self, label: str, choices: Iterable[tuple[str, str]] = (), nothing: str = "", **kwargs: Any
    ) -> None:
        self.nothing = nothing
        super().__init__(label, choices=self._all(choices), **kwargs)

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Set the values that may be chosen."""
        self.choices = self._all(choices)

    def _all(self, choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
        first = [SelectChoice("", self.nothing)] if self.nothing else []
        return [*first, *(SelectChoice(value, label) for value, label in choices)]


class ChangeForm(RecordForm):
    """What goes with a change of what is public."""

    note = Prose(
        "更正说明",
        500,
        optional=True,
        render_kw={"rows": 3},
        description="写给公众：更正了什么、为什么。审核同意后和日期一起显示在公示页面上。",
    )


class FilesForm(FlaskForm):
    """Files that shall go with a record, and those that no longer shall."""

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


class FindingsForm(FlaskForm):
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
    from_day = Day(
        "公示日期", optional=True, description="不填为同意后立即公示；填以后的日期，到那天自动公示"
    )


class ReturnForm(FlaskForm):
    """Why a version goes back to its editor."""

    number = IntegerField(widget=HiddenInput())
    reason = TextAreaField(
        "退回理由",
        [InputRequired("请写明退回的理由"), Length(2, 500, REASON_LENGTH)],
        description="编辑在这条内容的页面上看到。",
    )


class WithdrawForm(FlaskForm):
    """By which decision a record's own one no longer stands."""

    ground = RadioField(
        "撤下的依据",
        [InputRequired("请选择撤下的依据")],
        choices=[SelectChoice(*one) for one in WithdrawalGround.choices()],
        description="公众再打开这个网址时，只看到“原决定已被撤销”这样一句话，看不到单位和文号。",
    )
    revoked_on = Day(
        "撤销、变更决定的日期",
        description="期限从这一天起算。其他情形填发现应当撤下的日期。",
    )
    document_number = StringField(
        "撤销、变更决定的文号",
        [Length(max=128, message="撤销、变更决定的文号最多 128 字"), no_numbers_of_people],
        filters=[_stripped],
        description="如：温市监复〔2026〕12号。其他情形没有文号的，可以不填。",
    )
    reason = Prose(
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


def _checks(label: str, most: int, optional: bool) -> list[Any]:
    first = Optional() if optional else InputRequired(f"请填写{label}")
    return [first, Length(max=most, message=f"{label}最多 {most} 字"), no_numbers_of_people]
