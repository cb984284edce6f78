"""The filters of the list of inspections, and the form of one."""

from typing import Any

from wtforms import StringField
from wtforms.validators import Optional

from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words, paper_field
from app.records.companies.forms import known_code
from app.records.companies.rules import PartyKind
from app.records.inspections.rules import (
    ELSEWHERE,
    SEPARATOR,
    CheckResult,
    InspectionData,
    InspectionFilters,
    InspectionKind,
    InspectionLevel,
    InspectionOrder,
    ProductGroup,
    parts,
)

YES_NO = [("yes", "是"), ("no", "否")]
LOCAL = {"yes": True, "no": False}
TYPED = (
    *("product", "specification", "batch_number", "maker_name", "uscc", "seller_name"),
    *("laboratory", "sampled_on", "announced_on", "announcement", "inspecting_body", "remark"),
    "publish_until",
)
"""Fields that mean what was typed into them, and nothing when that is nothing."""
LISTS = ("failing_items", "measured", "limits")
"""Fields of several items, one a line or with signs between them."""


class InspectionFilterForm(FilterForm):
    """Narrows and sorts the list."""

    result = ChoiceFilter("检验结果", CheckResult.choices())
    product_group = ChoiceFilter("产品类别", ProductGroup.choices())
    kind = ChoiceFilter("检查方式", InspectionKind.choices())
    level = ChoiceFilter("任务级别", InspectionLevel.choices())
    local = ChoiceFilter("本地生产", YES_NO)
    district = ChoiceFilter("抽样地")
    bureau = ChoiceFilter("组织部门")
    year = ChoiceFilter("发布年度")
    q = TextFilter("产品、企业或项目")
    sort = SortField(*InspectionOrder)

    def wanted(self) -> InspectionFilters:
        """What the form asks of the list."""
        return InspectionFilters(
            kind=InspectionKind(self.kind.data) if self.kind.data else None,
            level=InspectionLevel(self.level.data) if self.level.data else None,
            product_group=ProductGroup(self.product_group.data)
            if self.product_group.data
            else None,
            result=CheckResult(self.result.data) if self.result.data else None,
            is_local=LOCAL.get(self.local.data),
            district=self.district.data,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            year=int(self.year.data) if self.year.data else None,
            q=self.q.data,
        )


class InspectionForm(RecordForm):
    """An inspected batch as an editor writes it."""

    kind = Choice("检查方式", InspectionKind.choices())
    level = Choice("任务级别", InspectionLevel.choices())
    product_group = Choice("产品类别", ProductGroup.choices())
    product = Words("产品名称", 200)
    specification = Words("规格型号", 200, optional=True)
    batch_number = Words("生产日期或批号", 128, optional=True)
    maker_kind = Choice("生产者类别", PartyKind.choices())
    maker_name = Words("标称生产者", 200, description="自然人的名字保存时自动隐去（张某某）")
    party_paper = paper_field()
    uscc = StringField("统一社会信用代码", [Optional(), known_code])
    local = Choice("本地生产", YES_NO, nothing="按企业登记地")
    seller_name = Words("被抽样单位", 200, optional=True)
    district = Choice("抽样地", nothing=ELSEWHERE[1])
    result = Choice("检验结果", CheckResult.choices())
    failing_items = Prose(
        "不合格项目", 2000, optional=True, description="合格的不填。有几项的，每项一行"
    )
    measured = Prose(
        "实测值", 2000, optional=True, description="带单位；有几项的，每项一行，次序与上面相同"
    )
    limits = Prose("标准值", 2000, optional=True, description="写法同上，可以注明标准号")
    laboratory = Words("检验机构", 200, description="巡查、飞行检查没有送检的，填检查单位")
    sampled_on = Day("抽样日期")
    announced_on = Day("发布日期")
    announcement = Words("通报名称或文号", 200, optional=True)
    inspecting_body = Words("组织部门", 200)
    publish_until = Day("公示至", optional=True, description="不填为长期公示")
    remark = Words("备注", 512, optional=True)

    def data_of_inspection(self) -> InspectionData:
        """What the form says, as the service takes it."""
        typed: dict[str, Any] = {name: self[name].data or None for name in TYPED}
        listed: dict[str, Any] = {name: _listed(self[name].data) for name in LISTS}
        return InspectionData(
            **typed,
            **listed,
            kind=InspectionKind(self.kind.data),
            level=InspectionLevel(self.level.data),
            product_group=ProductGroup(self.product_group.data),
            maker_kind=PartyKind(self.maker_kind.data),
            is_local=LOCAL.get(self.local.data),
            result=CheckResult(self.result.data),
            district_code=self.district.data or None,
        )


def _listed(text: str | None) -> str | None:
    return SEPARATOR.join(parts((text or "").replace("\n", SEPARATOR).replace("\r", ""))) or None
