"""Accidents and recalls as a kind of record."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.search.documents import SearchKind
from app.publishing.kind.declaration import Fault
from app.publishing.life.rules import caution_of
from app.records.companies.addressed import AddressedKind
from app.records.recalls.models import Recall


class RecallsKind(AddressedKind[Recall]):
    """Products of which their owners are warned."""

    model = Recall
    search_kind = SearchKind.RECALL
    endpoint, path = "recalls", "/recalls"
    mark, unit = "召", "件"
    title, page_title, content_title = "质量安全事故和产品召回", "召回详情", "事故与召回"
    lead = "有缺陷、可能伤人或者已经出事的产品：是哪一批、有什么危害、买到的人应当怎样做。"
    description = "质量安全事故和产品召回：产品、批次、原因、危害、消费者怎样做、处置措施。"
    title_label = "产品"
    words_filter = "产品、品牌或生产者"
    dated_by = "announced_on"
    orders = {  # noqa: RUF012  # read once
        "announced_on": (Recall.announced_on.desc(), Recall.id.desc()),
        "items": (Recall.items.desc(), Recall.id.desc()),
    }
    listed = ("reason", "advice", "items", "announced_on")
    read_for_search = ("product", "kind")
    load = page_load = (joinedload(Recall.company), joinedload(Recall.district))
    page_template = "records/recalls/detail.html"
    doubled = "这次召回已经录入：产品、批次、生产者和发布日期都相同。"

    def title_of(self, row: Any) -> str:
        """Brand, product and what it is about."""
        return f"{row.brand or ''}{row.product}：{row.kind.label}"

    def category_of(self, row: Any) -> str:
        """Recall or accident."""
        return str(row.kind.label)

    def rank_of(self, row: Any) -> int:
        """People may be hurt: second to the black list alone."""
        return 1

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """Maker, batch and body."""
        return caution_of(row.objected_on), row.maker_name, row.batch, row.announcing_body

    def summary_of(self, record: Recall) -> str:
        """What its owner should do comes first."""
        return f"{record.advice}　{record.reason}"

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """Days that can't be right."""
        if values["announced_on"] > clock.today():
            return "announced_on", "发布日期在今天之后，请核对"
        begins_on, ends_on = values["begins_on"], values["ends_on"]
        if ends_on and (begins_on is None or ends_on < begins_on):
            return "ends_on", "召回结束日期应有开始日期，且不早于它"
        return super().fault(values)

    def identity(self, values: Mapping[str, Any]) -> Sequence[object]:
        """Which batch of whose product was announced when; not how many, which may be corrected."""
        maker = values["uscc"] or values["maker_name"]
        return maker, values["product"], values["batch"], values["announced_on"]


KIND = RecallsKind()
