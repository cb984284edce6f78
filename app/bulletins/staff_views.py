"""The desk of articles."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for
from markupsafe import Markup

from app.accounts.access import current_staff
from app.bulletins import queries, services
from app.bulletins.forms import BulletinForm
from app.bulletins.markup import render
from app.bulletins.rules import PARTICULARS
from app.editing.staff_views.desk import RecordDesk
from app.publishing.services import Edit
from app.search.documents import SearchKind

if TYPE_CHECKING:
    from app.bulletins.models import Bulletin

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
            ("正文", render(record.body)),
        ]

    def public_url(self, record: "Bulletin") -> str:
        """The article's page."""
        return url_for("bulletins.detail", bulletin_id=record.id)

    def form(self, record: "Bulletin | None") -> BulletinForm:
        """Filled in from the article."""
        return BulletinForm(obj=record)

    def save(self, record: "Bulletin | None", form: BulletinForm, edit: Edit) -> "Bulletin":
        """Keep what was written."""
        return services.save_bulletin(
            bulletin=record, data=form.data_of_bulletin(), staff=current_staff(), edit=edit
        )

    def preview(self, form: BulletinForm) -> Markup:
        """The text as the public would read it."""
        return render(form.body.data)


desk = BulletinDesk(bp)
