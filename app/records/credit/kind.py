"""Entries of the red and the black list as a kind of record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Flask, url_for
from sqlalchemy import ScalarSelect, Select
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.imports.exporting import ExportColumn
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.kernel.search.sources import register_followers
from app.people.access import current_staff
from app.people.models import Staff
from app.publishing.desk.queries import may_see
from app.publishing.fields.declaring import RecordField
from app.publishing.kind.declaration import Fault, Options, Values
from app.publishing.life.listing import Criterion, holds
from app.publishing.life.rules import RepairTerms, caution_of
from app.publishing.life.sealed import Original
from app.records.companies.addressed import is_code
from app.records.companies.kind import CompanyKind
from app.records.companies.models import Company
from app.records.companies.queries import company_by_id
from app.records.credit import queries
from app.records.credit.entry_rows import EntryRow
from app.records.credit.models import CreditEntry
from app.records.credit.rules import HONOURS, ListKind, categories
from app.records.credit.terms import removal_terms


@dataclass(frozen=True)
class Beside:
    """A company's entries on the other list, each with the address where the person may look."""

    entries: list[tuple[CreditEntry, str]]
    is_suspended: bool
    """Whether one of them is public already."""


class CreditKind(CompanyKind[CreditEntry]):
    """Entries: which company is on which list, why, by whose decision, until when."""

    model = CreditEntry
    search_kind = SearchKind.RED
    endpoint, path = "credit", "/credit"
    key, name, line_name, unit = "entry", "红黑名单", "企业", "家"
    title, page_title, content_title = "红黑名单", "名单详情", "列入决定"
    has_own_company_block = True
    title_label = "名单主体"
    words_filter = "名称、代码或文号"
    chain_title = "据以列入的处罚"
    lists_by = "list"
    dated_by = "decided_on"
    read_for_search = ("list", "title", "category")
    orders = {  # noqa: RUF012  # read once
        "decided": queries.NEWEST,
        "until": (CreditEntry.publish_until.asc().nulls_last(), CreditEntry.id.desc()),
    }
    load = (joinedload(CreditEntry.company),)
    page_load = (joinedload(CreditEntry.company), joinedload(CreditEntry.district))
    list_template = "records/credit/list.html"
    page_template = "records/credit/detail.html"
    desk_template = "records/credit/staff/_beside.html"
    file_row = EntryRow

    @property
    def places(self) -> Mapping[str, str]:
        """Each list has a place of its own."""
        return {each.value: f"{self.path}/{each.value}" for each in ListKind}

    @property
    def downloads(self) -> Sequence[tuple[str, str]]:
        """Each list is downloaded by itself."""
        return [(each.value, each.label) for each in ListKind]

    @property
    def feeds(self) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
        """Each list can be subscribed to."""
        return {each.value: (each.label, {"list": each}) for each in ListKind}

    def summary_of(self, record: CreditEntry) -> str:
        """The body, and the ground at length."""
        return f"{record.deciding_body}　{record.reason}"

    def init_app(self, app: Flask) -> None:
        """An entry of the red list shows, or does not, because of those of the black one."""
        super().init_app(app)
        register_followers(
            app, SearchKind.BLACK, followed_by=SearchKind.RED, followers=queries.red_beside
        )

    @property
    def search_kinds(self) -> tuple[SearchKind, ...]:
        """Two lists share the table."""
        return SearchKind.RED, SearchKind.BLACK

    def search_kind_of(self, row: Any) -> SearchKind:
        """Red or black."""
        return SearchKind.BLACK if row.list is ListKind.BLACK else SearchKind.RED

    def mark_for(self, kind: SearchKind) -> str:
        """红 or 黑."""
        return kind.label[0]

    def suspended_from(self, today: date) -> ScalarSelect[date | None]:
        """An entry of the red list is not shown while its company is on the black one."""
        return queries.black_since(CreditEntry, today, CreditEntry.list == ListKind.RED)

    def returning_keys(self) -> Iterable[int]:
        """Entries of the red list come back on the day after the last on the black one."""
        return queries.returning_keys()

    def title_of(self, row: Any) -> str:
        """The company and the ground."""
        return f"{row.company_name}：{row.title}"

    def company_line(self, record: CreditEntry) -> str:
        """The list, the ground, the number of the decision."""
        number = f"（{record.document_number}）" if record.document_number else ""
        return f"{record.list.label}：{record.title}{number}"

    def category_of(self, row: Any) -> str:
        """The field in which the entry was earned."""
        return str(row.category.label)

    def rank_of(self, row: Any) -> int:
        """The black list comes before all else."""
        return 0 if row.list is ListKind.BLACK else 3

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """The field, the body, the day."""
        listed_on = f"列入日期 {row.decided_on}"
        return caution_of(row.objected_on), row.category.label, row.deciding_body, listed_on

    def searched(self, columns: Select[Any]) -> Select[Any]:
        """The company is found with its entries."""
        return columns.join(CreditEntry.company).add_columns(
            Company.name.label("company_name"), Company.uscc, Company.registration_number
        )

    def completed(self, document: SearchDocument, row: Any) -> SearchDocument:
        """By its name, its code and its old number."""
        codes = present(row.uscc, row.registration_number)
        return replace(document, names=(row.company_name,), codes=codes)

    def filter_choices(self, fixed: Mapping[str, Any]) -> Options:
        """An honour is no ground for the black list."""
        return {"category": categories(fixed["list"])}

    def words_criterion(self) -> Criterion:
        """The company's name or code, or a number."""
        named = holds(Company.name) | is_code(Company.uscc, Company.registration_number)
        by_company = named.among(CreditEntry.company_id, Company.id)
        return by_company | holds(CreditEntry.document_number)

    def prepare(
        self,
        record: CreditEntry | None,
        values: Values,
        *,
        staff: Staff,
        extra: Mapping[str, Any],
    ) -> tuple[Values, Original | None]:
        """The district is that of the company where none is chosen.

        Raises InvalidInputError for an entry that would move to the other list.
        """
        if record is not None and record.list is not values["list"]:
            raise InvalidInputError("红名单和黑名单不能互改，请另行录入。")
        completed = values | self.following(values, company_by_id(values["company_id"]))
        return super().prepare(record, completed, staff=staff, extra=extra)

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """What can't be right in the ground and the period of an entry."""
        if values["list"] is ListKind.BLACK and values["category"] in HONOURS:
            message = "这是荣誉，不能作黑名单的类别，请改选列入事由所属的领域"
            return "category", message
        if values["publish_until"] and values["publish_until"] < values["decided_on"]:
            return "publish_until", "公示截止日期不能早于列入日期"
        return super().fault(values)

    def new(self, staff: Staff, values: Mapping[str, Any]) -> CreditEntry:
        """An empty entry of the list on which it will stay."""
        record = super().new(staff, values)
        record.list = values["list"]
        return record

    def page_rows(self, record: CreditEntry) -> Iterable[tuple[str, Any, str]]:
        """The company with its code, or with the old number where it has none."""
        company, *others = super().page_rows(record)
        code, number = record.company.uscc, record.company.registration_number
        codes = [
            ("统一社会信用代码", code, "mj-id"),
            ("工商注册号", None if code else number, "mj-id"),
        ]
        return [company, *codes, *others]

    def shown(self, record: CreditEntry, field: RecordField) -> Any:
        """One without an end is public for as long as it stands."""
        words = super().shown(record, field)
        return words or "长期" if field.name == "publish_until" else words

    def own_columns(self) -> Sequence[ExportColumn[CreditEntry]]:
        """Since when it is public, too, which is not the day of the decision."""
        since: ExportColumn[CreditEntry] = ExportColumn(
            "published_on", "发布日期", lambda entry: entry.published_on
        )
        return (*super().own_columns(), since)

    def cited_as(self, record: CreditEntry) -> str:
        """With the list."""
        return f"{self.title_of(record)}（{record.list.label}）"

    def repair_terms(self, record: CreditEntry) -> RepairTerms | None:
        """Only the black list is a burden (总局令44号)."""
        return removal_terms(record.decided_on) if record.list is ListKind.BLACK else None

    def beside_list(self, filters: Any) -> Mapping[str, Any]:
        """Which list it is, and how many entries each shows."""
        return {"listed": filters.list, "counts": queries.counts_by_list()}

    def beside_desk(self, record: CreditEntry) -> Beside:
        """What a black entry suspends, or what suspends a red one."""
        others = queries.beside(record)
        return Beside(
            entries=[(other, self._address(other)) for other in others],
            is_suspended=is_suspended(others),
        )

    def _address(self, entry: CreditEntry) -> str:
        """Where the person may look at it: at the desk, else where the public does."""
        if may_see(self.source, current_staff(), entry):
            return url_for("admin.credit.detail", key=entry.id)
        is_public = entry.list is ListKind.BLACK and is_suspended([entry])
        return url_for("credit.detail", record_id=entry.id) if is_public else ""


def is_suspended(black: Iterable[CreditEntry]) -> bool:
    """Whether one of these approved entries is public already, and keeps others from it."""
    return any((entry.published_on or date.max) <= clock.today() for entry in black)


KIND = CreditKind()
