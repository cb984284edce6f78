"""Forms of what is particular to a track: mediation, cases."""

from datetime import datetime
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import RadioField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from app.kernel.clock import CITY_ZONE
from app.kernel.web.forms import as_choices, at_most, tidy
from app.matters.complaints.handling.forms.acts import EndingForm
from app.matters.complaints.handling.rules import CaseDraft
from app.matters.complaints.matter.forms import EnumChoice, MatterReasonForm, MatterTextForm
from app.matters.complaints.matter.rules.outcomes import EndGround, NotFiledGround, SessionResult
from app.people.acting.forms import ActForm, VersionedForm
from app.publishing.fields.inputs import DayInput, LineInput, ProseInput
from app.records.companies.rules import PartyKind
from app.records.companies.uscc import known_code


class Hour(TimeField):
    """A time of the day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent; says in words how a time is written."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(f"{self.label.text}请按“09:30”的样子填写") from error


class MediationInvitationForm(MatterTextForm):
    """An invitation of both sides."""

    meets_on = DayInput("调解日期")
    meets_at = Hour("调解时间", validators=[InputRequired("请填写调解时间")])
    place = LineInput("调解地点", 200)

    def arguments(self) -> dict[str, Any]:
        """Day and time together, on the clocks of the city; where, and the words."""
        arguments = super().arguments()
        day, hour = arguments.pop("meets_on"), arguments.pop("meets_at")
        return arguments | {"meets_at": datetime.combine(day, hour, CITY_ZONE)}


class MediationSessionForm(MatterTextForm):
    """What came of a session."""

    held_on = DayInput("调解日期")
    result = EnumChoice("调解情况", SessionResult)


class MediationAgreementForm(EndingForm):
    """What both sides agreed on."""

    agreed_on = DayInput("达成协议的日期")
    terms = ProseInput("协议内容", 5000)


class EndMediationForm(EndingForm):
    """Ending a mediation, on a legal ground (总局令121号 Art. 23)."""

    end_ground = EnumChoice("终止调解的情形", EndGround)


class FileCaseForm(MatterReasonForm):
    """Filing a case (行政处罚程序规定 Art. 18)."""

    document_number = LineInput("立案审批文号", 80)


class DeclineCaseForm(FileCaseForm):
    """Filing none, on a ground (行政处罚程序规定 Art. 19, 20)."""

    not_filed = EnumChoice("不予立案的情形", NotFiledGround)
    document_number = LineInput("不予立案审批文号", 80)


LEAST = 5
"""Characters of what was found, or of a reason, at least."""


class ClosingItemForm(ActForm):
    """What was found and done, with files."""

    text = TextAreaField(
        "查证情况",
        filters=[tidy],
        validators=[
            InputRequired("请写明查证情况"),
            Length(LEAST, 2000, f"查证情况应为 {LEAST} 至 2000 字"),
        ],
    )
    files = MultipleFileField("证据文件")

    def arguments(self) -> dict[str, Any]:
        """The words, and the files."""
        return super().arguments() | {"files": self.files.data or []}


class WaiverForm(ActForm):
    """Why an item shall be let go."""

    reason = TextAreaField(
        "申请免予的理由",
        filters=[tidy],
        validators=[
            InputRequired("请写明申请免予的理由"),
            Length(LEAST, 1000, f"理由应为 {LEAST} 至 1000 字"),
        ],
    )


class WaiverAnswerForm(ActForm):
    """Whether it is."""

    is_granted = RadioField(
        "批准免予吗？",
        choices=as_choices([("yes", "批准"), ("no", "不同意")]),
        validators=[InputRequired("请选择批准或者不同意")],
    )
    reason = TextAreaField("意见", filters=[tidy], validators=[at_most(1000)])

    def arguments(self) -> dict[str, Any]:
        """Whether it is, and words."""
        return {"is_granted": self.is_granted.data == "yes", "reason": self.reason.data}


class DraftCaseForm(VersionedForm):
    """What is to be published of a case, as far as it is known; staff write it themselves."""

    title = LineInput("案件名称", 300, description="由您概括，不要照抄举报人的话")
    party_kind = EnumChoice("当事人类别", PartyKind, missing="", nothing="")
    party_name = LineInput("当事人名称", 200, description="自然人的名字保存时自动隐去（张某某）")
    uscc = StringField("统一社会信用代码", [Optional(), known_code])
    violation = LineInput("违法行为类型", 2000)
    facts = ProseInput("违法事实", 10_000, optional=True, description="核查认定的事实，由您写")

    def offer(self, thing: Any) -> None:
        """Fill in what our own records know of the company that the report is about."""
        company = thing.submission.company
        if company and self.party_name.raw_data is None:
            self.party_name.data, self.uscc.data = company.name, company.uscc

    def arguments(self) -> dict[str, Any]:
        """The draft, in one."""
        arguments = super().arguments()
        return {"draft": CaseDraft(**arguments | {"uscc": arguments["uscc"] or None})}
