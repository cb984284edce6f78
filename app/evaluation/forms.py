"""Which year's figures, and which table to download."""

from app.core.filtering import ChoiceFilter, FilterForm

TABLES = [("bureaus", "各部门"), ("districts", "各县（市、区）"), ("cases", "行政处罚")]


class EvaluationForm(FilterForm):
    """The year, and the table of a download."""

    year = ChoiceFilter("年度")
    table = ChoiceFilter("数据表", TABLES)
