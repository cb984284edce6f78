"""Forms of 四不放过: showing an item, asking that it be let go, and the answer."""

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.kernel.web.form_checks import as_choices, at_most, tidy
from app.matters.complaints.matter.rules import ClosingItem

LEAST = 5


class ItemForm(FlaskForm):
    """What was found and done, with files."""

    text = TextAreaField(
        "查证情况",
        filters=[tidy],
        validators=[
            InputRequired("请写明查证情况"),
            Length(LEAST, 2000, f"查证情况应为 {LEAST} 至 2000 字"),
        ],
    )
    files = MultipleFileField("证据文件")


class WaiverForm(FlaskForm):
    """Why an item shall be let go."""

    reason = TextAreaField(
        "申请免予的理由",
        filters=[tidy],
        validators=[
            InputRequired("请写明申请免予的理由"),
            Length(LEAST, 1000, f"理由应为 {LEAST} 至 1000 字"),
        ],
    )


class WaiverAnswerForm(FlaskForm):
    """Whether it is."""

    is_granted = RadioField(
        "批准免予吗？",
        choices=as_choices([("yes", "批准"), ("no", "不同意")]),
        validators=[InputRequired("请选择批准或者不同意")],
    )
    reason = TextAreaField("意见", filters=[tidy], validators=[at_most(1000)])


ItemForms = dict[str, FlaskForm]


def forms_of(item: ClosingItem, *, blank: bool = True) -> ItemForms:
    """The three forms of an item, their ids its own on the page."""
    options = {"formdata": None} if blank else {}
    return {
        "show": ItemForm(prefix=f"{item.value}-show", **options),
        "waiver": WaiverForm(prefix=f"{item.value}-waiver", **options),
        "answer": WaiverAnswerForm(prefix=f"{item.value}-answer", **options),
    }
