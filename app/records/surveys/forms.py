"""The filters of the list of results, and the form of a result."""

from typing import Any

from wtforms import DecimalField, IntegerField, StringField
from wtforms.validators import URL, InputRequired, Length, NumberRange, Optional

from app.kernel.web.filtering import ChoiceFilter, FilterForm, TextFilter
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words
from app.records.surveys.rules import ResultKind, SurveyData, SurveyFilters

MOST_PEOPLE = 100_000_000
MOST_POINTS = 1000
TYPED = (
    "title",
    "question",
    "period",
    "surveying_body",
    "contractor",
    "method",
    "sample_size",
    "population",
    "satisfied",
    "mean",
    "deviation",
    "top",
    "document",
    "document_on",
    "link",
    "remark",
)
"""Fields that mean what was typed into them."""


class SurveyFilterForm(FilterForm):
    """Narrows the list."""

    indicator = ChoiceFilter("对应目标")
    bureau = ChoiceFilter("报送部门")
    year = ChoiceFilter("年度")
    q = TextFilter("名称或问题")

    def wanted(self) -> SurveyFilters:
        """What the form asks of the list."""
        return SurveyFilters(
            indicator_id=int(self.indicator.data) if self.indicator.data else None,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            year=int(self.year.data) if self.year.data else None,
            q=self.q.data,
        )


def people(label: str, *, optional: bool = False, **kwargs: Any) -> IntegerField:
    """A number of people."""
    first = Optional() if optional else InputRequired(f"请填写{label}")
    check = NumberRange(0, MOST_PEOPLE, f"{label}应为 0 到 1 亿的整数")
    return IntegerField(label, [first, check], **kwargs)


def points(label: str, **kwargs: Any) -> DecimalField:
    """A number of points."""
    check = NumberRange(0, MOST_POINTS, f"{label}应为 0 到 1000 的数")
    return DecimalField(label, [Optional(), check], places=None, **kwargs)


class SurveyForm(RecordForm):
    """A result as an editor writes it. Shares and margins are computed."""

    title = Words("调查名称", 200)
    question = Words("问题或测评项目", 300, description="原样写问卷上的问题，或者几题合成的项目")
    indicator_id = Choice("对应目标", nothing="不对应文件的目标")
    period = Words("调查时期", 12, description="如 2026、2026-H1、2026-Q3、2026-09")
    surveying_body = Words("组织部门", 200)
    contractor = Words("实施机构", 200, optional=True)
    method = Prose("调查方法", 2000, description="怎样抽取和访问、多少人拒访、哪些人没有被访到")
    sample_size = people("有效样本")
    population = people("总体", optional=True, description="可能被访问的总人数；知道的才填")
    kind = Choice("结果类型", ResultKind.choices())
    satisfied = people(
        "满意人数", optional=True, description="满意率的填写；算上基本满意的，在方法里写明"
    )
    mean = points("平均分", description="平均分的填写")
    deviation = points("标准差", description="不知道的不填，误差就不能计算")
    top = points("满分", description="如 5、10、100")
    document = Words("来源文件", 200)
    document_on = Day("文件日期")
    link = StringField(
        "来源网址", [Optional(), Length(max=500), URL(message="网址应以 https:// 或 http:// 开头")]
    )
    remark = Words("说明", 500, optional=True)

    def data_of_result(self) -> SurveyData:
        """What the form says, as the service takes it."""
        typed: dict[str, Any] = {
            name: None if self[name].data == "" else self[name].data for name in TYPED
        }
        chosen = self.indicator_id.data
        return SurveyData(
            **typed,
            kind=ResultKind(self.kind.data),
            indicator_id=int(chosen) if chosen else None,
        )
