"""The filters of the list of articles, and the form of an article."""

from flask_wtf import FlaskForm

from app.bulletins.rules import BulletinData, BulletinFilters, BulletinKind
from app.core.filtering import ChoiceFilter, FilterForm, TextFilter
from app.editing.forms import Choice, Day, Prose, Words


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


class BulletinForm(FlaskForm):
    """An article as an editor writes it."""

    kind = Choice("类别", BulletinKind.choices())
    title = Words("标题", 200)
    document_number = Words("文号", 60, optional=True)
    summary = Prose("摘要", 500, optional=True, render_kw={"rows": 3})
    body = Prose(
        "正文",
        50_000,
        render_kw={"rows": 16},
        description="用 Markdown 写：## 小标题、**重点**、1. 编号、[文字](网址)、表格。",
    )
    publish_until = Day("公示至", optional=True, description="不填为长期")

    def data_of_bulletin(self) -> BulletinData:
        """What the form says, as the service takes it."""
        return BulletinData(
            kind=BulletinKind(self.kind.data),
            title=self.title.data,
            summary=self.summary.data,
            body=self.body.data,
            document_number=self.document_number.data or None,
            publish_until=self.publish_until.data,
        )
