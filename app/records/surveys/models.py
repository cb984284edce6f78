"""Results of satisfaction surveys, one question each."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.kernel.db.session import Base
from app.publishing.fields.declaring import FieldPlace, Filter, Initial, declare, titled
from app.publishing.fields.types import BodyName, Choice, Count, Day, Line, Prose, SearchRole
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import Sourced
from app.records.indicators.models import Indicator
from app.records.indicators.notation import DataPeriod, read_period
from app.records.surveys.fields import PeriodCode, Points, PromiseChoice
from app.records.surveys.rules import (
    ResultKind,
    SurveyFinding,
    mean_finding,
    result_words,
    share_finding,
)

REQUIRED = titled(required=True)
SHOWN_ABOVE = {FieldPlace.PAGE: "what was found stands above the fields, in a sentence"}


class SurveyResult(Attaching, Sourced, Base):
    """What a survey found on one question. Shares and margins are computed, never typed."""

    __tablename__ = "survey_results"
    __table_args__ = (
        Index("ix_survey_results_list", "status", "period_ends_on", "id"),
        Index("ix_survey_results_indicator", "indicator_id", "status", "period_ends_on"),
        CheckConstraint(
            "(kind = 'share') = (satisfied IS NOT NULL) AND (kind = 'mean') = (mean IS NOT NULL)"
            " AND (kind = 'mean') = (top IS NOT NULL)",
            name="says_what_it_found",
        ),
        CheckConstraint("sample_size >= 1 AND satisfied <= sample_size", name="sample_holds_all"),
        CheckConstraint("population >= sample_size", name="population_holds_sample"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = declare(
        Line(most=200),
        "调查名称",
        found_by=True,
        search=SearchRole.NAME,
        file=REQUIRED,
        absent=SHOWN_ABOVE,
    )
    question: Mapped[str] = declare(
        Line(most=300),
        "问题或测评项目",
        hint="原样写问卷上的问题，或者几题合成的项目",
        found_by=True,
        search=SearchRole.TEXT,
        file=REQUIRED,
        absent=SHOWN_ABOVE,
    )
    """What was asked, or measured of several answers together."""
    indicator_id: Mapped[int | None] = declare(
        PromiseChoice(),
        "对应目标",
        ForeignKey("indicators.id"),
        required=False,
        narrows=Filter(rank=1),
        absent=SHOWN_ABOVE,
    )
    """The promise of the policy that it answers."""
    period: Mapped[str] = declare(
        PeriodCode(),
        "调查时期",
        hint="如 2026、2026-H1、2026-Q3、2026-09",
        file=REQUIRED,
    )
    period_ends_on: Mapped[date] = declare(
        Day(),
        "调查时期的最后一天",
        narrows=Filter("年度", rank=8),
        absent=dict.fromkeys(FieldPlace, "the period says which"),
    )
    surveying_body: Mapped[str] = declare(
        BodyName(most=200, bureau="source_bureau_id"),
        "组织部门",
        initial=Initial.OWN_BODY,
        narrows=Filter("报送部门", rank=2),
        found_by=True,
    )
    contractor: Mapped[str | None] = declare(Line(most=200), "实施机构", required=False)
    """Who asked on behalf of the body."""
    method: Mapped[str] = declare(
        Prose(most=2000),
        "调查方法",
        hint="怎样抽取和访问、多少人拒访、哪些人没有被访到",
        search=SearchRole.TEXT,
        file=REQUIRED,
    )
    """How people were chosen and asked, and how many answered."""
    sample_size: Mapped[int] = declare(Count(), "有效样本", file=REQUIRED)
    """Valid answers, n."""
    population: Mapped[int | None] = declare(
        Count(), "总体", required=False, hint="可能被访问的总人数；知道的才填"
    )
    """All who could have been asked, N, where known."""
    kind: Mapped[ResultKind] = declare(Choice(of=ResultKind), "结果类型", absent=SHOWN_ABOVE)
    satisfied: Mapped[int | None] = declare(
        Count(),
        "满意人数",
        required=False,
        hint="满意率的填写；算上基本满意的，在方法里写明",
    )
    mean: Mapped[str | None] = declare(
        Points(), "平均分", required=False, hint="平均分的填写", absent=SHOWN_ABOVE
    )
    """In points, as are ``deviation`` and ``top``."""
    deviation: Mapped[str | None] = declare(
        Points(), "标准差", required=False, hint="不知道的不填，误差就不能计算"
    )
    top: Mapped[str | None] = declare(
        Points(), "满分", required=False, hint="如 5、10、100", absent=SHOWN_ABOVE
    )
    document: Mapped[str] = declare(Line(most=200), "来源文件", file=REQUIRED)
    document_on: Mapped[date] = declare(Day(), "文件日期", file=REQUIRED)
    link: Mapped[str | None] = declare(
        Line(most=500),
        "来源网址",
        required=False,
        absent={FieldPlace.PAGE: "it stands below the fields, to be followed"},
    )
    remark: Mapped[str | None] = declare(Line(most=500), "说明", required=False)

    indicator: Mapped[Indicator | None] = relationship()

    @property
    def span(self) -> DataPeriod:
        """The period in which people were asked."""
        return read_period(self.period)

    @property
    def finding(self) -> SurveyFinding:
        """The share in percent, or the mean in points, with its margin."""
        if self.kind is ResultKind.SHARE:
            return share_finding(self.satisfied or 0, self.sample_size, self.population)
        deviation = None if self.deviation is None else float(self.deviation)
        numbers = float(self.mean or 0), deviation, float(self.top or 1)
        return mean_finding(*numbers, self.sample_size, self.population)

    @property
    def unit(self) -> str:
        """What the number is in."""
        return "%" if self.kind is ResultKind.SHARE else "分"

    @property
    def result_label(self) -> str:
        """The number with its unit: 86.4%, 4.32 分（满分 5）."""
        return result_words(self.kind, self.satisfied, self.sample_size, self.mean, self.top)

    @property
    def margin_label(self) -> str:
        """The margin with its unit: ±2.2 个百分点."""
        margin = self.finding.margin
        if margin is None:
            return "没有标准差，不能计算"
        if self.kind is ResultKind.SHARE:
            return f"±{margin:.1f} 个百分点"
        return f"±{margin:.2f} 分"

    @property
    def headline(self) -> str:
        """Survey, question and number."""
        return f"{self.title}　{self.question}：{self.result_label}"

    @validates("period")
    def _note_the_end(self, _name: str, period: str) -> str:
        self.period_ends_on = read_period(period).ends_on
        return period
