"""The filters of the list of articles, and the form of an article."""

from typing import Any

from app.bulletins.rules import (
    BulletinData,
    BulletinFilters,
    BulletinKind,
    Campaign,
    RiskLevel,
    problems,
)
from app.core.filtering import ChoiceFilter, FilterForm, TextFilter
from app.editing.forms import Choice, Day, Prose, RecordForm, Words


class BulletinFilterForm(FilterForm):
    """Narrows the list."""

    kind = ChoiceFilter("类别", BulletinKind.choices())
    year = ChoiceFilter("年度")
    q = TextFilter("标题或文号")

    def wanted(self) -> BulletinFilters:
        """What the form asks of the list."""
        return BulletinFilters(
            kind=BulletinKind(self.kind.data) if self.kind.data else None,
            year=int(self.year.data) if self.year.data else None,
            q=self.q.data,
        )


class BulletinForm(RecordForm):
    """An article as an editor writes it."""

    kind = Choice("类别", BulletinKind.choices())
    title = Words("标题", 200)
    document_number = Words("文号", 60, optional=True)
    level = Choice(
        "警示级别", RiskLevel.choices(), nothing="不适用", description="风险警示必填，其他类别不填"
    )
    scope = Words(
        "警示范围",
        200,
        optional=True,
        description="风险警示必填：涉及哪些产品、地方和人群，如“全市，在用电动自行车的家庭”",
    )
    campaign = Choice(
        "活动名称", Campaign.choices(), nothing="不适用", description="专项活动必填，其他类别不填"
    )
    begins_on = Day("活动开始", optional=True, description="专项活动必填")
    ends_on = Day("活动结束", optional=True, description="专项活动必填，当天仍在活动期内")
    summary = Prose("摘要", 500, optional=True, render_kw={"rows": 3})
    body = Prose(
        "正文",
        50_000,
        render_kw={"rows": 16},
        description="用 Markdown 写：## 小标题、**重点**、1. 编号、[文字](网址)、表格。",
    )
    publish_until = Day(
        "公示至", optional=True, description="不填为长期；风险警示必填，过了这一天自动撤下"
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Each kind of article says what belongs to it, and nothing else."""
        if not super().validate(extra_validators):
            return False
        found = problems(self.data_of_bulletin())
        for name, words in found.items():
            self[name].errors = [*self[name].errors, words]
        return not found

    def data_of_bulletin(self) -> BulletinData:
        """What the form says, as the service takes it."""
        return BulletinData(
            kind=BulletinKind(self.kind.data),
            title=self.title.data,
            level=RiskLevel(self.level.data) if self.level.data else None,
            scope=self.scope.data or None,
            campaign=Campaign(self.campaign.data) if self.campaign.data else None,
            begins_on=self.begins_on.data,
            ends_on=self.ends_on.data,
            summary=self.summary.data,
            body=self.body.data,
            document_number=self.document_number.data or None,
            publish_until=self.publish_until.data,
        )
