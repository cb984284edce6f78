"""Forms of what is particular to a track: mediation, cases."""

from datetime import datetime
from typing import Any

from wtforms import TimeField
from wtforms.validators import InputRequired

from app.kernel.clock import CITY_ZONE
from app.matters.complaints.handling.forms.endings import EndingForm
from app.matters.complaints.matter.forms import CHOSEN, MatterReasonForm, MatterTextForm
from app.matters.complaints.matter.rules.outcomes import EndGround, NotFiledGround, SessionResult
from app.publishing.fields.inputs import Choice, Day, Prose, Words


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

    meets_on = Day("调解日期")
    meets_at = Hour("调解时间", validators=[InputRequired("请填写调解时间")])
    place = Words("调解地点", 200)

    def arguments(self) -> dict[str, Any]:
        """Day and time together, on the clocks of the city; where, and the words."""
        said = super().arguments()
        day, hour = said.pop("meets_on"), said.pop("meets_at")
        return said | {"meets_at": datetime.combine(day, hour, CITY_ZONE)}


class MediationSessionForm(MatterTextForm):
    """What came of a session."""

    held_on = Day("调解日期")
    result = Choice("调解情况", SessionResult.choices(), "请选择", validators=[CHOSEN])

    def arguments(self) -> dict[str, Any]:
        """What came of it, and when."""
        return super().arguments() | {"result": SessionResult(self.result.data)}


class MediationAgreementForm(EndingForm):
    """What both sides agreed on."""

    agreed_on = Day("达成协议的日期")
    terms = Prose("协议内容", 5000)


class EndMediationForm(EndingForm):
    """Ending a mediation, on a legal ground."""

    end_ground = Choice("终止调解的情形", EndGround.choices(), "请选择", validators=[CHOSEN])

    def arguments(self) -> dict[str, Any]:
        """The ground, and what is said of it."""
        return super().arguments() | {"end_ground": EndGround(self.end_ground.data)}


class FileCaseForm(MatterReasonForm):
    """Filing a case."""

    document_number = Words("立案审批文号", 80)


class DeclineCaseForm(FileCaseForm):
    """Filing none, on a ground."""

    not_filed = Choice("不予立案的情形", NotFiledGround.choices(), "请选择", validators=[CHOSEN])
    document_number = Words("不予立案审批文号", 80)

    def arguments(self) -> dict[str, Any]:
        """The ground, and by which paper it was decided."""
        return super().arguments() | {"not_filed": NotFiledGround(self.not_filed.data)}
