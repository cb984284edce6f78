"""The filters of the list of licences, and the form of a licence."""

from typing import Any

from wtforms import StringField
from wtforms.validators import Optional

from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words, paper_field
from app.records.companies.forms import known_code, known_number
from app.records.companies.rules import PartyKind
from app.records.licences.rules import (
    LicenceData,
    LicenceFilters,
    LicenceKind,
    LicenceOrder,
    LicenceState,
)

TYPED = (
    *("party_name", "uscc", "registration_number", "organisation_code", "tax_number"),
    *("institution_number", "society_number", "legal_representative", "document_name"),
    *("decision_number", "certificate_name", "licence_number", "decided_on", "valid_from"),
    *("valid_until", "deciding_body", "deciding_body_code", "remark"),
)
"""Fields that mean what was typed into them, and nothing when that is nothing."""


class LicenceFilterForm(FilterForm):
    """Narrows and sorts the list."""

    district = ChoiceFilter("县（市、区）")
    bureau = ChoiceFilter("许可机关")
    kind = ChoiceFilter("许可类别", LicenceKind.choices())
    year = ChoiceFilter("决定年度")
    q = TextFilter("名称、代码或编号")
    sort = SortField(*LicenceOrder)

    def wanted(self) -> LicenceFilters:
        """What the form asks of the list."""
        return LicenceFilters(
            district=self.district.data,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            kind=LicenceKind(self.kind.data) if self.kind.data else None,
            year=int(self.year.data) if self.year.data else None,
            q=self.q.data,
        )


class LicenceForm(RecordForm):
    """A licence as an editor writes it: the fields of 双公示 that may be public."""

    party_kind = Choice("行政相对人类别", PartyKind.choices())
    party_name = Words("行政相对人名称", 200, description="自然人的名字保存时自动隐去（张某某）")
    party_paper = paper_field()
    uscc = StringField("统一社会信用代码", [Optional(), known_code])
    registration_number = StringField("工商注册号", [Optional(), known_number])
    organisation_code = Words("组织机构代码", 9, optional=True)
    tax_number = Words("税务登记号", 20, optional=True)
    institution_number = Words("事业单位证书号", 12, optional=True)
    society_number = Words("社会组织登记证号", 50, optional=True)
    legal_representative = Words("法定代表人", 50, optional=True)
    document_name = Words("行政许可决定文书名称", 200, optional=True)
    decision_number = Words("行政许可决定文书号", 128, optional=True)
    kind = Choice("许可类别", LicenceKind.choices())
    certificate_name = Words("许可证书名称", 200, optional=True)
    licence_number = Words("许可编号", 128, optional=True)
    content = Prose("许可内容", 4000)
    decided_on = Day("许可决定日期")
    valid_from = Day("有效期自", optional=True)
    valid_until = Day("有效期至", optional=True, description="不填为长期有效；期满次日起不再公示")
    deciding_body = Words("许可机关", 200)
    deciding_body_code = StringField("许可机关统一社会信用代码", [Optional(), known_code])
    state = Choice(
        "当前状态", [one for one in LicenceState.choices() if one[0] != LicenceState.INVALID.value]
    )
    district = Choice("县（市、区）", nothing="按企业登记地")
    remark = Words("备注", 512, optional=True)

    def data_of_licence(self) -> LicenceData:
        """What the form says, as the service takes it."""
        typed: dict[str, Any] = {name: self[name].data or None for name in TYPED}
        return LicenceData(
            **typed,
            party_kind=PartyKind(self.party_kind.data),
            kind=LicenceKind(self.kind.data),
            content=self.content.data,
            state=LicenceState(self.state.data),
            district_code=self.district.data or None,
        )
