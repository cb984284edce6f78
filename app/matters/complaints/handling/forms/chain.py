"""The form by which a case is drafted from a report."""

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from app.matters.complaints.handling.rules import CaseWords
from app.publishing.fields.inputs import Choice, Prose, RecordForm, Words
from app.records.companies.forms import known_code
from app.records.companies.rules import PartyKind


class DraftCaseForm(RecordForm):
    """What is to be published of a case, as far as it is known; staff write it themselves."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    title = Words("案件名称", 300, description="由您概括，不要照抄举报人的话")
    party_kind = Choice("当事人类别", PartyKind.choices())
    party_name = Words("当事人名称", 200, description="自然人的名字保存时自动隐去（张某某）")
    uscc = StringField("统一社会信用代码", [Optional(), known_code])
    violation = Words("违法行为类型", 2000)
    facts = Prose("违法事实", 10_000, optional=True, description="核查认定的事实，由您写")

    def words(self) -> CaseWords:
        """What the form says, as the service takes it."""
        return CaseWords(
            title=self.title.data,
            party_name=self.party_name.data,
            party_kind=PartyKind(self.party_kind.data),
            uscc=self.uscc.data or "",
            violation=self.violation.data,
            facts=self.facts.data,
        )
