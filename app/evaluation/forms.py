"""Which year's figures, and which table to download."""

from app.core.filtering import ChoiceFilter, FilterForm

TABLES = [("bureaus", "各部门"), ("districts", "各县（市、区）"), ("cases", "行政处罚")]


class EvaluationForm(FilterForm):
    """The year, and the table of a download."""

    year = ChoiceFilter("年度")
    table = ChoiceFilter("数据表", TABLES)


class ScorecardForm(FilterForm):
    """The year of the decisions; of a download the table, and the body whose records it holds."""

    year = ChoiceFilter("年度")
    bureau = ChoiceFilter("部门")
    table = ChoiceFilter("数据表", [("figures", "各部门数字"), ("records", "逐条记录")])

    @property
    def bureau_id(self) -> int | None:
        """The body chosen, if one is."""
        return int(self.bureau.data) if self.bureau.data else None
