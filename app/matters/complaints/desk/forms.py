"""The filters of the worklists, saved views, acts on many matters at once, and replies."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.kernel.web.filtering import ChoiceFilter, DayFilter, FilterForm, SortField, TextFilter
from app.kernel.web.forms import at_most, tidy
from app.matters.complaints.desk.rules import (
    NOBODY,
    PLACEHOLDERS,
    open_places,
    unknown_places,
)
from app.matters.complaints.matter.forms import MatterTextForm, choices_by_id
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.people.acting.forms import ActForm

Options = list[tuple[str, str]]


class MatterFilterForm(FilterForm):
    """What a worklist can be narrowed by."""

    q = TextFilter("编号或企业", 60)
    kind = ChoiceFilter("类型", ComplaintKind.choices())
    category = ChoiceFilter("类别")
    district = ChoiceFilter("县（市、区）")
    bureau = ChoiceFilter("主办部门")
    handler = ChoiceFilter("承办人")
    since = DayFilter("收到自")
    until = DayFilter("收到至")
    sort = SortField("due", "arrival")

    def criteria(self) -> dict[str, Any]:
        """The filters that are set, the order, and the page."""
        given = {field.name: field.data for field in self.filters if field.data}
        return {**given, "by_arrival": self.sort.data == "arrival", "page": self.page.data or 1}


def handler_choices(colleagues: Options) -> Options:
    """Colleagues as the filter offers them, and matters that nobody has taken."""
    return [(NOBODY, "还没有承办人"), *colleagues]


class ViewForm(FlaskForm):
    """The name under which a person keeps a list."""

    name = StringField(
        "视图名称", filters=[tidy], validators=[DataRequired("请给视图起一个名称。"), at_most(20)]
    )


class BulkAssignForm(ActForm):
    """Who is to handle them."""

    handler_id = SelectField("承办人", coerce=int, validators=[DataRequired("请选择承办人。")])

    def offer(self, thing: Any) -> None:
        """Set the colleagues to choose from."""
        self.handler_id.choices = choices_by_id(thing.colleagues)


class BulkBodyForm(ActForm):
    """Which body they go to, and why."""

    bureau_id = SelectField("承办部门", coerce=int, validators=[DataRequired("请选择部门。")])
    reason = TextAreaField(
        "理由",
        filters=[tidy],
        validators=[
            DataRequired("请写明理由。"),
            Length(max=1000, message="理由不能超过 1000 字。"),
        ],
    )

    def offer(self, thing: Any) -> None:
        """Set the bodies to choose from."""
        self.bureau_id.choices = choices_by_id(thing.bodies)

    def arguments(self) -> dict[str, Any]:
        """To which body, and why."""
        arguments = super().arguments()
        return arguments | {"to_bureau_id": arguments.pop("bureau_id")}


class ReplyTemplateForm(FlaskForm):
    """A template of replies, with places in braces."""

    title = StringField(
        "名称", filters=[tidy], validators=[DataRequired("请给模板起一个名称。"), at_most(40)]
    )
    text = TextAreaField(
        "正文",
        filters=[tidy],
        validators=[
            DataRequired("请填写正文。"),
            Length(max=5000, message="正文不能超过 5000 字。"),
        ],
    )

    def validate_text(self, field: TextAreaField) -> None:
        """Only places that something fills."""
        if unknown := unknown_places(field.data or ""):
            raise ValidationError(
                f"没有“{'”“'.join(unknown)}”这样的填空。可以用的有：{'、'.join(PLACEHOLDERS)}。"
            )


class ReplyForm(MatterTextForm):
    """An answer to the reporter, perhaps begun from a template of the body."""

    template = SelectField("答复模板", coerce=int, validate_choice=False, default=0)

    def offer(self, thing: Any) -> None:
        """Set the templates to choose from."""
        super().offer(thing)
        self.template.choices = choices_by_id(
            [(template.id, template.title) for template in thing.templates]
        )

    def validate_text(self, field: Field) -> None:
        """Nothing leaves the house with a place that is still to be filled."""
        if still := open_places(field.data or ""):
            raise ValidationError(f"还有没填的地方：{'、'.join(still)}。请填好或者删去后再发送。")
