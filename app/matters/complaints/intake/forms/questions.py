"""The questions of a report, one form each; staff who register one ask them on a single page."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from stdnum.cn import ric
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from app.kernel.web.forms import as_choices, at_most, check_email, check_phone, tidy, tidy_code
from app.matters.complaints.matter.answers import (
    ComplaintAnswers,
    Facts,
    Identity,
    Subject,
    SubjectKind,
)
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.records.companies.uscc import known_code

Choices = Sequence[tuple[str, str]]

BOTH = "both"

_OTHER_PAPER = re.compile(r"[A-Z0-9()]{5,20}")

_RIC_LENGTH = 18


def line(label: str, most: int, missing: str = "") -> StringField:
    """A line of at most ``most`` characters; ``missing`` is said where it must not be empty."""
    required = [InputRequired(missing)] if missing else []
    return StringField(label, filters=[tidy], validators=[*required, at_most(most)])


def account(missing: str) -> TextAreaField:
    """What happened, as it is told, in 10 to 5000 characters."""
    return TextAreaField(
        "经过",
        filters=[tidy],
        validators=[
            InputRequired(missing),
            Length(min=10, max=5000, message="经过请写 10 到 5000 字，现在太短或太长"),
        ],
    )


class NotConductForm(FlaskForm):
    """Who writes of officials to a body says that they do not report on its people."""

    not_conduct = BooleanField("写的不是部门或者工作人员的行为，只是提到了他们")

    def may_reach_body(self, signs: Sequence[str], advice: str) -> bool:
        """Whether nothing in the words speaks of officials, or it was said that it is not meant.

        Else the box says what was found, and ``advice``.
        """
        if not signs or self.not_conduct.data:
            return True
        found = "".join(f"“{sign}”" for sign in signs)
        self.not_conduct.errors = [f"写到了{found}。{advice}不是反映他们的，请勾选这一项"]
        return False


def check_id_number(_form: Form, field: Field) -> None:
    """A resident identity number with the right check digit, or another paper's number."""
    value = field.data
    if not value:
        return
    if len(value) == _RIC_LENGTH and not ric.is_valid(value):
        raise ValidationError("身份证号码校验不通过，请对照证件逐位核对")
    if not _OTHER_PAPER.fullmatch(value):
        raise ValidationError("证件号码只含字母和数字，居民身份证为 18 位")


class ComplaintKindForm(FlaskForm):
    """投诉, 举报, or both. What the visitor came from is carried along."""

    kind = RadioField(
        "您要投诉，还是举报？",
        choices=as_choices([*ComplaintKind.choices(), (BOTH, "两者都要")]),
        validators=[InputRequired("请选择投诉、举报，或者两者都要")],
    )
    company = HiddenField()
    project = HiddenField()

    @property
    def kinds(self) -> tuple[ComplaintKind, ...]:
        """The tracks that are to be opened; both are handled apart (总局令121号 Art. 9)."""
        return tuple(ComplaintKind) if self.kind.data == BOTH else (ComplaintKind(self.kind.data),)


def kind_of(answers: ComplaintAnswers) -> str | None:
    """What of the form was chosen."""
    return BOTH if len(answers.kinds) > 1 else next(iter(answers.kinds), None)


class SubjectForm(FlaskForm):
    """Whom it is about. Only the fields under the chosen kind count."""

    who = RadioField(
        "您要反映的是谁？",
        choices=as_choices(SubjectKind.choices()),
        validators=[InputRequired("请选择您要反映的是谁，不清楚的选“不清楚”")],
    )
    name = line("名称", 100)
    uscc = StringField("统一社会信用代码", filters=[tidy_code])
    address = line("地址", 200)
    project = SelectField("项目", choices=[], validate_choice=False)
    bureau = SelectField("部门", choices=[], validate_choice=False)
    official = line("人员姓名或职务", 100)

    def offer_subjects(self, *, projects: Choices, bureaus: Choices) -> None:
        """What the two selects offer."""
        self.project.choices = as_choices([("", "请选择"), *projects])
        self.bureau.choices = as_choices([("", "请选择，不清楚的可以不选"), *bureaus])

    def validate_name(self, field: StringField) -> None:
        """A company needs a name or a code."""
        if self._is(SubjectKind.COMPANY) and not (field.data or self.uscc.data):
            raise ValidationError("请填写名称，写招牌上的名字也可以")

    def validate_uscc(self, field: StringField) -> None:
        """The code is checked only where it is asked for."""
        if self._is(SubjectKind.COMPANY):
            known_code(self, field)

    def validate_project(self, field: SelectField) -> None:
        """A project is one of the published ones."""
        if self._is(SubjectKind.PROJECT) and field.data not in _values(field.choices)[1:]:
            raise ValidationError("请选择是哪一个重点项目")

    def validate_bureau(self, field: SelectField) -> None:
        """A body is one in office, if it is known."""
        if self._is(SubjectKind.OFFICIAL) and field.data not in _values(field.choices):
            raise ValidationError("请从列表中选择部门")

    def validate_official(self, field: StringField) -> None:
        """Someone must be named: a body, or a person by name or post."""
        if self._is(SubjectKind.OFFICIAL) and not (field.data or self.bureau.data):
            raise ValidationError("请选择部门，或写明人员的姓名、职务或特征")

    @property
    def subject(self) -> Subject:
        """The answer, without what was typed under another choice."""
        who = SubjectKind(self.who.data)
        fields = {
            SubjectKind.COMPANY: ("name", "uscc", "address"),
            SubjectKind.PROJECT: ("project",),
            SubjectKind.OFFICIAL: ("bureau", "official"),
            SubjectKind.UNKNOWN: (),
        }
        given: dict[str, Any] = {name: self[name].data or "" for name in fields[who]}
        return Subject(who=who, **given)

    def _is(self, who: SubjectKind) -> bool:
        return bool(self.who.data == who)


