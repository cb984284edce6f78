"""The desk of inspections."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for

from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.people.queries import district_options
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.services import Edit
from app.records.companies.queries import company_by_code
from app.records.inspections import queries, services
from app.records.inspections.exports import COLUMNS
from app.records.inspections.forms import LISTS, InspectionForm
from app.records.inspections.rules import SEPARATOR

if TYPE_CHECKING:
    from app.records.inspections.models import Inspection

bp = Blueprint("inspections", __name__, url_prefix="/inspections")


class InspectionDesk(RecordDesk["Inspection"]):
    """Inspected batches."""

    name = "监督抽查"
    source = queries.DESK
    form_class = InspectionForm

    def kind(self, record: "Inspection") -> SearchKind:
        """An inspection."""
        return SearchKind.INSPECTION

    def facts(self, record: "Inspection") -> list[tuple[str, Any]]:
        """The fields of the downloaded list."""
        facts = [(column.label, column.value(record)) for column in COLUMNS[1:]]
        return [(label, getattr(value, "label", value)) for label, value in facts]

    def public_url(self, record: "Inspection") -> str:
        """The batch's page."""
        return url_for("inspections.detail", inspection_id=record.id)

    def form(self, record: "Inspection | None") -> InspectionForm:
        """A new one begins with one's own body; items stand one a line."""
        own = {"inspecting_body": current_staff().bureau.name}
        form = InspectionForm(obj=record, data={} if record else own)
        form.district.offer(district_options())
        if record and not form.is_submitted():
            form.district.data = record.district_code or ""
            form.local.data = "yes" if record.is_local else "no"
            for name in LISTS:
                form[name].data = (form[name].data or "").replace(SEPARATOR, "\n")
        return form

    def save(self, record: "Inspection | None", form: InspectionForm, edit: Edit) -> "Inspection":
        """A maker without a company page is kept by its name alone."""
        return services.save_inspection(
            inspection=record,
            company=company_by_code(form.uscc.data) if form.uscc.data else None,
            data=form.data_of_inspection(),
            staff=current_staff(),
            edit=edit,
            paper=form.party_paper.data,
        )


desk = InspectionDesk(bp)
