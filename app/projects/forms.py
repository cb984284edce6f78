"""The filters of the list of projects."""

from app.core.filtering import ChoiceFilter, FilterForm, SortField, TextFilter
from app.projects.rules import ProjectField, ProjectFilters, ProjectOrder, ProjectProgress


class ProjectFilterForm(FilterForm):
    """Narrows and sorts the list."""

    field = ChoiceFilter("领域", ProjectField.choices())
    bureau = ChoiceFilter("牵头单位")
    district = ChoiceFilter("县（市、区）")
    year = ChoiceFilter("年度")
    progress = ChoiceFilter("进展", ProjectProgress.choices())
    q = TextFilter("名称或编号")
    sort = SortField(*ProjectOrder)

    def wanted(self) -> ProjectFilters:
        """What the form asks of the list."""
        return ProjectFilters(
            field=ProjectField(self.field.data) if self.field.data else None,
            district=self.district.data,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            year=int(self.year.data) if self.year.data else None,
            progress=ProjectProgress(self.progress.data) if self.progress.data else None,
            q=self.q.data,
        )
