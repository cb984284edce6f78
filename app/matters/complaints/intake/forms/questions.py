"""The forms of the public flow: one question each."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from app.kernel.web.form_checks import (
    as_choices,
    at_most,
    check_email,
    check_phone,
    tidy,
    tidy_code,
)
from app.matters.complaints.intake.forms.checks import check_id_number
from app.matters.complaints.matter.answers import (
    ComplaintAnswers,
    Facts,
    Identity,
    Subject,
    SubjectKind,
)
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.records.companies.forms import known_code

BOTH = "both"


Choices = list[tuple[str, str]]


class KindForm(FlaskForm):
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
        """The tracks that are to be opened."""
        return tuple(ComplaintKind) if self.kind.data == BOTH else (ComplaintKind(self.kind.data),)


class SubjectForm(FlaskForm):
    """Whom it is about. Only the fields under the chosen kind count."""

    who = RadioField(
        "您要反映的是谁？",
        choices=as_choices(SubjectKind.choices()),
        validators=[InputRequired("请选择您要反映的是谁，不清楚的选“不清楚”")],
    )
    name = StringField("名称", filters=[tidy], validators=[at_most(100)])
    uscc = StringField("统一社会信用代码", filters=[tidy_code])
    address = StringField("地址", filters=[tidy], validators=[at_most(200)])
    project = SelectField("项目", choices=[], validate_choice=False)
    bureau = SelectField("部门", choices=[], validate_choice=False)
    official = StringField("人员姓名或职务", filters=[tidy], validators=[at_most(100)])

    def offer(self, *, projects: Choices, bureaus: Choices) -> None:
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


class CompanyForm(FlaskForm):
    """Which of the known companies is meant."""

    NONE_OF_THESE = "none"

    company = RadioField(
        "是下面哪一家？",
        choices=[],
        validators=[InputRequired("请选择一家，都不是的选“都不是”")],
    )

    def offer(self, companies: Choices) -> None:
        """The candidates, and the way past them."""
        self.company.choices = as_choices(
            [*companies, (self.NONE_OF_THESE, "都不是，按我填写的提交")]
        )


class FactsForm(FlaskForm):
    """What happened, when and where."""

    title = StringField(
        "用一句话概括",
        filters=[tidy],
        validators=[InputRequired("请用一句话概括，例如“酱油换贴生产日期标签”"), at_most(40)],
    )
    narrative = TextAreaField(
        "经过",
        filters=[tidy],
        validators=[
            InputRequired("请写明经过：看到了什么，买了什么，花了多少钱"),
            Length(min=10, max=5000, message="经过请写 10 到 5000 字，现在太短或太长"),
        ],
    )
    happened = StringField(
        "时间",
        filters=[tidy],
        validators=[InputRequired("请填写时间，记不清可以写大概，例如“上周三晚上”"), at_most(100)],
    )
    district = SelectField("县（市、区）", choices=[])
    place = StringField(
        "地点",
        filters=[tidy],
        validators=[
            InputRequired("请填写地点，不知道门牌号可写附近的路口或市场；网购请写平台和店名"),
            at_most(200),
        ],
    )
    demand = StringField("您的请求", filters=[tidy], validators=[at_most(200)])

    def __init__(
        self, *args: Any, answers: ComplaintAnswers, districts: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, obj=answers.facts, **kwargs)
        self.district.choices = as_choices([("", "不清楚"), *districts])
        if not answers.is_complaint:
            del self.demand

    def validate_demand(self, field: StringField) -> None:
        """A complaint asks for something (总局令121号)."""
        if not field.data:
            raise ValidationError("投诉请写明请求，例如退款、换货、修理、赔偿")

    @property
    def facts(self) -> Facts:
        """The answer."""
        return Facts(**{name: value or "" for name, value in answers_of(self).items()})


class EvidenceForm(FlaskForm):
    """Files to add; none is an answer too."""

    files = MultipleFileField("选择文件")


class IdentityForm(FlaskForm):
    """Who reports, and what may be done with it."""

    anonymity = RadioField(
        "您愿意留下姓名吗？",
        choices=as_choices([("named", "实名举报"), ("anonymous", "匿名举报")]),
        validators=[InputRequired("请选择实名还是匿名")],
    )
    name = StringField("姓名", filters=[tidy], validators=[at_most(40)])
    phone = StringField("电话", filters=[tidy_code], validators=[check_phone])
    id_number = StringField("身份证件号码", filters=[tidy_code], validators=[check_id_number])
    address = StringField("联系地址", filters=[tidy], validators=[at_most(200)])
    email = StringField("电子邮箱", filters=[tidy], validators=[check_email, at_most(254)])
    wants_notices = BooleanField("有进展时发一封邮件提醒我")
    keeps_identity_from_subject = BooleanField("请对被反映方保密我的身份")
    consents_to_publication = BooleanField("办结后可以公开处理结果")

    def __init__(self, *args: Any, answers: ComplaintAnswers, **kwargs: Any) -> None:
        kept = answers.identity or Identity(is_anonymous=False)
        super().__init__(*args, obj=kept, **kwargs)
        self.must_be_complete = answers.is_complaint
        if answers.is_complaint:
            del self.anonymity
        elif answers.identity and not self.is_submitted():
            self.anonymity.data = "anonymous" if kept.is_anonymous else "named"

    @property
    def is_anonymous(self) -> bool:
        """Whether nothing about the person is to be kept."""
        return self.anonymity is not None and self.anonymity.data == "anonymous"

    def validate(self, extra_validators: Any = None) -> bool:
        """Who is anonymous gives nothing, so nothing of it can be wrong."""
        if self.is_anonymous:
            self.wants_notices.data = False
            for name in PERSONAL_FIELDS:
                self[name].data = ""
        sound: bool = super().validate(extra_validators)
        if self.is_anonymous or (self.anonymity is not None and not self.anonymity.data):
            return sound
        return self._names_the_person() and sound

    def _names_the_person(self) -> bool:
        needed = dict(NEEDED_OF_ALL)
        if self.must_be_complete:
            needed |= NEEDED_OF_COMPLAINANTS
        if self.wants_notices.data:
            needed["email"] = "请填写电子邮箱，提醒发到这里；不要提醒的，请取消勾选"
        missing = [(self[name], message) for name, message in needed.items() if not self[name].data]
        for field, message in missing:
            field.errors = [*field.errors, message]
        return not missing

    @property
    def identity(self) -> Identity:
        """The answer."""
        given = {name: self[name].data or "" for name in PERSONAL_FIELDS}
        return Identity(
            is_anonymous=self.is_anonymous,
            wants_notices=bool(self.wants_notices.data),
            keeps_identity_from_subject=bool(self.keeps_identity_from_subject.data),
            consents_to_publication=bool(self.consents_to_publication.data),
            **given,
        )


PERSONAL_FIELDS = ("name", "phone", "id_number", "address", "email")

NEEDED_OF_ALL = {
    "name": "请填写真实姓名",
    "phone": "请填写电话，承办部门用它核实情况",
}

NEEDED_OF_COMPLAINANTS = {
    "id_number": "请填写身份证件号码，投诉须核实身份",
    "address": "请填写联系地址，文书寄往这里",
}


class SubmitForm(FlaskForm):
    """Handing in what was checked. ``seen`` says which draft the page showed.

    ``website`` is a field that people do not see and that programs fill in.
    """

    seen = HiddenField()
    proof = HiddenField()
    website = StringField("防机器人用，请留空")
    by_platform = BooleanField("我觉得不该交给这个部门，请由平台分派")


def answers_of(form: FlaskForm) -> dict[str, Any]:
    """The data of a form without its token."""
    return {name: value for name, value in form.data.items() if name != "csrf_token"}


def _values(choices: Any) -> list[str]:
    return [choice.value for choice in choices]
