"""Applying for a badge, scoring by criteria, answering and raising objections."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from app.kernel.web.filtering import ChoiceFilter, FilterForm
from app.people.acting.forms import ActForm
from app.publishing.fields.inputs import ChoiceInput, LineInput, ProseInput, no_numbers_of_people
from app.records.creation.rules import CreationCriterion, CreationKind

OBJECTION = "异议内容应为 10 至 2000 字"


class BadgeFilterForm(FilterForm):
    """Narrows the list of badges."""

    kind = ChoiceFilter("创建种类", CreationKind.choices())
    district = ChoiceFilter("县（市、区）")

    @property
    def chosen_kind(self) -> CreationKind | None:
        """The kind that is asked for."""
        return CreationKind(self.kind.data) if self.kind.data else None


class CreationApplicationForm(ActForm):
    """What an applicant says."""

    kind = ChoiceInput("创建种类", CreationKind.choices())
    applicant = LineInput(
        "申报对象", 100, description="县（市、区）、乡镇（街道）、产业或者企业的全称"
    )
    district = ChoiceInput("所在县（市、区）")
    statement = ProseInput("创建情况", 5000, description="对照标准写明做了什么、达到什么水平")

    def offer(self, thing: Any) -> None:
        """Set the districts there are."""
        self.district.offer(thing)

    def arguments(self) -> dict[str, Any]:
        """For which badge, who and where, and what was done."""
        arguments = super().arguments()
        return arguments | {
            "kind": CreationKind(arguments["kind"]),
            "district_code": arguments.pop("district"),
        }


class CriterionEvidenceForm(ActForm):
    """Files for one criterion."""

    criterion = ChoiceInput("对应的标准")
    files = MultipleFileField(
        "证明材料", description="PDF、Word（docx）、Excel（xlsx）或者图片，每个不超过 10 MB"
    )

    def offer(self, thing: Any) -> None:
        """Set the criteria that files may be for."""
        criteria = thing.standard.criteria
        self.criterion.offer((one.code, f"{one.code}. {one.text[:40]}") for one in criteria)

    def arguments(self) -> dict[str, Any]:
        """The criterion, and the files for it."""
        return super().arguments() | {"files": self.files.data or ()}


class ScoreForm(ActForm):
    """The points of one person; fields of criteria are added by ``score_form``."""

    comment = ProseInput("评审意见", 500, optional=True)
    names: tuple[str, ...] = ()

    def arguments(self) -> dict[str, Any]:
        """The points in the order of the criteria, and words."""
        return {"points": [self[name].data for name in self.names], "comment": self.comment.data}


def score_form(criteria: Sequence[CreationCriterion]) -> type[ScoreForm]:
    """A form that asks for the points of each criterion."""
    fields = {
        f"points_{one.code}": IntegerField(
            f"{one.code}. {one.text}（{one.points} 分）",
            [
                InputRequired("请填写分数"),
                NumberRange(0, one.points, f"应为 0 至 {one.points} 分的整数"),
            ],
            description=f"证明材料：{one.evidence}",
        )
        for one in criteria
    }
    return type("CriteriaForm", (ScoreForm,), {**fields, "names": tuple(fields)})


class CreationReasonForm(ActForm):
    """Why an application is returned or refused."""

    reason = ProseInput("理由", 500, description="申报单位可以看到")


class ObjectionAnswerForm(ActForm):
    """The answer to an objection."""

    outcome = RadioField(
        "异议是否成立",
        [InputRequired("请选择异议是否成立")],
        choices=[
            SelectChoice("no", "不成立，公示期满后可以授牌"),
            SelectChoice("yes", "成立，不予通过"),
        ],
    )
    answer = ProseInput("答复", 1000, description="公开显示在公示页面上，不要写提出人的情况")

    def arguments(self) -> dict[str, Any]:
        """Whether the objection is upheld, and what is answered."""
        return {"is_upheld": self.outcome.data == "yes", "text": self.answer.data}


class CreationObjectionForm(FlaskForm):
    """What a citizen holds against an award."""

    text = TextAreaField(
        "异议内容",
        [InputRequired("请写明异议"), Length(10, 2000, OBJECTION), no_numbers_of_people],
        description="写明哪一条标准没有达到、有什么依据。不需要姓名和电话，请不要写。",
    )
