"""The filters of the list of penalties, and the form of a case."""

from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput

from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words, Yuan, paper_field
from app.records.cases.rules import (
    CaseData,
    CaseField,
    CaseFilters,
    CaseOrder,
    PenaltyKind,
    Severity,
)
from app.records.companies.forms import known_code
from app.records.companies.rules import PartyKind


class CaseFilterForm(FilterForm):
    """Narrows and sorts the list."""

    district = ChoiceFilter("县（市、区）")
    bureau = ChoiceFilter("处罚机关")
    field = ChoiceFilter("领域", CaseField.choices())
    severity = ChoiceFilter("失信程度", Severity.choices())
    year = ChoiceFilter("决定年度")
    q = TextFilter("名称、代码或文号")
    sort = SortField(*CaseOrder)

    def wanted(self) -> CaseFilters:
        """What the form asks of the list."""
        return CaseFilters(
            district=self.district.data,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            field=CaseField(self.field.data) if self.field.data else None,
            severity=Severity(self.severity.data) if self.severity.data else None,
            year=int(self.year.data) if self.year.data else None,
            q=self.q.data,
        )


class CaseForm(RecordForm):
    """A case as an editor writes it: the fields of 双公示."""

    title = Words("案件名称", 300)
    party_kind = Choice("行政相对人类别", PartyKind.choices())
    party_name = Words("行政相对人名称", 200, description="自然人的名字保存时自动隐去（张某某）")
    party_paper = paper_field()
    uscc = StringField("统一社会信用代码", [Optional(), known_code])
    legal_representative = Words("法定代表人", 50, optional=True)
    decision_number = Words("行政处罚决定书文号", 128, optional=True)
    violation = Words("违法行为类型", 2000)
    facts = Prose("违法事实", 10_000)
    basis = Prose("处罚依据", 2048)
    penalty_kinds = SelectMultipleField(
        "处罚类别",
        [InputRequired("请至少选择一个处罚类别")],
        choices=[SelectChoice(value, label) for value, label in PenaltyKind.choices()],
        option_widget=CheckboxInput(),
    )
    content = Prose("处罚内容", 4000)
    fine = Yuan("罚款金额（元）")
    confiscated = Yuan("没收金额（元）")
    licence = Words("暂扣或吊销证照名称及编号", 200, optional=True)
    decided_on = Day("处罚决定日期")
    valid_until = Day("处罚有效期", optional=True)
    publish_until = Day(
        "公示截止期", optional=True, description="不填则按失信程度和决定日期适用的规定计算"
    )
    deciding_body = Words("处罚机关", 200)
    field = Choice("领域", CaseField.choices())
    severity = Choice("失信程度", Severity.choices(), default=Severity.ORDINARY.value)
    district = Choice("县（市、区）", nothing="按企业登记地")
    execution = Words("执行情况", 500, optional=True)
    remark = Words("备注", 512, optional=True)

    def data_of_case(self) -> CaseData:
        """What the form says, as the service takes it."""
        return CaseData(
            title=self.title.data,
            party_name=self.party_name.data,
            uscc=self.uscc.data or None,
            legal_representative=self.legal_representative.data or None,
            decision_number=self.decision_number.data or None,
            violation=self.violation.data,
            facts=self.facts.data,
            basis=self.basis.data,
            content=self.content.data,
            licence=self.licence.data or None,
            decided_on=self.decided_on.data,
            valid_until=self.valid_until.data,
            publish_until=self.publish_until.data,
            deciding_body=self.deciding_body.data,
            execution=self.execution.data or None,
            remark=self.remark.data or None,
            party_kind=PartyKind(self.party_kind.data),
            penalty_kinds=list(self.penalty_kinds.data),
            fine_cents=self.fine.cents or 0,
            confiscated_cents=self.confiscated.cents or 0,
            field=CaseField(self.field.data),
            severity=Severity(self.severity.data),
            district_code=self.district.data or None,
        )
