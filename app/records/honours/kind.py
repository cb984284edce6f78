"""Honours as a kind of record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, Flask
from sqlalchemy import ScalarSelect
from sqlalchemy.orm import joinedload

from app.kernel import clock
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_followers
from app.people.permissions import Permission
from app.publishing.kind.declaration import Fault, Options
from app.publishing.life.chain import ChainSource, register_chain
from app.publishing.life.rules import caution_of
from app.records.companies.addressed import ValidityKind
from app.records.companies.models import Company
from app.records.credit.models import CreditEntry
from app.records.credit.queries import black_since
from app.records.honours import queries, rules, views
from app.records.honours.honour_rows import HonourRow
from app.records.honours.models import Honour
from app.records.indicators.measures import register_measure


class HonourRegister(ValidityKind[Honour]):
    """Honours: to whom, what, by whom; shown while they hold and nothing suspends them."""

    model = Honour
    search_kind = SearchKind.HONOUR
    endpoint, path = "honours", "/honours"
    mark, unit = "荣", "项"
    title, page_title, content_title = "荣誉", "荣誉详情", "授予决定"
    lead = (
        "各级政府和部门授予的质量奖、名牌、优质工程奖等荣誉，是红名单的来源。"
        "有效期满自动撤下，获得者在黑名单上期间暂停公示。"
    )
    description = (
        "政府质量奖、名牌产品、优质工程奖、服务名牌、A级纳税人等荣誉的登记，过期自动撤下。"
    )
    words_filter = "名称或文号"
    chain_title = "据以列入的名单"
    in_main_menu = True
    has_own_company_block = True
    dated_by = "granted_on"
    read_for_search = ("kind", "grade", "valid_until")
    orders = {  # noqa: RUF012  # read once
        "granted": (Honour.granted_on.desc(), Honour.id.desc()),
        "until": (Honour.valid_until.asc().nulls_last(), Honour.id.desc()),
    }
    load = (joinedload(Honour.company).load_only(Company.uscc, Company.registration_number),)
    page_load = (joinedload(Honour.company), joinedload(Honour.district))
    doubled = "这项荣誉已经录入：名称、项目、年度、获得者和授予机关都相同。"
    list_template = "records/honours/list.html"
    page_template = "records/honours/detail.html"
    desk_template = "records/honours/staff/_beside.html"
    desk_pages = (
        ("/<int:key>/entry", "draft_entry", views.draft_entry, Permission.EDIT_RECORDS, ["POST"]),
    )
    file_row = HonourRow

    def init_app(self, app: Flask) -> None:
        """Follow the black list, tell of entries that rest on honours, count for the policy."""
        super().init_app(app)
        followers = queries.beside_black
        register_followers(app, SearchKind.BLACK, followed_by=self.search_kind, followers=followers)
        public, desk = partial(views.public_links, self), partial(views.desk_links, self)
        register_chain(app, ChainSource(public=public, desk=desk, offers=views.offers))
        register_measure(app, "honours", queries.promised_number, rows=[Honour, CreditEntry])

    def add_pages(self, bp: Blueprint) -> None:
        """What the policy wanted of honours."""
        bp.add_url_rule("/targets", view_func=views.targets)

    def title_of(self, row: Any) -> str:
        """To whom and what."""
        return f"{row.party_name}：{rules.full_title_of(row.title, row.subject)}"

    def company_line(self, record: Honour) -> str:
        """What, as the page says to whom."""
        return record.full_title

    def category_of(self, row: Any) -> str:
        """For what it was given."""
        return str(row.kind.label)

    def rank_of(self, row: Any) -> int:
        """As entries of the red list."""
        return 3

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """Grade, document and body, and until when it holds."""
        until = f"有效期至 {row.valid_until}" if row.valid_until else "长期有效"
        caution, grade = caution_of(row.objected_on), row.grade.label
        return caution, grade, row.document_number, row.grantor, until

    def suspended_from(self, today: date) -> ScalarSelect[date | None]:
        """Since, or from, which day its holder stands on the black list."""
        return black_since(Honour, today)

    def returning_keys(self) -> Iterable[int]:
        """Those whose holders have left the black list."""
        return queries.returning_keys()

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """What contradicts itself in an honour."""
        return rules.fault(values, clock.today())

    def identity(self, values: Mapping[str, Any]) -> Sequence[object]:
        """Which honour, for what, of which year, to whom, by whom; of a person what is shown."""
        who = values["uscc"] or values["registration_number"] or values["party_name"]
        return values["title"], values["subject"], values["year"], who, values["grantor"]

    def filter_choices(self, fixed: Mapping[str, Any]) -> Options:
        """What there is among the honours that are shown."""
        return queries.choices()

    def beside_list(self, filters: Any) -> Mapping[str, Any]:
        """How many honours each choice would leave."""
        return {"choices": queries.counted_choices(filters, self.words_criterion())}

    def beside_desk(self, record: Honour) -> queries.Suspension | None:
        """What suspends the honour."""
        return queries.suspension_of(record)

    @property
    def places(self) -> Mapping[str, str]:
        """The list, and what the policy wanted beside what there is."""
        return {**super().places, "honour_targets": f"{self.path}/targets"}

    @property
    def menu_sections(self) -> Sequence[str]:
        """Badges stand under the same entry."""
        return (*super().menu_sections, "/creation")

    def summary_of(self, record: Honour) -> str:
        """By whom, and for what."""
        return "　".join(filter(None, (record.grantor, record.merits)))


KIND = HonourRegister()
