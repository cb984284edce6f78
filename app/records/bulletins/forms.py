"""The filters of the list of articles, and the form of an article."""

from collections.abc import Callable
from typing import Any

from wtforms import TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import Length, Optional, ValidationError

from app.kernel.web.filtering import ChoiceFilter, FilterForm, TextFilter
from app.publishing.fields.inputs import Choice, Day, Prose, RecordForm, Words
from app.records.bulletins.rules import (
    BulletinData,
    BulletinFilters,
    BulletinKind,
    Campaign,
    Meant,
    RiskLevel,
    problems,
)

MOST_RECORDS = 20
MOST_OFFERED = 3


class Records(TextAreaField):
    """Records that an article tells of, one a line; ``look_up`` says which a line may mean."""

    errors: Any = ()  # several at once, which wtforms leaves untyped

    def __init__(self, label: str, **kwargs: Any) -> None:
        checks = [Optional(), Length(max=10_000, message=f"{label}最多 10000 字")]
        super().__init__(label, checks, render_kw={"rows": 3}, **kwargs)
        self.look_up: Callable[[str], list[Meant]] = lambda _line: []
        self.keys: list[int] = []

    def process_data(self, value: Any) -> None:
        """What the record has are keys; whoever makes the form puts them into words."""
        super().process_data(value if isinstance(value, str) else "")

    def pre_validate(self, form: BaseForm) -> None:
        lines = [line.strip() for line in (self.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_RECORDS:
            raise ValidationError(f"{self.label.text}最多 {MOST_RECORDS} 条")
        meant = [(line, self.look_up(line)) for line in lines]
        if doubts := [_doubt(line, found) for line, found in meant if len(found) != 1]:
            self.errors = [*self.errors, *doubts[:-1]]
            raise ValidationError(doubts[-1])
        self.keys = list(dict.fromkeys(found[0].key for _, found in meant))


def _doubt(line: str, found: list[Meant]) -> str:
    """Why a line does not say which record is meant, and how to say it."""
    if not found:
        return f"没有找到“{line}”。请核对，或者打开它的公示页面，把网址粘贴到这里"
    named = "；".join(each.words for each in found[:MOST_OFFERED])
    more = "等" if len(found) > MOST_OFFERED else ""
    return f"“{line}”对得上不止一条，请改填其中一条：{named}{more}"


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

    case_ids = Records(
        "关联处罚",
        description="一行一件：填决定书文号、案件名称里的字，或者粘贴案件网址。案件不再公示后，"
        "文中的当事人名称、代码、文号、法定代表人自动隐去，链接一并去掉。",
    )
    company_ids = Records(
        "关联企业", description="一行一家：填统一社会信用代码、名称，或者粘贴企业网址"
    )
    telling_words = Prose(
        "其他字样",
        500,
        optional=True,
        render_kw={"rows": 2},
        description="文中还有哪些字能让人认出关联案件的当事人，如简称、品牌、店招、地址；一行一个，届时一并隐去",
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
            case_ids=self.case_ids.keys,
            company_ids=self.company_ids.keys,
            telling_words=self.telling_words.data,
        )
