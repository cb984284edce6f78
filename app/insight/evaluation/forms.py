"""Which year's figures, and which table to download."""

from app.insight.evaluation.rules import Dimension, DistrictMeasure
from app.kernel.web.filtering import ChoiceFilter, FilterForm
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.publishing.fields.types import Flag
from app.records.inspections.rules import InspectionLevel

TABLES = [
    ("bureaus", "各部门"),
    ("districts", "各县（市、区）"),
    ("returns", "各部门退回"),
    ("cases", "行政处罚"),
]

MEASURES = [
    ("handled_in_time", "按期办结"),
    ("accepted_in_time", "按期决定是否受理"),
    ("solved", "认为已解决"),
]


class EvaluationForm(FilterForm):
    """The year, and the table of a download."""

    year = ChoiceFilter("年度")
    table = ChoiceFilter("数据表", TABLES)


class HandlingForm(FilterForm):
    """Along which dimension, of which year, of which track."""

    by = ChoiceFilter("分", Dimension.choices())
    year = ChoiceFilter("年度")
    kind = ChoiceFilter("类型", ComplaintKind.choices())

    @property
    def dimension(self) -> Dimension:
        """Bodies, unless another is chosen."""
        return Dimension(self.by.data) if self.by.data else Dimension.BUREAU

    @property
    def track(self) -> ComplaintKind | None:
        """Both, unless one is chosen."""
        return ComplaintKind(self.kind.data) if self.kind.data else None


class DistrictsForm(FilterForm):
    """The measure, and the year that stands beside the one before."""

    of = ChoiceFilter("指标", DistrictMeasure.choices())
    year = ChoiceFilter("年度")

    @property
    def measure(self) -> DistrictMeasure:
        """What ended in time, unless another is chosen."""
        return DistrictMeasure(self.of.data) if self.of.data else DistrictMeasure.RATE


class ScorecardForm(FilterForm):
    """The year of the decisions; of a download the table, and the body whose records it holds."""

    year = ChoiceFilter("年度")
    bureau = ChoiceFilter("部门")
    table = ChoiceFilter("数据表", [("figures", "各部门数字"), ("records", "逐条记录")])

    @property
    def bureau_id(self) -> int | None:
        """The body chosen, if one is."""
        return int(self.bureau.data) if self.bureau.data else None


class RowsForm(FilterForm):
    """Of which measure, and of which year, the rows are wanted."""

    of = ChoiceFilter("指标", MEASURES)
    year = ChoiceFilter("年度")


class PassRateForm(FilterForm):
    """The year of the tables, whose plan, and whether only what was made in the city counts."""

    year = ChoiceFilter("发布年度")
    level = ChoiceFilter("任务级别", InspectionLevel.choices())
    local = ChoiceFilter("本地生产", Flag.WORDS)

    @property
    def chosen_level(self) -> InspectionLevel | None:
        """All levels, unless one is chosen."""
        return InspectionLevel(self.level.data) if self.level.data else None

    @property
    def is_local(self) -> bool | None:
        """Wherever it was made, unless that is chosen."""
        return Flag.ANSWERS.get(self.local.data)
