"""Forms of the tracking page, and of the answer to what a reporter asks there."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.kernel.web.forms import as_choices, at_most, check_email, tidy, tidy_code
from app.matters.complaints.intake.forms.questions import FactsForm, NotConductForm
from app.matters.complaints.matter.forms import MatterTextForm
from app.matters.complaints.matter.rules.entries import RequestStatus
from app.matters.complaints.matter.rules.outcomes import Manner, Satisfaction


class MaterialForm(NotConductForm):
    """More words, more files."""

    text = TextAreaField("补充情况或材料", filters=[tidy], validators=[at_most(5000)])
    files = MultipleFileField("文件")


class RatingForm(FlaskForm):
    """Result and manner, judged apart."""

    satisfaction = RadioField(
        "问题解决了吗？",
        choices=as_choices(Satisfaction.choices()),
        coerce=Satisfaction,
        validators=[InputRequired("请选择问题是否解决")],
    )
    manner = RadioField(
        "对工作人员的态度满意吗？",
        choices=as_choices(Manner.choices()),
        coerce=Manner,
        validators=[InputRequired("请选择对态度是否满意")],
    )
    comment = TextAreaField("想说的话", filters=[tidy], validators=[at_most(500)])

    @property
    def judgement(self) -> dict[str, Any]:
        """The answer."""
        return {name: self[name].data for name in ("satisfaction", "manner", "comment")}


class AmendForm(FactsForm, NotConductForm):
    """The words of a submission, as they were asked for; a demand only where one was made."""

    def __init__(self, *args: Any, obj: Any, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        del self.district
        if obj.demand is None:
            del self.demand


class AskForm(FlaskForm):
    """Something that a body is asked for, and why."""

    text = TextAreaField(
        "申请的内容和理由",
        filters=[tidy],
        validators=[InputRequired("请写明申请的内容和理由"), at_most(1000)],
    )


YES_OR_NO = [("yes", "是"), ("no", "不是")]


class VisitForm(RatingForm):
    """What the coordination office asks: whether it really went as the answer says."""

    contacted = RadioField(
        "承办部门联系过您，或者在这里答复过您的问题吗？",
        choices=as_choices(YES_OR_NO),
        validators=[InputRequired("请选择有没有联系、答复过您")],
    )
    true = RadioField(
        "答复里说的，与实际情况一致吗？",
        choices=as_choices(YES_OR_NO),
        validators=[InputRequired("请选择与实际情况是否一致")],
    )


class ExportForm(FlaskForm):
    """One's own data as a file."""

    file_format = RadioField(
        "文件格式",
        choices=as_choices([("txt", "文本，方便阅读"), ("json", "JSON，方便程序读取")]),
        default="txt",
        validators=[InputRequired("请选择文件格式")],
    )
    phone = StringField("您留的电话", filters=[tidy_code], validators=[at_most(40)])


class NoticesForm(FlaskForm):
    """Where notices go."""

    email = StringField(
        "电子邮箱",
        filters=[tidy],
        validators=[InputRequired("请填写电子邮箱"), check_email, at_most(254)],
    )


class EraseForm(FlaskForm):
    """Erasing what can't be restored."""

    sure = BooleanField(
        "我知道删除以后不能恢复", validators=[InputRequired("请先勾选“我知道删除以后不能恢复”")]
    )


class AnswerRequestForm(MatterTextForm):
    """Agreeing or not to what the reporter asks, with words to the reporter."""

    decision = RadioField(
        "决定",
        choices=as_choices(
            [(one.value, one.label) for one in (RequestStatus.GRANTED, RequestStatus.REFUSED)]
        ),
        coerce=RequestStatus,
        validators=[InputRequired("请选择同意或者不同意。")],
    )
