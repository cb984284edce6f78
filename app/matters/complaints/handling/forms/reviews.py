"""Forms for what follows an answer: reviews, visits."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app.kernel.web.form_checks import as_choices
from app.matters.complaints.matter.forms import BASIS, MEASURES, MatterTextForm
from app.matters.complaints.matter.rules.outcomes import OUTCOMES, MatterOutcome, ReviewResult
from app.matters.complaints.matter.rules.states import MatterStatus


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
    outcome = SelectField("改变后的办理结果")
    measures = TextAreaField("采取的措施", validators=MEASURES)
    basis = TextAreaField("依据，用大白话写", validators=BASIS)

    def offer(self, thing: Any) -> None:
        """Set the outcomes that the track knows, where there is one to change."""
        super().offer(thing)
        if thing.status is MatterStatus.DECLINED:
            del self.outcome, self.measures
            self.review_result.choices = as_choices(
                [(one.value, one.words(of_refusal=True)) for one in ReviewResult]
            )
            return
        self.outcome.choices = as_choices(
            [("", "不改变"), *((outcome.value, outcome.label) for outcome in OUTCOMES[thing.kind])]
        )

    def arguments(self) -> dict[str, Any]:
        """The result, the outcome that takes the place of the first, and the answer."""
        said = super().arguments()
        return said | {"outcome": MatterOutcome(said["outcome"]) if said.get("outcome") else None}

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
