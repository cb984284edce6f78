"""The filters of the list of honours, and the form of an honour."""

from typing import Any

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words, paper_field
from app.records.companies.forms import known_code, known_number
from app.records.companies.rules import PartyKind
from app.records.honours.rules import (
    HonourData,
    HonourFilters,
    HonourGrade,
    HonourKind,
    HonourOrder,
)

TYPED = (
    *("subject", "uscc", "registration_number", "document_number"),
    *("valid_from", "valid_until"),
)
"""Fields that mean what was typed into them, and nothing when that is nothing."""


class HonourFilterForm(FilterForm):
    """Narrows and sorts the list."""

    kind = ChoiceFilter("荣誉种类")
    grade = ChoiceFilter("级别")
    district = ChoiceFilter("县（市、区）")
    grantor = ChoiceFilter("授予机关")
    year = ChoiceFilter("年度")
    q = TextFilter("名称或文号")
    sort = SortField(*HonourOrder)

    def wanted(self) -> HonourFilters:
        """What the form asks of the list."""
        return HonourFilters(
            kind=HonourKind(self.kind.data) if self.kind.data else None,
            grade=HonourGrade(self.grade.data) if self.grade.data else None,
            district=self.district.data,
            grantor=self.grantor.data,
            year=int(self.year.data) if self.year.data else None,
            q=self.q.data,
        )


class HonourForm(RecordForm):
    """An honour as an editor writes it."""

    kind = Choice("荣誉种类", HonourKind.choices())
    grade = Choice("级别", HonourGrade.choices())
    title = Words("荣誉名称", 200, description="按授予文件的全称，如：浙江省人民政府质量奖")
    subject = Words(
        "产品或项目", 200, optional=True, description="名牌填产品、服务，优质工程奖填工程，必填"
    )
    party_kind = Choice("获得者类别", PartyKind.choices())
    party_name = Words("获得者", 200, description="自然人的名字保存时自动隐去（张某某）")
    party_paper = paper_field()
    uscc = StringField("统一社会信用代码", [Optional(), known_code])
    registration_number = StringField("工商注册号", [Optional(), known_number])
    grantor = Words("授予机关", 100)
    document_number = Words("授予文号", 128, optional=True)
    granted_on = Day("授予日期")
    year = IntegerField(
        "年度", [InputRequired("请填写年度"), NumberRange(1949, 2100, "年度应为四位数字的年份")]
    )
    valid_from = Day("有效期自", optional=True)
    valid_until = Day("有效期至", optional=True, description="不填为长期有效；期满次日起不再公示")
    merits = Prose("说明", 5000, optional=True)
    district = Choice("县（市、区）", nothing="按企业登记地")

    def data_of_honour(self) -> HonourData:
        """What the form says, as the service takes it."""
        typed: dict[str, Any] = {name: self[name].data or None for name in TYPED}
        return HonourData(
            **typed,
            kind=HonourKind(self.kind.data),
            grade=HonourGrade(self.grade.data),
            title=self.title.data,
            party_kind=PartyKind(self.party_kind.data),
            party_name=self.party_name.data,
            grantor=self.grantor.data,
            granted_on=self.granted_on.data,
            year=self.year.data,
            merits=self.merits.data,
            district_code=self.district.data or None,
        )
