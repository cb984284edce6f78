"""What only the pages of the public form ask: which company, which category, files, handing in."""

from dataclasses import replace

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, ValidationError

from app.kernel.web.forms import as_choices, at_most, tidy
from app.matters.complaints.intake.forms.questions import Choices
from app.matters.complaints.matter.answers import ComplaintAnswers, Subject, SubjectKind

UNSURE = "unsure"


class CompanyForm(FlaskForm):
    """Which of the known companies is meant."""

    company = RadioField(
        "是下面哪一家？", choices=[], validators=[InputRequired("请选择一家，都不是的选“都不是”")]
    )

    def offer(self, companies: Choices) -> None:
        """The candidates, and the way past them."""
        self.company.choices = as_choices([*companies, ("none", "都不是，按我填写的提交")])


class CategoryForm(FlaskForm):
    """The kind of problem, on one of the two levels."""

    category = RadioField(
        "属于哪一类问题？", choices=[], validators=[InputRequired("请选择类别，不清楚的选“不清楚”")]
    )

    def offer(self, categories: Choices, *, first: Choices = ()) -> None:
        """The categories of a level, and 不清楚; before them what is suggested."""
        suggested = [each for each in first if each not in categories]
        self.category.choices = as_choices(
            [*suggested, *categories, (UNSURE, "不清楚，由平台分派")]
        )


class FirstCategoryForm(CategoryForm):
    """The first level, with help: what happened in a sentence or two, which is not kept."""

    words = TextAreaField("用一两句话写写是什么事", filters=[tidy], validators=[at_most(500)])
    suggest = SubmitField("按内容建议类别")

    @property
    def asks_for_suggestion(self) -> bool:
        """Whether the visitor wants suggestions; who wrote nothing is asked to."""
        if not self.suggest.data:
            return False
        if not self.words.data:
            self.words.errors = ["请先写一两句话，例如“楼下半夜施工，吵得睡不着”"]
        return True


class ConductForm(FlaskForm):
    """Whether a report is about officials, and of which body, where the words sound like it."""

    concerns = RadioField(
        "您反映的，有没有部门或者工作人员的行为？",
        choices=as_choices(
            [("yes", "有，反映部门或者工作人员的行为"), ("no", "没有，只是提到了他们")]
        ),
        validators=[InputRequired("请选择有还是没有，拿不准的选“有”")],
    )
    bureau = SelectField("是哪个部门的？", choices=[], validate_choice=False)

    def offer(self, bureaus: Choices) -> None:
        """The bodies, and the way past them."""
        self.bureau.choices = as_choices([*bureaus, ("", "不清楚是哪个部门的")])

    def validate_bureau(self, field: SelectField) -> None:
        """A body is one in office, if it is known."""
        if field.data not in [choice.value for choice in field.choices]:
            raise ValidationError("请从列表中选择部门")

    def applied(self, answers: ComplaintAnswers) -> ComplaintAnswers:
        """The answers as this one changes them."""
        if self.concerns.data == "no":
            return replace(answers, conduct_denied=answers.conduct_signs)
        before = answers.subject
        about = before.in_words if before else ""
        who = Subject(who=SubjectKind.OFFICIAL, bureau=self.bureau.data or "", official=about)
        return replace(answers, subject=who)


class ComplaintEvidenceForm(FlaskForm):
    """Files to add; none is an answer too."""

    files = MultipleFileField("选择文件")
    proof = HiddenField()
    website = StringField("防机器人用，请留空")


class HandInForm(FlaskForm):
    """Handing in what was checked. ``seen`` says which draft the page showed.

    ``website`` is a field that people do not see and that programs fill in.
    """

    seen = HiddenField()
    proof = HiddenField()
    website = StringField("防机器人用，请留空")
    by_platform = BooleanField("我觉得不该交给这个部门，请由平台分派")
