"""The filters of the two lists, and the form of an entry."""

from wtforms import Field
from wtforms.validators import ValidationError

from app.kernel.web.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words
from app.records.credit.rules import (
    CreditCategory,
    CreditFilters,
    CreditOrder,
    EntryData,
    ListKind,
    categories,
)


class CreditFilterForm(FilterForm):
    """Narrows and sorts a list."""

    district = ChoiceFilter("县（市、区）")
    bureau = ChoiceFilter("认定部门")
    category = ChoiceFilter("列入事由")
    year = ChoiceFilter("列入年度")
    q = TextFilter("名称、代码或文号")
    sort = SortField(*CreditOrder)

    def wanted(self, kind: ListKind) -> CreditFilters:
        """What the form asks of a list."""
        return CreditFilters(
            list=kind,
            district=self.district.data,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            category=CreditCategory(self.category.data) if self.category.data else None,
            year=int(self.year.data) if self.year.data else None,
            q=self.q.data,
        )


class EntryForm(RecordForm):
    """An entry as an editor writes it."""

    code = Words("企业的统一社会信用代码或旧注册号", 18)
    list = Choice("名单", ListKind.choices())
    category = Choice("类别", CreditCategory.choices())
    title = Words("列入事由或荣誉名称", 200)
    reason = Prose("事实与说明", 5000, optional=True)
    basis = Words("依据", 500, optional=True)
    deciding_body = Words("认定部门", 100)
    document_number = Words("文书号", 128, optional=True)
    decided_on = Day("列入日期")
    publish_until = Day("公示至", optional=True, description="不填为长期公示")
    district = Choice("县（市、区）", nothing="按企业登记地")

    def validate_category(self, field: Field) -> None:
        """An honour is no ground for the black list."""
        if self.list.data == ListKind.BLACK.value and field.data not in dict(
            categories(ListKind.BLACK)
        ):
            raise ValidationError("这是荣誉，不能作黑名单的类别，请改选列入事由所属的领域")

    def data_of_entry(self) -> EntryData:
        """What the form says, as the service takes it."""
        return EntryData(
            list=ListKind(self.list.data),
            category=CreditCategory(self.category.data),
            title=self.title.data,
            reason=self.reason.data,
            basis=self.basis.data,
            deciding_body=self.deciding_body.data,
            document_number=self.document_number.data or None,
            decided_on=self.decided_on.data,
            publish_until=self.publish_until.data,
            district_code=self.district.data or None,
        )
