"""By what an auditor narrows the log."""

from app.kernel.audit import Result
from app.kernel.audit.search import EventFilters
from app.kernel.web.filtering import ChoiceFilter, DayFilter, FilterForm, RowField, TextFilter
from app.site.admin.audit_words import ACTIONS, OBJECTS, ROLES


class AuditFilterForm(FilterForm):
    """Time, person, act, object, result, request; and after which row the page begins."""

    first_day = DayFilter("起始日期", name="from")
    last_day = DayFilter("截止日期", name="to")
    actor = TextFilter("操作人姓名")
    role = ChoiceFilter("角色", ROLES.items())
    action = ChoiceFilter("动作", ACTIONS.items())
    kind = ChoiceFilter("对象种类", OBJECTS.items())
    number = TextFilter("对象编号", name="object")
    result = ChoiceFilter("结果", Result.choices())
    request = TextFilter("请求编号")
    before = RowField()

    @property
    def wanted(self) -> EventFilters:
        """What to show of the log."""
        chosen = {name: self[name].data for name in EventFilters.__dataclass_fields__}
        return EventFilters(**chosen)
