"""Articles as a kind of record: the desk is that of all kinds, with a preview."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.derived import typed_values
from app.publishing.kind.kind import RecordKind
from app.publishing.kind.staff_views import DeclaredDesk
from app.publishing.life.services import Edit
from app.records.bulletins import queries, services
from app.records.bulletins.articles import as_if_left, plain, render
from app.records.bulletins.forms import BulletinForm
from app.records.bulletins.models import Bulletin
from app.records.bulletins.queries import links
from app.records.bulletins.rules import PARTICULARS

PROSE = Markup('<div class="mj-prose">{}</div>')
UNLINKED = "文中写到的企业有公示中的处罚。如果文章说的就是下面的案件，请在“关联处罚”里填上："
AFTERWARDS = Markup("<hr><h2>关联案件不再公示后，公众看到的</h2><p><b>{title}</b></p>")
LINES = {"case_ids": links.lines_of_cases, "company_ids": links.lines_of_companies}


class ArticleKind(RecordKind[Bulletin]):
    """Articles: public pages are given an ``Article``, the desk the record itself."""

    model = Bulletin
    search_kind = SearchKind.BULLETIN
    name = "文章"
    endpoint, path = "bulletins", "/bulletins"
    source = queries.DESK
    form_base = BulletinForm

    def desk_rows(self, record: Bulletin) -> Iterable[tuple[str, Any, str]]:
        """The article as the public will read it, and as it will when its cases have left."""
        return [
            *self.page_rows(record),
            ("发布单位", record.bureau.name if record.bureau else None, ""),
            ("提醒", _unlinked(record), ""),
            *_without_cases(record),
        ]

    def shown(self, record: Bulletin, field: RecordField) -> Any:
        """The text as HTML, links in words."""
        if field.name == "body":
            return PROSE.format(render(record.body))
        if lines := LINES.get(field.name):
            return lines(getattr(record, field.name))
        return super().shown(record, field)


ARTICLES = ArticleKind()


class ArticleDesk(DeclaredDesk):
    """Articles, with a preview."""

    can_preview = True
    belongs = PARTICULARS

    def version_words(self, name: str, value: Any) -> str | None:
        """Links are kept as keys."""
        lines = LINES.get(name)
        return lines(value) if lines else None

    def public_url(self, record: Bulletin) -> str:
        """The article's page."""
        return url_for("bulletins.detail", bulletin_id=record.id)

    def form(self, record: Bulletin | None) -> Any:
        """Filled in from the article."""
        form: Any = super().form(record)
        linked = record.case_ids if record else []
        form["case_ids"].look_up = partial(links.cases_meant, linked=linked)
        form["company_ids"].look_up = links.companies_meant
        if record and not form.is_submitted():
            for name, lines in LINES.items():
                form[name].data = lines(getattr(record, name))
        return form

    def save(self, record: Bulletin | None, form: Any, edit: Edit) -> Bulletin:
        """Keep what was written; raises as ``save_bulletin``."""
        keys = {name: form[name].keys for name in LINES}
        return services.save_bulletin(
            bulletin=record,
            values=typed_values(Bulletin, form) | keys,
            bureau_id=current_staff().bureau_id,
            edit=edit,
        )

    def preview(self, form: Any) -> Markup:
        """The text as the public would read it, and as it would when its cases have left."""
        shown, linked = render(form["body"].data), links.cases_with(form["case_ids"].keys)
        if not linked:
            return shown
        title, body = as_if_left(
            form["title"].data,
            form["body"].data,
            telling_words=form["telling_words"].data,
            linked=linked,
        )
        return shown + AFTERWARDS.format(title=title) + body


def _unlinked(record: Bulletin) -> str:
    """Cases of firms that the article names; whether it tells of them, its editor knows."""
    names = links.firm_names("\n".join((record.title, record.summary, plain(record.body))))
    found = links.cases_of_firms(names, besides=record.case_ids)
    lines = "\n".join(each.label for each in found)
    return f"{UNLINKED}\n{lines}" if found else ""


def _without_cases(record: Bulletin) -> list[tuple[str, Any, str]]:
    """How the article will read when its cases are no longer public."""
    linked = links.cases_with(record.case_ids)
    if not linked:
        return []
    title, body = as_if_left(
        record.title, record.body, telling_words=record.telling_words, linked=linked
    )
    return [
        ("案件不再公示后的标题", title, ""),
        ("案件不再公示后的正文", PROSE.format(body), ""),
    ]


bp = ArticleDesk(ARTICLES).blueprint
