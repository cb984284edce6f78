"""The desk of administrative licences."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for

from app.kernel.search.documents import SearchKind
from app.people.access import current_staff
from app.people.queries import district_options
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.services import Edit
from app.records.companies.queries import company_by_code
from app.records.licences import queries, services
from app.records.licences.exports import COLUMNS
from app.records.licences.forms import LicenceForm

if TYPE_CHECKING:
    from app.records.licences.models import AdministrativeLicence

bp = Blueprint("licences", __name__, url_prefix="/licences")


class LicenceDesk(RecordDesk["AdministrativeLicence"]):
    """Administrative licences."""

    name = "行政许可"
    source = queries.DESK
    form_class = LicenceForm

    def kind(self, record: "AdministrativeLicence") -> SearchKind:
        """A licence."""
        return SearchKind.LICENCE

    def facts(self, record: "AdministrativeLicence") -> list[tuple[str, Any]]:
        """The fields of the downloaded list."""
        facts = [(column.label, column.value(record)) for column in COLUMNS[1:]]
        return [(label, getattr(value, "label", value)) for label, value in facts]

    def public_url(self, record: "AdministrativeLicence") -> str:
        """The licence's page."""
        return url_for("licences.detail", licence_id=record.id)

    def form(self, record: "AdministrativeLicence | None") -> LicenceForm:
        """A new licence begins with one's own body."""
        own = {"deciding_body": current_staff().bureau.name}
        form = LicenceForm(obj=record, data={} if record else own)
        form.district.offer(district_options())
        if record and not form.is_submitted():
            form.district.data = record.district_code or ""
        return form

    def save(
        self, record: "AdministrativeLicence | None", form: LicenceForm, edit: Edit
    ) -> "AdministrativeLicence":
        """A party without a company page is kept by its name alone."""
        return services.save_licence(
            licence=record,
            company=company_by_code(form.uscc.data) if form.uscc.data else None,
            data=form.data_of_licence(),
            staff=current_staff(),
            edit=edit,
            paper=form.party_paper.data,
        )


desk = LicenceDesk(bp)
