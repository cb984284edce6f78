"""Administrative licences as a kind of record."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, load_only

from app.kernel.masking import hide_identity
from app.kernel.search.documents import SearchKind
from app.publishing.kind.declaration import Fault, Values
from app.publishing.life.rules import caution_of
from app.records.companies.addressed import ValidityKind, refused_future
from app.records.companies.models import Company
from app.records.companies.parties import AddressedParty
from app.records.companies.rules import PartyKind
from app.records.licences.licence_rows import LicenceRow
from app.records.licences.models import CODES, AdministrativeLicence
from app.records.licences.rules import NUMBERS, fault, name_of, numbers_of

SHOWN = (
    load_only(
        AdministrativeLicence.party_name,
        AdministrativeLicence.document_name,
        AdministrativeLicence.certificate_name,
        AdministrativeLicence.licence_number,
        AdministrativeLicence.decision_number,
        AdministrativeLicence.kind,
        AdministrativeLicence.state,
        AdministrativeLicence.content,
        AdministrativeLicence.deciding_body,
        AdministrativeLicence.decided_on,
        AdministrativeLicence.valid_until,
        AdministrativeLicence.objected_on,
        raiseload=True,
    ),
    joinedload(AdministrativeLicence.company).load_only(Company.uscc, Company.registration_number),
)
"""What a line of the list needs."""


class AdministrativeLicenceKind(ValidityKind[AdministrativeLicence]):
    """Licences: what was granted to whom, how long it is valid and so shown (双公示)."""

    model = AdministrativeLicence
    search_kind = SearchKind.LICENCE
    endpoint, path = "licences", "/licences"
    mark, unit = "许", "件"
    title, page_title, content_title = "行政许可", "许可详情", "许可决定"
    column_type = "双公示"
    lead = "各部门作出的行政许可决定，自决定之日起7个工作日内公示，有效期满自动撤下。"
    title_label = "许可名称"
    words_filter = "名称、代码或编号"
    in_main_menu = True
    has_own_company_block = True
    contest_note = "许可的变更、延续和注销由许可机关办理。"
    dated_by = "decided_on"
    read_for_search = ("document_name", "certificate_name", "kind", "valid_until")
    orders = {  # noqa: RUF012  # read once
        "decided": (AdministrativeLicence.decided_on.desc(), AdministrativeLicence.id.desc()),
        "until": (
            AdministrativeLicence.valid_until.asc().nulls_last(),
            AdministrativeLicence.id.desc(),
        ),
    }
    page_load = (
        joinedload(AdministrativeLicence.company),
        joinedload(AdministrativeLicence.district),
    )
    list_template = "records/licences/list.html"
    page_template = "records/licences/detail.html"
    file_row = LicenceRow
    doubled = "这件许可已经录入：编号、相对人和许可机关都相同。"

    def lines(self) -> Select[*tuple[Any, ...]]:
        """Of each licence what a line shows."""
        return select(AdministrativeLicence).options(*SHOWN)

    def title_of(self, row: Any) -> str:
        """To whom and what: 温州某某有限公司食品经营许可证."""
        return f"{row.party_name}{name_of(row.certificate_name, row.document_name)}"

    def company_line(self, record: AdministrativeLicence) -> str:
        """What was granted, with its number."""
        number = f"（{record.numbers[0]}）" if record.numbers else ""
        return f"{record.name}{number}"

    def category_of(self, row: Any) -> str | None:
        """The kind of licence."""
        return f"{row.kind.label}许可" if row.kind else None

    def rank_of(self, row: Any) -> int:
        """After penalties."""
        return 3

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """Number and body, and how long it is valid."""
        until = f"有效期至 {row.valid_until}" if row.valid_until else "长期有效"
        numbers = numbers_of(row.licence_number, row.decision_number)
        return caution_of(row.objected_on), *numbers[:1], row.deciding_body, until

    def concealed(self, values: Values, party: AddressedParty) -> Values:
        """A person's certificate may bear the number of the identity card."""
        shown = super().concealed(values, party)
        if not party.is_person:
            return shown
        return shown | {name: hide_identity(shown[name]) for name in NUMBERS if shown[name]}

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """What can't be right in its party, its numbers and its dates."""
        found = fault(values, has_code=any(values[name] for name in CODES))
        return found or refused_future(values, self.by_name["decided_on"])

    def identity(self, values: Mapping[str, Any]) -> Sequence[object]:
        """The number, for whom, by whom; a person is told apart by the day."""
        who = values["uscc"] or values["registration_number"] or values["party_name"]
        is_person = values["party_kind"] is PartyKind.PERSON
        apart = values["decided_on"] if is_person else None
        return *(values[name] for name in NUMBERS), who, values["deciding_body"], apart

    def source_of(self, record: AdministrativeLicence) -> str:
        """The body that the file names, or that wrote the record."""
        return record.source_body or super().source_of(record)


KIND = AdministrativeLicenceKind()
