"""Inspected batches as a kind of record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.search.documents import SearchKind
from app.publishing.fields.declaring import FieldPlace
from app.publishing.kind.declaration import Fault, Values
from app.publishing.kind.lists import listing
from app.publishing.life.rules import caution_of
from app.records.companies.addressed import AddressedKind
from app.records.companies.models import Company
from app.records.companies.parties import AddressedParty, addressed_party
from app.records.inspections.inspection_rows import InspectionRow
from app.records.inspections.models import Inspection
from app.records.inspections.queries import counts
from app.records.inspections.rules import CheckResult, fault, title_of


class InspectedKind(AddressedKind[Inspection]):
    """Batches of products: whose, where sampled, what was found (政府信息公开条例, item 13)."""

    model = Inspection
    search_kind = SearchKind.INSPECTION
    endpoint, path = "inspections", "/inspections"
    mark, unit = "检", "批"
    title, page_title, content_title = "监督抽查", "抽查详情", "批次与检查"
    column_type = "质量监管"
    title_label = "抽查结果"
    lead = "监督抽查、日常巡查和飞行检查的结果，一个批次一条，合格的和不合格的都公布。"
    description = "产品质量监督抽查、日常巡查和飞行检查的结果，一个批次一条。"
    words_filter = "产品、企业或项目"
    chain_title = "后续处理"
    contest_note = (
        "对检验结果不服的，生产者和被抽样单位可以在法定期限内向它申请复检；"
        "标称生产者认为不是自己生产的，也请提出。"
    )
    has_own_company_block = True
    in_main_menu = True
    dated_by = "announced_on"
    read_for_search = ("kind", "product_group", "product", "result")
    orders = {  # noqa: RUF012  # read once
        "announced": (Inspection.announced_on.desc(), Inspection.id.desc()),
        "sampled": (Inspection.sampled_on.desc(), Inspection.id.desc()),
    }
    load = (joinedload(Inspection.company).load_only(Company.uscc, Company.registration_number),)
    page_load = (joinedload(Inspection.company), joinedload(Inspection.district))
    list_template = "records/inspections/list.html"
    page_template = "records/inspections/detail.html"
    doubled = "这个批次已经录入：产品、批号、生产者、被抽样单位和抽样日期都相同。"
    file_row = InspectionRow

    def title_of(self, row: Any) -> str:
        """Product, batch and result."""
        return title_of(row.product, row.batch_number, row.kind, row.result)

    def category_of(self, row: Any) -> str:
        """The group of the product, and how it was inspected."""
        return f"{row.product_group.label}{row.kind.label}"

    def status_of(self, row: Any) -> str:
        """What was found."""
        return str(row.result.label)

    def rank_of(self, row: Any) -> int:
        """What failed comes before what passed."""
        return 2 if row.result is CheckResult.FAIL else 4

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """Who made it, what failed, who had it inspected."""
        body = row.bureau_name or row.inspecting_body
        return caution_of(row.objected_on), row.maker_name, row.failing_items, body

    def cited_as(self, record: Inspection) -> str:
        """With the maker, whose product it is."""
        return f"{record.maker_name}：{record.title}"

    def number_of(self, record: Inspection) -> str:
        """Name or number of the announcement."""
        return record.announcement or ""

    def feed_title_of(self, record: Inspection) -> str:
        """With the maker."""
        return record.headline

    def summary_of(self, record: Inspection) -> str:
        """Who had it inspected, and what failed."""
        return "　".join(filter(None, (record.inspecting_body, record.failing_items)))

    def concealed(self, values: Values, party: AddressedParty) -> Values:
        """Where it was sampled may be a natural person's too."""
        seller = values["seller_name"]
        shown = addressed_party(seller, None).name if seller else None
        return super().concealed(values | {"seller_name": shown}, party)

    def following(self, values: Values, company: Company | None) -> Values:
        """It is local where its maker is registered in the city, unless the editor says it."""
        stated = values["is_local"]
        registered_here = company is not None and company.district_code is not None
        is_local = registered_here if stated is None else stated
        return {**super().following(values, company), "is_local": is_local}

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """What can't be right in a result, its values and its dates."""
        found = fault(values, clock.today())
        if found or (found := super().fault(values)):
            return found
        until = values.get("publish_until")
        if until and until < values["announced_on"]:
            return "publish_until", "公示至早于发布日期，请核对"
        return None

    def identity(self, values: Mapping[str, Any]) -> Sequence[object]:
        """What was sampled where, by whom and when; not what was found, which may be corrected."""
        return (
            values["kind"].value,
            values["product"],
            values["specification"],
            values["batch_number"],
            values["uscc"] or values["maker_name"],
            values["seller_name"],
            values["sampled_on"],
            values["inspecting_body"],
        )

    def is_shown_elsewhere(self) -> ColumnElement[bool]:
        """Only those that failed."""
        return Inspection.result == CheckResult.FAIL

    def beside_list(self, filters: Any) -> Mapping[str, Any]:
        """How the batches came out, whichever result is asked for."""
        return {"counts": counts(listing(self), filters)}

    def desk_rows(self, record: Inspection) -> Iterable[tuple[str, Any, str]]:
        """What failed stands among the fields."""
        return self.rows_in(FieldPlace.EXPORT, record)


KIND = InspectedKind()
