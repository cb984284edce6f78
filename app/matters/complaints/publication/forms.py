"""The filters of the public list."""

from app.kernel.web.filtering import ChoiceFilter, FilterForm
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind


class ClosedFilter(FilterForm):
    """What closed matters can be narrowed by."""

    kind = ChoiceFilter("类型", ComplaintKind.choices())
    category = ChoiceFilter("类别")
    district = ChoiceFilter("县（市、区）")
    bureau = ChoiceFilter("承办部门")
    outcome = ChoiceFilter("办理结果", MatterOutcome.choices())
    year = ChoiceFilter("办结年度")
