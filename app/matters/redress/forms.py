"""The forms of the public flow, one question each, and of the desk."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.kernel.web.forms import as_choices, at_most, check_email, check_phone, tidy, tidy_code
from app.matters.redress.answers import RedressAnswers, RedressContact, RedressStatement
from app.matters.redress.rules import (
    GROUNDS,
    OUTCOMES,
    RedressDeclineGround,
    RedressKind,
    RedressOutcome,
)
from app.people.acting.forms import TextForm
from app.records.companies.uscc import known_code

Choices = list[tuple[str, str]]


class RedressKindForm(FlaskForm):
    """异议 or 信用修复. The record that the visitor came from is carried along."""

    kind = RadioField(
        "您要申请什么？",
        choices=[],
        coerce=RedressKind,
        validators=[InputRequired("请选择提出异议，还是申请信用修复")],
    )
    record = HiddenField()

    def offer(self, kinds: list[RedressKind]) -> None:
        """What can be asked for about this record."""
        self.kind.choices = as_choices([(kind, ASKED[kind]) for kind in kinds])


ASKED = {RedressKind.OBJECTION: "提出异议", RedressKind.REPAIR: "申请信用修复"}


class PartyCodeForm(FlaskForm):
    """Which company applies: it must be the record's party."""

    uscc = StringField(
        "统一社会信用代码",
        filters=[tidy_code],
        validators=[InputRequired("请填写营业执照上的 18 位统一社会信用代码"), known_code],
    )

    def __init__(self, *args: Any, expected: str, party: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._expected, self._party = expected, party

    def validate_uscc(self, field: StringField) -> None:
        """The code of the record's party, and of nobody else."""
        if not field.errors and field.data != self._expected:
            raise ValidationError(
                f"这不是“{self._party}”的代码。只有记录的当事人可以申请，请对照营业执照逐位核对"
            )


class ConditionsForm(FlaskForm):
    """Nothing to fill in: having read the conditions."""


class RedressStatementForm(FlaskForm):
    """What is wrong and what is right; or how it was put right, and the promise."""

    item = SelectField("哪一项有误", choices=[])
    should_be = StringField("应当是什么", filters=[tidy], validators=[at_most(500)])
    text = TextAreaField(
        "事实与理由",
        filters=[tidy],
        validators=[
            InputRequired("请写明事实与理由"),
            Length(min=10, max=3000, message="请写 10 到 3000 字，现在太短或太长"),
        ],
    )
    commits = BooleanField("我单位作出上述信用承诺")

    def __init__(self, *args: Any, answers: RedressAnswers, items: Choices, **kwargs: Any) -> None:
        super().__init__(*args, obj=answers.statement, **kwargs)
        self.item.choices = as_choices([("", "请选择"), *items])
        if answers.is_repair:
            del self.item, self.should_be
        else:
            del self.commits

    def validate_item(self, field: SelectField) -> None:
        """An objection names what is wrong."""
        if not field.data:
            raise ValidationError("请选择哪一项有误，不在其中的选“其他”")

    def validate_commits(self, field: BooleanField) -> None:
        """A repair asks for the promise (发改委令36号)."""
        if not field.data:
            raise ValidationError("请勾选信用承诺：没有承诺，不能信用修复")

    @property
    def statement(self) -> RedressStatement:
        """The answer."""
        given = {name: value for name, value in self.data.items() if name != "csrf_token"}
        return RedressStatement(
            **{name: value or "" for name, value in given.items() if name != "commits"},
            commits=bool(given.get("commits")),
        )


class RedressFilesForm(FlaskForm):
    """Files to add."""

    files = MultipleFileField("选择文件")
    proof = HiddenField()
    website = StringField("防机器人用，请留空")


class RedressContactForm(FlaskForm):
    """Whom the deciding body can ask."""

    name = StringField(
        "联系人姓名", filters=[tidy], validators=[InputRequired("请填写联系人姓名"), at_most(40)]
    )
    phone = StringField(
        "联系电话",
        filters=[tidy_code],
        validators=[InputRequired("请填写电话，决定机关用它核实情况"), check_phone],
    )
    email = StringField("电子邮箱", filters=[tidy], validators=[check_email, at_most(254)])

    @property
    def contact(self) -> RedressContact:
        """The answer."""
        return RedressContact(
            name=self.name.data or "", phone=self.phone.data or "", email=self.email.data or ""
        )


class RedressSubmitForm(FlaskForm):
    """Handing in what was checked. ``seen`` says which draft the page showed."""

    seen = HiddenField()


class RedressDeclineForm(TextForm):
    """Not accepting, on a ground."""

    ground = SelectField("不予受理的情形", validators=[DataRequired("请选择不予受理的情形。")])

    def offer(self, thing: Any) -> None:
        """Set the grounds that this kind of application knows."""
        self.ground.choices = as_choices([("", "请选择"), *_pairs(GROUNDS[thing.kind])])

    def arguments(self) -> dict[str, Any]:
        """The ground, and what the applicant is told."""
        return super().arguments() | {"ground": RedressDeclineGround(self.ground.data)}


class RedressDecisionForm(TextForm):
    """Granting or refusing, with the reason."""

    outcome = SelectField("决定", validators=[DataRequired("请选择决定。")])

    def offer(self, thing: Any) -> None:
        """Set the outcomes that this kind of application knows."""
        self.outcome.choices = as_choices([("", "请选择"), *_pairs(OUTCOMES[thing.kind])])

    def arguments(self) -> dict[str, Any]:
        """The decision, and its reason."""
        return super().arguments() | {"outcome": RedressOutcome(self.outcome.data)}


def _pairs(
    members: tuple[RedressDeclineGround, ...] | tuple[RedressOutcome, ...],
) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in members]
