"""The form by which staff register what somebody told them: all questions on one page."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.kernel import clock
from app.kernel.web.form_checks import (
    as_choices,
    at_most,
    check_email,
    check_phone,
    tidy,
    tidy_code,
)
from app.matters.complaints.intake.forms.checks import check_id_number
from app.matters.complaints.intake.forms.questions import (
    BOTH,
    NEEDED_OF_ALL,
    NEEDED_OF_COMPLAINANTS,
    SubjectForm,
)
from app.matters.complaints.intake.rules import Arrival, arrival_problem
from app.matters.complaints.matter.answers import (
    FIXED_CATEGORY,
    ComplaintAnswers,
    Facts,
    Identity,
    Subject,
    SubjectKind,
)
from app.matters.complaints.matter.rules.entries import Channel
from app.matters.complaints.matter.rules.states import ComplaintKind

Choices = list[tuple[str, str]]


PERSONAL = {
    "name": "reporter_name",
    "phone": "phone",
    "id_number": "id_number",
    "address": "reporter_address",
    "email": "email",
}
"""Where the form asks for each part of an identity."""

FACTS = ("title", "narrative", "happened", "district", "place", "demand")

NOON = time(12)


class RegistrationForm(SubjectForm):
    """By what way it came and when, what was told, about whom, and by whom."""

    channel = RadioField(
        "收到方式",
        choices=as_choices(Channel.choices()),
        validators=[InputRequired("请选择是怎样收到的")],
    )
    received_on = DateField("收到日期", validators=[InputRequired("请填写实际收到的日期")])
    received_time = TimeField("收到时间", validators=[Optional()])
    kind = RadioField(
        "登记为",
        choices=as_choices([*ComplaintKind.choices(), (BOTH, "投诉和举报，分别办理")]),
        validators=[InputRequired("请选择投诉、举报，或者两者都登记")],
    )
    company = RadioField("是下面哪一家？", choices=[], validate_choice=False)
    category = SelectField("问题类别", choices=[])
    title = StringField(
        "一句话概括", filters=[tidy], validators=[InputRequired("请用一句话概括"), at_most(40)]
    )
    narrative = TextAreaField(
        "经过",
        filters=[tidy],
        validators=[
            InputRequired("请记下反映人说的经过"),
            Length(min=10, max=5000, message="经过请写 10 到 5000 字，现在太短或太长"),
        ],
    )
    happened = StringField(
        "发生时间",
        filters=[tidy],
        validators=[InputRequired("请填写发生的时间，可以是大概"), at_most(100)],
    )
    district = SelectField("县（市、区）", choices=[])
    place = StringField(
        "地点", filters=[tidy], validators=[InputRequired("请填写地点"), at_most(200)]
    )
    demand = StringField("请求", filters=[tidy], validators=[at_most(200)])
    anonymity = RadioField(
        "反映人的身份",
        choices=as_choices([("named", "实名"), ("anonymous", "匿名，不记任何个人信息")]),
        validators=[InputRequired("请选择实名还是匿名")],
    )
    reporter_name = StringField("姓名", filters=[tidy], validators=[at_most(40)])
    phone = StringField("电话", filters=[tidy_code], validators=[check_phone])
    id_number = StringField("身份证件号码", filters=[tidy_code], validators=[check_id_number])
    reporter_address = StringField("联系地址", filters=[tidy], validators=[at_most(200)])
    email = StringField("电子邮箱", filters=[tidy], validators=[check_email, at_most(254)])
    keeps_identity_from_subject = BooleanField("要求对被反映方保密身份")
    consents_to_publication = BooleanField("同意办结后公开处理结果")

    def offer_places(self, *, categories: Choices, districts: Choices) -> None:
        """What the selects of category and district offer."""
        self.category.choices = as_choices([("", "请选择"), *categories])
        self.district.choices = as_choices([("", "不清楚"), *districts])

    def offer_companies(self, companies: Choices) -> None:
        """The companies that the name may mean, and the way past them."""
        none = [("none", "都不是，按填写的登记")] if companies else []
        self.company.choices = as_choices([*companies, *none])

    def validate_received_time(self, _field: Field) -> None:
        """Received in the past, and not long ago."""
        if self.received_on.data and (problem := arrival_problem(self.arrived_at, clock.now())):
            raise ValidationError(problem)

    def validate_category(self, field: Field) -> None:
        """Asked for unless whom it is about says it."""
        if not field.data and self.who.data and SubjectKind(self.who.data) not in FIXED_CATEGORY:
            raise ValidationError("请选择问题类别，说不准的选“其他”里的“不清楚”")

    def validate_demand(self, field: Field) -> None:
        """A complaint asks for something (总局令121号)."""
        if self.is_complaint and not field.data:
            raise ValidationError("投诉请写明请求，例如退款、换货、修理、赔偿")

    def validate_anonymity(self, field: Field) -> None:
        """A complaint needs a true identity."""
        if self.is_complaint and field.data == "anonymous":
            raise ValidationError("投诉须提供真实身份；不愿留名的，只能登记为举报")

    def validate(self, extra_validators: Any = None) -> bool:
        """Who is anonymous gives nothing, so nothing of it can be wrong or kept."""
        if self.is_anonymous:
            for name in PERSONAL.values():
                self[name].data = ""
        sound: bool = super().validate(extra_validators)
        missing = [] if self.is_anonymous else list(self._missing())
        for field, message in missing:
            field.errors = [*field.errors, message]
        return sound and not missing

    def _missing(self) -> Iterator[tuple[Field, str]]:
        needed = NEEDED_OF_ALL | (NEEDED_OF_COMPLAINANTS if self.is_complaint else {})
        for name, message in needed.items():
            if not self[PERSONAL[name]].data:
                yield self[PERSONAL[name]], message

    @property
    def kinds(self) -> tuple[ComplaintKind, ...]:
        """The tracks that are to be opened."""
        return tuple(ComplaintKind) if self.kind.data == BOTH else (ComplaintKind(self.kind.data),)

    @property
    def is_complaint(self) -> bool:
        """Whether a 投诉 is among them."""
        return self.kind.data in {BOTH, ComplaintKind.COMPLAINT.value}

    @property
    def is_anonymous(self) -> bool:
        """Whether nothing about the person is to be kept."""
        return bool(self.anonymity.data == "anonymous")

    @property
    def arrived_at(self) -> datetime:
        """The moment of receipt; noon where only the day is known, or now when that is to come."""
        given = self.received_time.data
        at = datetime.combine(self.received_on.data, given or NOON, clock.CITY_ZONE)
        is_today = self.received_on.data == clock.today()
        return clock.now() if given is None and is_today and at > clock.now() else at

    @property
    def arrival(self) -> Arrival:
        """By what way and when it came."""
        return Arrival(Channel(self.channel.data), self.arrived_at)

    def answers(self, subject: Subject) -> ComplaintAnswers:
        """What was told, as the public form would have kept it."""
        facts = {name: self[name].data or "" for name in FACTS}
        if not self.is_complaint:
            facts["demand"] = ""
        personal: dict[str, Any] = {part: self[name].data or "" for part, name in PERSONAL.items()}
        return ComplaintAnswers(
            kinds=self.kinds,
            subject=subject,
            category=self.category.data or "",
            facts=Facts(**facts),
            saw_evidence=True,
            identity=Identity(
                is_anonymous=self.is_anonymous,
                keeps_identity_from_subject=bool(self.keeps_identity_from_subject.data),
                consents_to_publication=bool(self.consents_to_publication.data),
                **personal,
            ),
        )


def written_before(answers: ComplaintAnswers, arrival: Arrival) -> dict[str, Any]:
    """What the form showed when these answers were given."""
    subject, facts, identity = answers.subject, answers.facts, answers.identity
    if subject is None or facts is None or identity is None:
        return {}
    received_at = arrival.received_at.astimezone(clock.CITY_ZONE)
    return {
        **vars(subject),
        **vars(facts),
        **{name: getattr(identity, part) for part, name in PERSONAL.items()},
        "channel": arrival.channel.value,
        "received_on": received_at.date(),
        "received_time": received_at.time().replace(second=0, microsecond=0),
        "kind": BOTH if len(answers.kinds) > 1 else answers.kinds[0].value,
        "category": answers.category,
        "anonymity": "anonymous" if identity.is_anonymous else "named",
        "keeps_identity_from_subject": identity.keeps_identity_from_subject,
        "consents_to_publication": identity.consents_to_publication,
    }


class RegisterForm(FlaskForm):
    """Registering what was checked, with files. ``seen`` says which draft the page showed."""

    seen = HiddenField()
    files = MultipleFileField("来信扫描件、照片等")
