"""The form of the question what it is about, with help from the visitor's own words."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from app.kernel.web.form_checks import as_choices, at_most, tidy

UNSURE = "unsure"


class CategoryForm(FlaskForm):
    """The kind of problem, on one of the two levels."""

    category = RadioField(
        "属于哪一类问题？", choices=[], validators=[InputRequired("请选择类别，不清楚的选“不清楚”")]
    )

    def offer(
        self, categories: Sequence[tuple[str, str]], *, first: Sequence[tuple[str, str]] = ()
    ) -> None:
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
