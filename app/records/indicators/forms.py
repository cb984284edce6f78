"""The filters of the list of promises, and the form of a value."""

from wtforms import Field, URLField
from wtforms.validators import URL, Length, Optional, ValidationError

from app.kernel.web.filtering import ChoiceFilter, FilterForm, TextFilter
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words
from app.records.indicators.notation import UnknownPeriodError, read_period
from app.records.indicators.rules import (
    Part,
    Strand,
    TargetFilters,
    TargetState,
    ValueData,
    ValueFilters,
)


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


class ValueFilterForm(FilterForm):
    """Narrows the list of values."""

    strand = ChoiceFilter("领域、战略或工程", Strand.choices())
    bureau = ChoiceFilter("负责单位")
    year = ChoiceFilter("年度")
    q = TextFilter("名称、编号或来源")

    def wanted(self) -> ValueFilters:
        """What the form asks of the list."""
        return ValueFilters(
            strand=Strand(self.strand.data) if self.strand.data else None,
            bureau_id=int(self.bureau.data) if self.bureau.data else None,
            year=int(self.year.data) if self.year.data else None,
            q=self.q.data,
        )


class ValueForm(RecordForm):
    """A value as a body reports it."""

    indicator_id = Choice("指标")
    period = Words(
        "数据期",
        20,
        description="2026 为全年，2026-H1 为上半年，2026-Q3 为三季度，2026-10 为单月，"
        "2026-01/10 为 1—10 月；也可以写 2026年三季度。",
    )
    value = Words("数值", 30, description="按指标的单位填写，如 97.6；没有数据请不要填 0。")
    source = Words("来源", 200, description="公布这个数值的文件、通报或统计的名称。")
    source_on = Day("来源日期")
    link = URLField("来源网址", [Optional(), URL(message="网址有误"), Length(max=500)])
    remark = Prose(
        "说明", 500, optional=True, description="样本量、分子分母、口径变化等，公众可以看到。"
    )

    def validate_period(self, field: Field) -> None:
        """A period must be understood."""
        try:
            read_period(field.data)
        except UnknownPeriodError as error:
            raise ValidationError(str(error)) from error

    def data_of_value(self) -> ValueData:
        """What the form says, as the service takes it."""
        return ValueData(
            indicator_id=int(self.indicator_id.data),
            period=self.period.data,
            value=self.value.data,
            source=self.source.data,
            source_on=self.source_on.data,
            link=self.link.data or None,
            remark=self.remark.data or None,
        )
