"""The desk of honours, and the step from an honour to the red list."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.search.documents import SearchKind
from app.people.access import can, current_staff, requires
from app.people.permissions import Permission
from app.people.queries import district_options
from app.publishing.desk.forms import ActForm
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.chain import ChainLink, Offer
from app.publishing.life.rules import Life
from app.publishing.life.services import Edit
from app.records.companies.queries import company_by_code
from app.records.credit.queries import black_entries
from app.records.honours import services
from app.records.honours.exports import COLUMNS
from app.records.honours.forms import HonourForm
from app.records.honours.queries import chain, records
from app.records.record_links.staff_views import steps_of_entry, steps_of_record

if TYPE_CHECKING:
    from app.publishing.life.models import Publication
    from app.records.credit.models import CreditEntry
    from app.records.honours.models import Honour

bp = Blueprint("honours", __name__, url_prefix="/honours")


class HonourDesk(RecordDesk["Honour"]):
    """Honours."""

    name = "荣誉"
    source = records.DESK
    form_class = HonourForm
    extra_template = "records/honours/staff/_beside.html"

    def kind(self, record: "Honour") -> SearchKind:
        """An honour."""
        return SearchKind.HONOUR

    def facts(self, record: "Honour") -> list[tuple[str, Any]]:
        """The fields of the downloaded list."""
        facts = [(column.label, column.value(record)) for column in COLUMNS[1:]]
        return [(label, getattr(value, "label", value)) for label, value in facts]

    def beside(self, record: "Honour") -> list["CreditEntry"]:
        """The entries of the black list that suspend the honour, or soon will."""
        return black_entries(record.company_id)

    def is_suspended(self, black: "Iterable[CreditEntry]") -> bool:
        """Whether one of these approved entries is public already."""
        return any((entry.published_on or date.max) <= clock.today() for entry in black)

    def public_url(self, record: "Honour") -> str:
        """The honour's page."""
        return url_for("honours.detail", honour_id=record.id)

    def form(self, record: "Honour | None") -> HonourForm:
        """A new honour begins with one's own body and this year."""
        own = {"grantor": current_staff().bureau.name, "year": clock.today().year}
        form = HonourForm(obj=record, data={} if record else own)
        form.district.offer(district_options())
        if record and not form.is_submitted():
            form.district.data = record.district_code or ""
        return form

    def save(self, record: "Honour | None", form: HonourForm, edit: Edit) -> "Honour":
        """A holder without a company page is kept by its name alone."""
        return services.save_honour(
            honour=record,
            company=company_by_code(form.uscc.data) if form.uscc.data else None,
            data=form.data_of_honour(),
            staff=current_staff(),
            edit=edit,
            paper=form.party_paper.data,
        )


desk = HonourDesk(bp)


@bp.post("/<int:key>/entry")
@requires(Permission.EDIT_RECORDS)
def draft_entry(key: int) -> Response:
    """One click from an honour that is public to the draft of an entry."""
    if not ActForm().validate_on_submit():
        return redirect(url_for("admin.honours.detail", key=key))
    try:
        entry = services.draft_entry(key=key, staff=current_staff())
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("admin.honours.detail", key=key))
    flash("已按荣誉拟好红名单记录的草稿，请核对后送审。")
    return redirect(url_for("admin.credit.edit", key=entry.id))


def desk_links(record: "Publication") -> Iterator[ChainLink]:
    """The same as the public, with drafts and what has left, as far as it is the person's."""
    for entry in chain.entries_on(record):
        yield from steps_of_entry(entry)
    for honour in chain.honours_under(record):
        own = url_for("admin.honours.detail", key=honour.id)
        public = url_for("honours.detail", honour_id=honour.id)
        yield from steps_of_record(f"荣誉：{honour.words}", honour, records.DESK, own, public)


def entry_offers(record: "Publication") -> Iterator[Offer]:
    """That an entry can be drafted from an honour that is public and has none."""
    is_open = record.life is Life.PUBLISHED and can(Permission.EDIT_RECORDS)
    if is_open and chain.can_be_listed(record):
        yield Offer("拟列入红名单", url_for("admin.honours.draft_entry", key=record.id))
