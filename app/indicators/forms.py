"""The filters of the list of promises."""

from app.core.filtering import ChoiceFilter, FilterForm, TextFilter
from app.indicators.rules import Part, Strand, TargetFilters, TargetState


class TargetFilterForm(FilterForm):
    """Narrows the list."""

    part = ChoiceFilter("部分", Part.choices())
    strand = ChoiceFilter("领域、战略或工程", Strand.choices())
    state = ChoiceFilter("结果", TargetState.choices())
    bureau = ChoiceFilter("负责单位")
    q = TextFilter("名称、编号或原文")

    def wanted(self) -> TargetFilters:
        """What the form asks of the list."""
        return TargetFilters(
            part=Part(self.part.data) if self.part.data else None,
            strand=Strand(self.strand.data) if self.strand.data else None,
            state=TargetState(self.state.data) if self.state.data else None,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            q=self.q.data,
        )
