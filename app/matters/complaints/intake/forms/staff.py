"""What staff fill in: a report as somebody told it, on one page; and what is merged with what."""

from collections.abc import Mapping
from datetime import datetime, time
from types import MappingProxyType
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel import clock
from app.kernel.web.forms import as_choices
from app.matters.complaints.intake.forms.questions import (
    BOTH,
    Choices,
    ComplaintKindForm,
    FactsForm,
    IdentityForm,
    NotConductForm,
    SubjectForm,
    account,
    kind_of,
    line,
)
from app.matters.complaints.intake.rules import Arrival, arrival_problem
from app.matters.complaints.matter.answers import (
    FIXED_CATEGORY,
    ComplaintAnswers,
    Subject,
)
from app.matters.complaints.matter.forms import MatterActForm
from app.matters.complaints.matter.rules.entries import Channel
from app.matters.complaints.matter.rules.states import ComplaintKind

NOON = time(12)


class RegistrationForm(SubjectForm, ComplaintKindForm, FactsForm, IdentityForm, NotConductForm):
    """By what way it came and when, what was told, about whom, and by whom."""

    personal: ClassVar[Mapping[str, str]] = MappingProxyType(
        {**IdentityForm.personal, "name": "reporter_name", "address": "reporter_address"}
    )

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
    title = line("一句话概括", 40, "请用一句话概括")
    narrative = account("请记下反映人说的经过")
    happened = line("发生时间", 100, "请填写发生的时间，可以是大概")
    place = line("地点", 200, "请填写地点")
    demand = line("请求", 200)
    anonymity = RadioField(
        "反映人的身份",
        choices=as_choices([("named", "实名"), ("anonymous", "匿名，不记任何个人信息")]),
        validators=[InputRequired("请选择实名还是匿名")],
    )
    reporter_name = line("姓名", 40)
    reporter_address = line("联系地址", 200)
    wants_notices = None
    keeps_identity_from_subject = BooleanField("要求对被反映方保密身份")
    consents_to_publication = BooleanField("同意办结后公开处理结果")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_complaint = self.kind.data in {BOTH, ComplaintKind.COMPLAINT.value}

    def offer_categories(self, categories: Choices) -> None:
        """What the select offers."""
        self.category.choices = as_choices([("", "请选择"), *categories])

    def offer_companies(self, companies: Choices) -> None:
        """The companies that the name may mean, and the way past them."""
        none = [("none", "都不是，按填写的登记")] if companies else []
        self.company.choices = as_choices([*companies, *none])

    def validate_received_time(self, _field: Field) -> None:
        """Received in the past, and not over 365 days ago."""
        if self.received_on.data and (problem := arrival_problem(self.arrived_at, clock.now())):
            raise ValidationError(problem)

    def validate_category(self, field: Field) -> None:
        """Asked for unless whom it is about says it."""
        if not field.data and self.who.data and self.who.data not in FIXED_CATEGORY:
            raise ValidationError("请选择问题类别，说不准的选“其他”里的“不清楚”")

    def validate_anonymity(self, field: Field) -> None:
        """A complaint needs a true identity (总局令121号 Art. 10)."""
        if self.is_complaint and field.data == "anonymous":
            raise ValidationError("投诉须提供真实身份；不愿留名的，只能登记为举报")

    @property
    def must_name(self) -> bool:
        """On one page with the choice: unless it is to be anonymous."""
        return not self.is_anonymous

    @property
    def arrived_at(self) -> datetime:
        """Moment of receipt: the city's noon where only the day is known, now if noon is ahead."""
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
        return ComplaintAnswers(
            kinds=self.kinds,
            subject=subject,
            category=self.category.data or "",
            facts=self.facts,
            saw_evidence=True,
            identity=self.identity,
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
        **{name: getattr(identity, part) for part, name in RegistrationForm.personal.items()},
        "channel": arrival.channel.value,
        "received_on": received_at.date(),
        "received_time": received_at.time().replace(second=0, microsecond=0),
        "kind": kind_of(answers),
        "category": answers.category,
        "anonymity": "anonymous" if identity.is_anonymous else "named",
        "keeps_identity_from_subject": identity.keeps_identity_from_subject,
        "consents_to_publication": identity.consents_to_publication,
    }


class RegistrationCheckForm(FlaskForm):
    """Registering what was checked, with files. ``seen`` says which draft the page showed."""

    seen = HiddenField()
    files = MultipleFileField("来信扫描件、照片等")


class MergeForm(MatterActForm):
    """Which matters are to be handled together with this one."""

    others = SelectMultipleField(
        "类似事项",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired("请先勾选要并案的事项。")],
    )

    def offer(self, thing: Any) -> None:
        """Set the open matters like it to choose from, by number."""
        super().offer(thing)
        self.others.choices = as_choices(
            (one.number, f"{one.number}，{one.submission.title}") for one in thing.alike
        )
