"""Forms of the assessment: plan, inspection, points by hand, objections, acts on a cycle."""

from decimal import Decimal
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from app.insight.assessment.rules import ObjectionVerdict
from app.kernel.web.forms import as_choices, tidy
from app.people.acting.forms import ActForm, VersionedForm
from app.publishing.fields.inputs import no_numbers_of_people

LONGEST, TASK = 1000, 500


def _words(label: str, missing: str = "", most: int = LONGEST, **more: Any) -> TextAreaField:
    """Words that others read, some of them in public: with nobody's number in them."""
    presence = InputRequired(missing) if missing else Optional()
    length = Length(2 if missing else -1, most, f"{label}应为 2 至 {most} 字")
    return TextAreaField(label, [presence, length, no_numbers_of_people], filters=[tidy], **more)


class CycleYearForm(ActForm):
    """Which year's assessment to draft."""

    year = IntegerField("年度", [InputRequired("请填写年度，例如 2027")])


class TaskForm(ActForm):
    """A task of the plan."""

    text = _words("任务", "请写明任务", TASK, render_kw={"rows": 2})
    unit = SelectField("单位", [Optional()], validate_choice=False)
    due_on = DateField("完成期限", [Optional()])

    def offer(self, thing: Any) -> None:
        """Let the task be for one of the units, or for all."""
        self.unit.choices = as_choices([("", "各单位"), *_units(thing)])

    def arguments(self) -> dict[str, Any]:
        """The task, and for which unit it is."""
        arguments = super().arguments()
        return arguments | {"unit_key": arguments.pop("unit") or ""}


class UnitsForm(ActForm):
    """Who is assessed."""

    keys = SelectMultipleField(
        "被考核单位",
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, thing: Any) -> None:
        """All that are assessed now; unless somebody has chosen, all are."""
        self.keys.choices = as_choices(_units(thing))
        if self.keys.raw_data is None:
            self.keys.data = [key for key, _ in _units(thing)]


def _units(cycle: Any) -> list[tuple[str, str]]:
    return [(unit.key, unit.name) for unit in cycle.units]


class BackForm(VersionedForm):
    """Why a cycle is not published yet."""

    text = _words("理由")


class DropForm(ActForm):
    """Which task to take out."""

    task_id = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class FindingForm(ActForm):
    """What the inspection found, and what to mend by when."""

    text = _words(
        "督查情况", "请写明督查情况", description="看了什么、发现了什么。考核结果公布时一并公开。"
    )
    demand = _words("整改要求", description="没有发现问题的，整改要求和期限都空着。")
    rectify_by = DateField("整改期限", [Optional()])


class RectificationForm(ActForm):
    """That a demand has been met, or why it has not."""

    text = _words("情况", "请写明情况", render_kw={"rows": 3})


class MarkForm(ActForm):
    """Points by hand with their ground."""

    points = DecimalField(
        "加减分", [InputRequired("请填写加减分，减分写负数")], places=2, description="减分写负数。"
    )
    reason = _words(
        "理由", "请写明加减分的理由", description="写给公众：为什么加、为什么减。签字后公开。"
    )
    files = MultipleFileField(
        "证明材料", description="jpg、png、webp 或 pdf，每个不超过 10 MB，至少一个。不公开。"
    )

    def arguments(self) -> dict[str, Any]:
        """The points in hundredths, their ground, and the files that show it."""
        points = int((self.points.data or Decimal(0)) * 100)
        return super().arguments() | {"points": points, "files": self.files.data or []}


class SignForm(ActForm):
    """Whether points by hand are agreed to."""

    decision = RadioField(
        "同意这项加减分吗？",
        [InputRequired("请选择同意或者不同意")],
        choices=as_choices([("yes", "同意并签字"), ("no", "不同意")]),
    )
    text = _words("意见", description="不同意的，写明理由。")

    def arguments(self) -> dict[str, Any]:
        """Whether they are, and words."""
        return {"is_signed": self.decision.data == "yes", "text": self.text.data}


class UnitObjectionForm(ActForm):
    """What a unit holds against its points."""

    measure = SelectField("对哪一项", [Optional()], validate_choice=False)
    text = _words(
        "异议的理由",
        "请写明异议的理由",
        description="写明哪条记录、错在哪里。结果公布时和答复一并公开。",
    )

    def offer(self, thing: Any) -> None:
        """Let the objection be to one of the unit's measures, or to the whole."""
        measures = thing.cycle.terms.of(thing.kind)
        self.measure.choices = as_choices(
            [("", "全部结果"), *((measure.code, measure.name) for measure in measures)]
        )


class UnitAnswerForm(ActForm):
    """Whether an objection is well founded, and why."""

    verdict = RadioField(
        "异议成立吗？",
        [InputRequired("请选择成立或者不成立")],
        choices=as_choices(ObjectionVerdict.choices()),
    )
    text = _words(
        "答复",
        "请写明答复",
        description="结果公布时公开。成立的，先更正数据并重新计算，或者提出加减分。",
    )

    def arguments(self) -> dict[str, Any]:
        """The verdict, and its ground."""
        return super().arguments() | {"verdict": ObjectionVerdict(self.verdict.data)}
