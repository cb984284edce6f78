"""Forms of the routing table, and of acts that move a matter to another body."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.kernel import clock
from app.kernel.web.filtering import ChoiceFilter, DayFilter, FilterForm
from app.kernel.web.forms import as_choices, tidy
from app.matters.complaints.matter.forms import MatterReasonForm, choices_by_id
from app.matters.complaints.routing.rules import RuleFilters
from app.people.acting.forms import ActForm

ASSISTANTS = ("assistant_1", "assistant_2", "assistant_3")

Bodies = Sequence[tuple[int, str]]


class RulesForm(FilterForm):
    """Narrows the table: a category, a district, a day."""

    category = ChoiceFilter("事项类别")
    district = ChoiceFilter("县（市、区）")
    on = DayFilter("在这一天有效")

    def criteria(self) -> RuleFilters:
        """What the table is narrowed to; today's rules where no day is given."""
        on = self.on.data or clock.today()
        category, district = self.category.data, self.district.data
        return RuleFilters(on, category=category, district=district, page=self.page.data)


class RuleForm(ActForm):
    """A rule that is to hold from a day on."""

    category = SelectField("事项类别", choices=[])
    district = SelectField("县（市、区）", choices=[])
    lead = SelectField("主办部门", coerce=int, validators=[DataRequired("请选择主办部门。")])
    assistant_1 = SelectField("协办部门一", coerce=int)
    assistant_2 = SelectField("协办部门二", coerce=int)
    assistant_3 = SelectField("协办部门三", coerce=int)
    basis = StringField(
        "规则依据",
        filters=[tidy],
        validators=[
            InputRequired("请写明依据，反映人会在分派理由里看到。"),
            Length(4, 300, "依据应为 4 至 300 字。"),
        ],
    )
    valid_from = DateField("生效日期", validators=[InputRequired("请填写生效日期。")])
    reason = TextAreaField(
        "修改理由",
        filters=[tidy],
        validators=[InputRequired("请写明为什么修改。"), Length(4, 500, "理由应为 4 至 500 字。")],
    )
    tried = HiddenField()
    act = HiddenField()

    def offer(self, thing: Any) -> None:
        """Set what can be chosen."""
        self.category.choices = as_choices([("", "请选择"), *thing.categories])
        self.district.choices = as_choices([("", "全市（没有单独规则的地区）"), *thing.districts])
        bodies = [SelectChoice(key, name) for key, name in thing.bodies]
        self.lead.choices = [SelectChoice(0, "请选择"), *bodies]
        for name in ASSISTANTS:
            self[name].choices = [SelectChoice(0, "不设"), *bodies]

    def validate_category(self, field: Field) -> None:
        """A rule is for a category."""
        if not field.data:
            raise ValidationError("请选择事项类别。")

    def arguments(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        return {
            "category": self.category.data,
            "district": self.district.data or None,
            "lead_id": self.lead.data,
            "assistant_ids": [self[name].data for name in ASSISTANTS if self[name].data],
            "basis": self.basis.data,
            "valid_from": self.valid_from.data,
            "reason": self.reason.data,
        }

    @property
    def essence(self) -> str:
        """What a trial depends on: as long as it stays the same, so does the trial."""
        tried = ("category", "district", "lead", *ASSISTANTS, "valid_from")
        return "/".join(str(self[name].data or "") for name in tried)

    def is_stale(self, _thing: Any) -> bool:
        """Whether its author has yet to see what this very rule would have done."""
        return bool(self.act.data != "submit" or self.tried.data != self.essence)


class ChangeAnswerForm(ActForm):
    """Why a change is given back."""

    answer = TextAreaField(
        "退回理由",
        filters=[tidy],
        validators=[InputRequired("请写明退回的理由。"), Length(2, 500, "理由应为 2 至 500 字。")],
    )


class BodyForm(MatterReasonForm):
    """An act that moves the matter to another body."""

    bureau_id = SelectField("承办部门", coerce=int, validators=[DataRequired("请选择部门。")])

    def offer(self, thing: Any) -> None:
        """Set the bodies to choose from."""
        super().offer(thing)
        self.bureau_id.choices = choices_by_id(thing.bodies)

    def arguments(self) -> dict[str, Any]:
        """To which body, and why."""
        arguments = super().arguments()
        return arguments | {"to_bureau_id": arguments.pop("bureau_id")}


class MatterReturnForm(BodyForm):
    """Saying that the body is not responsible: on which ground, and who is."""

    bureau_id = SelectField("建议的承办部门", coerce=int, validators=[DataRequired("请选择部门。")])
    legal_basis = StringField(
        "法定依据",
        validators=[
            DataRequired("请写明法定依据，例如法律、法规的名称和条款，或者“三定”规定。"),
            Length(max=300, message="法定依据不能超过 300 字。"),
        ],
    )
