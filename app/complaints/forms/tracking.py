"""The forms of the tracking pages."""

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from app.complaints.rules import Manner, Satisfaction
from app.core.form_checks import as_choices, at_most, tidy


class MaterialForm(FlaskForm):
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


class ConfirmForm(FlaskForm):
    """Nothing but the will to do it."""
