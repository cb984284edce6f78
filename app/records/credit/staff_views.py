"""The desk of the two lists."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for

from app.kernel import clock
from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.people.queries import district_options
from app.publishing.desk.queries import may_see
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.services import Edit
from app.records.companies.queries import company_by_ref
from app.records.credit import queries, services
from app.records.credit.forms import EntryForm
from app.records.credit.rules import ListKind

if TYPE_CHECKING:
    from app.records.credit.models import CreditEntry

bp = Blueprint("credit", __name__, url_prefix="/credit")


class CreditDesk(RecordDesk["CreditEntry"]):
    """Entries of the red and the black list."""

    name = "名单记录"
    source = queries.DESK
    form_class = EntryForm
    extra_template = "records/credit/staff/_beside.html"

    def kind(self, record: "CreditEntry") -> SearchKind:
        """Red or black."""
        return services.kind_of(record)

    def facts(self, record: "CreditEntry") -> list[tuple[str, Any]]:
        """The fields of the public page."""
        return [
            ("企业名称", record.company.name),
            ("代码", record.company.uscc or record.company.registration_number),
            ("名单", record.list.label),
            ("类别", record.category.label),
            ("列入事由或荣誉", record.title),
            ("事实与说明", record.reason),
            ("依据", record.basis),
            ("认定部门", record.deciding_body),
            ("文书号", record.document_number),
            ("列入日期", record.decided_on.isoformat()),
            ("县（市、区）", record.district.name if record.district else None),
        ]

    def beside(self, record: "CreditEntry") -> list["CreditEntry"]:
        """What a black entry suspends, or what suspends a red one."""
        return queries.beside(record)

    def is_suspended(self, black: "Iterable[CreditEntry]") -> bool:
        """Whether one of these approved entries is public already."""
        return any((entry.published_on or date.max) <= clock.today() for entry in black)

    def address(self, record: "CreditEntry") -> str:
        """Where the person may look at the record: at the desk, else where the public does."""
        if may_see(self.source, current_staff(), record):
            return url_for("admin.credit.detail", key=record.id)
        is_public = record.list is ListKind.BLACK and self.is_suspended([record])
        return self.public_url(record) if is_public else ""

    def public_url(self, record: "CreditEntry") -> str:
        """The entry's page."""
        return url_for("credit.detail", entry_id=record.id)

    def form(self, record: "CreditEntry | None") -> EntryForm:
        """A new entry begins with one's own body."""
        form = EntryForm(
            obj=record,
            data={} if record else {"deciding_body": current_staff().bureau.name},
        )
        form.district.offer(district_options())
        if record and not form.is_submitted():
            form.code.data = record.company.uscc or record.company.registration_number
            form.district.data = record.district_code or ""
        return form

    def save(self, record: "CreditEntry | None", form: EntryForm, edit: Edit) -> "CreditEntry":
        """The company must be known already."""
        return services.save_entry(
            entry=record,
            company=company_by_ref(form.code.data),
            data=form.data_of_entry(),
            staff=current_staff(),
            edit=edit,
        )


desk = CreditDesk(bp)
