"""The desk of articles."""

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for
from markupsafe import Markup

from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.services import Edit
from app.records.bulletins import queries, services
from app.records.bulletins.articles import as_if_left, plain, render
from app.records.bulletins.forms import BulletinForm
from app.records.bulletins.queries import links
from app.records.bulletins.queries.links import firm_names
from app.records.bulletins.rules import PARTICULARS

if TYPE_CHECKING:
    from app.records.bulletins.models import Bulletin

PROSE = Markup('<div class="mj-prose">{}</div>')
UNLINKED = "文中写到的企业有公示中的处罚。如果文章说的就是下面的案件，请在“关联处罚”里填上："
AFTERWARDS = Markup("<hr><h2>关联案件不再公示后，公众看到的</h2><p><b>{title}</b></p>")

bp = Blueprint("bulletins", __name__, url_prefix="/bulletins")


class BulletinDesk(RecordDesk["Bulletin"]):
    """Articles, with a preview."""

    name = "文章"
    source = queries.DESK
    form_class = BulletinForm
    can_preview = True
    belongs = PARTICULARS

    def kind(self, record: "Bulletin") -> SearchKind:
        """An article."""
        return SearchKind.BULLETIN

    def facts(self, record: "Bulletin") -> list[tuple[str, Any]]:
        """The article as the public will read it."""
        return [
            ("类别", record.kind.label),
            ("标题", record.title),
            ("文号", record.document_number),
            ("警示级别", record.level and record.level.label),
            ("警示范围", record.scope),
            ("活动名称", record.campaign and record.campaign.label),
            ("活动开始", record.begins_on and record.begins_on.isoformat()),
            ("活动结束", record.ends_on and record.ends_on.isoformat()),
            ("发布单位", record.bureau.name if record.bureau else None),
            ("摘要", record.summary),
            ("正文", PROSE.format(render(record.body))),
            ("关联处罚", links.lines_of_cases(record.case_ids)),
            ("关联企业", links.lines_of_companies(record.company_ids)),
            ("其他字样", record.telling_words),
            ("提醒", self._unlinked(record)),
            *self._without_cases(record),
        ]

    def words(self, name: str, value: Any) -> str | None:
        """Links are kept as keys."""
        if name == "case_ids":
            return links.lines_of_cases(value)
        return links.lines_of_companies(value) if name == "company_ids" else None

    def public_url(self, record: "Bulletin") -> str:
        """The article's page."""
        return url_for("bulletins.detail", bulletin_id=record.id)

    def form(self, record: "Bulletin | None") -> BulletinForm:
        """Filled in from the article."""
        form = BulletinForm(obj=record)
        kept = record.case_ids if record else []
        form.case_ids.look_up = partial(links.cases_meant, kept=kept)
        form.company_ids.look_up = links.companies_meant
        if record and not form.is_submitted():
            form.case_ids.data = links.lines_of_cases(kept)
            form.company_ids.data = links.lines_of_companies(record.company_ids)
        return form

    def save(self, record: "Bulletin | None", form: BulletinForm, edit: Edit) -> "Bulletin":
        """Keep what was written."""
        return services.save_bulletin(
            bulletin=record,
            data=form.data_of_bulletin(),
            bureau_id=current_staff().bureau_id,
            edit=edit,
        )

    def preview(self, form: BulletinForm) -> Markup:
        """The text as the public would read it, and as it would when its cases have left."""
        shown, linked = render(form.body.data), links.cases_with(form.case_ids.keys)
        if not linked:
            return shown
        title, body = as_if_left(
            form.title.data,
            form.body.data,
            telling_words=form.telling_words.data,
            linked=linked,
        )
        return shown + AFTERWARDS.format(title=title) + body

    def _unlinked(self, record: "Bulletin") -> str:
        """Cases of firms that the article names; whether it tells of them, its editor knows."""
        names = firm_names("\n".join((record.title, record.summary, plain(record.body))))
        found = links.cases_of_firms(names, besides=record.case_ids)
        lines = "\n".join(each.words for each in found)
        return f"{UNLINKED}\n{lines}" if found else ""

    def _without_cases(self, record: "Bulletin") -> list[tuple[str, Any]]:
        """How the article will read when its cases are no longer public."""
        linked = links.cases_with(record.case_ids)
        if not linked:
            return []
        title, body = as_if_left(
            record.title, record.body, telling_words=record.telling_words, linked=linked
        )
        return [("案件不再公示后的标题", title), ("案件不再公示后的正文", PROSE.format(body))]


desk = BulletinDesk(bp)
