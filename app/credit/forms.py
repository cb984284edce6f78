"""The filters of the two lists."""

from app.core.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.credit.rules import CreditCategory, CreditFilters, CreditOrder, ListKind


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
