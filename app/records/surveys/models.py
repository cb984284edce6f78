"""Results of satisfaction surveys, one question each."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.kernel.db.session import Base
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import Sourced
from app.records.indicators.models import Indicator
from app.records.indicators.notation import DataPeriod, read_period
from app.records.surveys.rules import (
    FIELDS,
    Finding,
    ResultKind,
    mean_finding,
    share_finding,
    words_of,
)


class SurveyResult(Attaching, Sourced, Base):
    """What a survey found on one question. Shares and margins are computed, never typed."""

    FIELDS = FIELDS
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
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(String(300))
    """What was asked, or measured of several answers together."""
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicators.id"))
    """The promise of the policy that it answers."""
    period: Mapped[str] = mapped_column(String(12))
    """Code of an ``indicators.periods.Period``."""
    period_ends_on: Mapped[date]
    surveying_body: Mapped[str] = mapped_column(String(200))
    contractor: Mapped[str | None] = mapped_column(String(200))
    """Who asked on behalf of the body."""
    method: Mapped[str] = mapped_column(Text)
    """How people were chosen and asked, and how many answered."""
    sample_size: Mapped[int]
    """Valid answers, n."""
    population: Mapped[int | None]
    """All who could have been asked, N, where known."""
    kind: Mapped[ResultKind]
    satisfied: Mapped[int | None]
    mean: Mapped[str | None] = mapped_column(String(24))
    """In points, exactly, as ``indicators.numbers.write_number`` writes it; so are the next two."""
    deviation: Mapped[str | None] = mapped_column(String(24))
    top: Mapped[str | None] = mapped_column(String(24))
    document: Mapped[str] = mapped_column(String(200))
    document_on: Mapped[date]
    link: Mapped[str | None] = mapped_column(String(500))
    remark: Mapped[str | None] = mapped_column(String(500))

    indicator: Mapped[Indicator | None] = relationship()

    @property
    def span(self) -> DataPeriod:
        """The period in which people were asked."""
        return read_period(self.period)

    @property
    def finding(self) -> Finding:
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
    def words(self) -> str:
        """The number with its unit: 86.4%, 4.32 分（满分 5）."""
        return words_of(self.kind, self.satisfied, self.sample_size, self.mean, self.top)

    @property
    def margin_words(self) -> str:
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
        return f"{self.title}　{self.question}：{self.words}"

    @validates("period")
    def _note_the_end(self, _name: str, period: str) -> str:
        self.period_ends_on = read_period(period).ends_on
        return period
