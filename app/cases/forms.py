"""The filters of the list of penalties."""

from app.cases.rules import CaseField, CaseFilters, CaseOrder, Severity
from app.core.filtering import ChoiceFilter, FilterForm, SortField, TextFilter


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
