"""Definitions of indicators, with what the policy promised of them, and their values over time."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.kernel.db.cache import Remembered
from app.kernel.db.session import Base
from app.kernel.imports.values import text
from app.people.models import Bureau
from app.publishing.fields.declaring import FieldPlace, background, declare, titled
from app.publishing.fields.types import Day, Line, Link, Prose
from app.publishing.life.models import Publication, Sourced
from app.publishing.life.rules import PublicationStatus
from app.records.indicators.fields import IndicatorChoice, period_cell
from app.records.indicators.notation import DataPeriod, read_period, show_number
from app.records.indicators.rules import Direction, Frequency, Strand, TargetState, state_of

ON_THE_SITE = sql("status = 'published'")


class Indicator(Remembered, Base):
    """What is measured and how; for a promise of the policy also its words and its number.

    Loaded from data files by ``flask setup``. The values of an indicator with a ``measure`` are
    computed from what the site itself holds; it has others only if it ``is_reported_too``.
    """

    __tablename__ = "indicators"
    __table_args__ = (
        CheckConstraint(
            "(target IS NULL) = (direction IS NULL) AND (target IS NULL) = (quote IS NULL) "
            "AND (target IS NULL) = (item IS NULL)",
            name="promise_is_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100), unique=True)
    strand: Mapped[Strand]
    unit: Mapped[str] = mapped_column(String(20))
    formula: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))
    """Where values come from as a rule; each value names its own source."""
    frequency: Mapped[Frequency]
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), index=True)
    measure: Mapped[str | None] = mapped_column(String(40))
    """Name of the computation that gives the values, where the site has the facts."""
    is_reported_too: Mapped[bool] = mapped_column(default=False)
    """Whether bodies may report what a computed indicator was before the site held its rows."""
    item: Mapped[str | None] = mapped_column(String(20))
    """Place of the promise in the policy, as 一（二）1."""
    quote: Mapped[str | None] = mapped_column(Text)
    """The promise, word for word."""
    direction: Mapped[Direction | None]
    target: Mapped[str | None] = mapped_column(String(24))
    """The number promised, exactly, in the unit of the indicator."""
    baseline: Mapped[str | None] = mapped_column(String(24))
    """The number from which the promise starts, where the policy states one."""
    due_on: Mapped[date | None]
    """Last day of the promise; none for what is promised for every year."""

    bureau: Mapped[Bureau] = relationship()
    values: Mapped[list["IndicatorValue"]] = relationship(
        order_by="IndicatorValue.period_ends_on", viewonly=True
    )

    @property
    def is_target(self) -> bool:
        """Whether the policy promises a number."""
        return self.target is not None

    @property
    def takes_reports(self) -> bool:
        """Whether bodies report values: on all but what the site alone computes."""
        return self.measure is None or self.is_reported_too

    @property
    def target_words(self) -> str:
        """The promise in short: ≥92%."""
        if self.target is None or self.direction is None:
            return ""
        return f"{self.direction.label}{show_number(Decimal(self.target), self.unit)}"

    @property
    def quote_words(self) -> str:
        """The promise as print sets it; the copy of the policy has half-width marks."""
        return (self.quote or "").translate(str.maketrans(",;()", "，；（）"))

    def state(self, value: Decimal | None) -> TargetState:
        """What has become of the promise, if ``value`` is the newest. Only for promises."""
        if self.target is None or self.direction is None:
            raise ValueError(f"{self.code} promises nothing")
        return state_of(value, self.direction, Decimal(self.target))


class IndicatorValue(Publication, Sourced, Base):
    """What an indicator was in a period, as a body reported it. Corrections keep the old number."""

    __tablename__ = "indicator_values"
    __table_args__ = (
        Index("ix_indicator_values_list", "indicator_id", "status", "period_ends_on"),
        Index(
            "uq_indicator_values_shown",
            "indicator_id",
            "period",
            unique=True,
            sqlite_where=ON_THE_SITE,
            postgresql_where=ON_THE_SITE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = declare(
        IndicatorChoice(),
        "指标",
        ForeignKey("indicators.id"),
        absent={FieldPlace.FILE: "files name it by code or name"},
    )
    period: Mapped[str] = declare(
        Line(most=20, stored=String(12)),
        "数据期",
        hint="2026 为全年，2026-H1 为上半年，2026-Q3 为三季度，2026-10 为单月，"
        "2026-01/10 为 1—10 月；也可以写 2026年三季度。",
        found_by=True,
        file=titled("统计期 报告期 时期 期间", required=True, convert=period_cell),
    )
    """Code of a ``DataPeriod``."""
    period_ends_on: Mapped[date] = background(
        "数据期末日", "it follows from the period", index=True
    )
    value: Mapped[str] = declare(
        Line(most=30, stored=String(24)),
        "数值",
        hint="按指标的单位填写，如 97.6；没有数据请不要填 0。",
        found_by=True,
        file=titled("指标值 实际值 完成值 完成情况 本期值", required=True),
    )
    """The number, exactly, in the indicator's unit, as ``notation.write_number`` writes it."""
    source: Mapped[str] = declare(
        Line(most=200),
        "来源",
        hint="公布这个数值的文件、通报或统计的名称。",
        found_by=True,
        file=titled("数据来源 资料来源", required=True),
    )
    source_on: Mapped[date] = declare(
        Day(), "来源日期", file=titled("发布日期 公布日期", required=True)
    )
    """The day of the document that states the value."""
    link: Mapped[str | None] = declare(Link(), "来源网址", file=titled("来源地址 网址"))
    remark: Mapped[str | None] = declare(
        Prose(most=500, stored=String(500)),
        "说明",
        hint="样本量、分子分母、口径变化等，公众可以看到。",
        file=titled("备注", convert=text(500)),
    )

    rows: ClassVar[None] = None
    """Reported, not counted here: there are no rows behind it."""

    indicator: Mapped[Indicator] = relationship()

    @property
    def number(self) -> Decimal:
        """The value to compute with, in the indicator's unit."""
        return Decimal(self.value)

    @property
    def value_label(self) -> str:
        """The value with its unit."""
        return show_number(self.number, self.indicator.unit)

    @property
    def span(self) -> DataPeriod:
        """The period that it speaks of."""
        return read_period(self.period)

    @property
    def headline(self) -> str:
        """Indicator, period and value."""
        return (
            f"{self.indicator.code}　{self.indicator.name}　{self.span.label}：{self.value_label}"
        )

    @property
    def index_key(self) -> int:
        """A value is found, and logged, as part of its indicator."""
        return self.indicator_id

    @property
    def publish_blocker(self) -> str:
        """A period has one value, and none where the site computes it."""
        if not self.indicator.takes_reports:
            return "这个指标由本站按记录计算，不能填报数值。"
        if any(
            other.id != self.id
            and other.period == self.period
            and other.status is PublicationStatus.PUBLISHED
            for other in self.indicator.values
        ):
            return f"{self.span.label}的数值已经公示，请更正那一条。"
        return ""

    @validates("period")
    def _note_the_end(self, _name: str, period: str) -> str:
        self.period_ends_on = read_period(period).ends_on
        return period