class FactsForm(FlaskForm):
    """What happened, when and where; of a complaint, also what is asked for."""

    is_complaint = True

    title = line("用一句话概括", 40, "请用一句话概括，例如“酱油换贴生产日期标签”")
    narrative = account("请写明经过：看到了什么，买了什么，花了多少钱")
    happened = line("时间", 100, "请填写时间，记不清可以写大概，例如“上周三晚上”")
    district = SelectField("县（市、区）", choices=[])
    place = line("地点", 200, "请填写地点，不知道门牌号可写附近的路口或市场；网购请写平台和店名")
    demand = line("您的请求", 200)

    def ask_of(self, answers: ComplaintAnswers) -> None:
        """Who reports a violation only is not asked for a demand."""
        self.is_complaint = answers.is_complaint
        if not answers.is_complaint:
            del self.demand

    def offer_districts(self, districts: Choices) -> None:
        """What the select offers."""
        self.district.choices = as_choices([("", "不清楚"), *districts])

    def validate_demand(self, field: StringField) -> None:
        """A complaint asks for something (总局令121号)."""
        if self.is_complaint and not field.data:
            raise ValidationError("投诉请写明请求，例如退款、换货、修理、赔偿")

    @property
    def written(self) -> dict[str, str]:
        """The answer, by field; without a demand where there is no complaint."""
        names = (name for name in FACTS if self.is_complaint or name != "demand")
        return {name: self[name].data or "" for name in names if name in self}

    @property
    def facts(self) -> Facts:
        """The answer."""
        return Facts(**self.written)


FACTS = ("title", "narrative", "happened", "district", "place", "demand")


class IdentityForm(FlaskForm):
    """Who reports, and what may be done with it; of complainants, who they truly are.

    Proof of identity is due from complainants alone (总局令121号 Art. 10).
    """

    is_complaint = True
    personal: ClassVar[Mapping[str, str]] = MappingProxyType(
        {part: part for part in ("name", "phone", "id_number", "address", "email")}
    )
    """Where the form asks for each part of an identity."""

    anonymity = RadioField(
        "您愿意留下姓名吗？",
        choices=as_choices([("named", "实名举报"), ("anonymous", "匿名举报")]),
        validators=[InputRequired("请选择实名还是匿名")],
    )
    name = line("姓名", 40)
    phone = StringField("电话", filters=[tidy_code], validators=[check_phone])
    id_number = StringField("身份证件号码", filters=[tidy_code], validators=[check_id_number])
    address = line("联系地址", 200)
    email = StringField("电子邮箱", filters=[tidy], validators=[check_email, at_most(254)])
    wants_notices = BooleanField("有进展时发一封邮件提醒我")
    keeps_identity_from_subject = BooleanField("请对被反映方保密我的身份")
    consents_to_publication = BooleanField("办结后可以公开处理结果")

    def ask_of(self, answers: ComplaintAnswers) -> None:
        """A complainant can't stay anonymous."""
        self.is_complaint = answers.is_complaint
        if answers.is_complaint:
            del self.anonymity
        elif answers.identity and not self.is_submitted():
            self.anonymity.data = "anonymous" if answers.identity.is_anonymous else "named"

    @property
    def is_anonymous(self) -> bool:
        """Whether nothing about the person is to be kept."""
        return self.anonymity is not None and self.anonymity.data == "anonymous"

    @property
    def must_name(self) -> bool:
        """Whether a person has to be named; not asked while that is not chosen."""
        return self.anonymity is None or self.anonymity.data == "named"

    def validate(self, extra_validators: Any = None) -> bool:
        """Who is anonymous gives nothing, so nothing of it can be wrong or kept."""
        if self.is_anonymous:
            for name in self.personal.values():
                self[name].data = ""
            if "wants_notices" in self:
                self.wants_notices.data = False
        sound: bool = super().validate(extra_validators)
        missing = self._missing() if self.must_name else {}
        for name, message in missing.items():
            self[name].errors = [*self[name].errors, message]
        return sound and not missing

    def _missing(self) -> dict[str, str]:
        """By field, what is said of a part of the identity that is needed and was left out."""
        needed = NEEDED_OF_ALL | (NEEDED_OF_COMPLAINANTS if self.is_complaint else {})
        if "wants_notices" in self and self.wants_notices.data:
            needed["email"] = "请填写电子邮箱，提醒发到这里；不要提醒的，请取消勾选"
        fields = {self.personal[part]: message for part, message in needed.items()}
        return {name: message for name, message in fields.items() if not self[name].data}

    @property
    def identity(self) -> Identity:
        """The answer."""
        choices = ("wants_notices", "keeps_identity_from_subject", "consents_to_publication")
        given: dict[str, Any] = {name: bool(self[name].data) for name in choices if name in self}
        given |= {part: self[name].data or "" for part, name in self.personal.items()}
        return Identity(is_anonymous=self.is_anonymous, **given)


NEEDED_OF_ALL = {"name": "请填写真实姓名", "phone": "请填写电话，承办部门用它核实情况"}

NEEDED_OF_COMPLAINANTS = {
    "id_number": "请填写身份证件号码，投诉须核实身份",
    "address": "请填写联系地址，文书寄往这里",
}


def _values(choices: Any) -> list[str]:
    return [choice.value for choice in choices]
