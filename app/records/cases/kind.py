"""Disclosed penalties as a kind of record, and the articles that tell of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.errors import InvalidInputError
from app.kernel.search.documents import SearchKind
from app.kernel.web.templating import wan, yuan
from app.people.models import Staff
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.types import Amount
from app.publishing.kind.declaration import Values
from app.publishing.life.rules import Period, RepairTerms, caution_of
from app.publishing.life.sealed import Original
from app.records.cases.decision_rows import DecisionRow
from app.records.cases.models import Case
from app.records.cases.periods import PeriodRule, period_rule
from app.records.cases.queries import AMOUNT, CaseLine, lines
from app.records.cases.rules import Severity
from app.records.companies.addressed import AddressedKind


class CaseKind(AddressedKind[Case]):
    """Penalties: who did what, what was decided, until when it is shown under which rule."""

    model = Case
    search_kind = SearchKind.CASE
    endpoint, path = "cases", "/cases"
    mark, unit = "罚", "件"
    title, page_title, content_title = "行政处罚", "案件详情", "处罚决定"
    column_type = "双公示"
    lead = (
        "各部门作出的行政处罚决定，自决定之日起7个工作日内公示，到期自动撤下。"
        "公示期限按失信程度确定。"
    )
    words_filter = "名称、代码或文号"
    chain_title = "列入名单"
    in_main_menu = True
    has_own_company_block = True
    dated_by = "decided_on"
    read_for_search = ("title", "field", "severity")
    orders = {  # noqa: RUF012  # read once
        "decided": (Case.decided_on.desc(), Case.id.desc()),
        "until": (Case.publish_until.asc().nulls_last(), Case.id.desc()),
        "amount": (AMOUNT.desc(), Case.id.desc()),
    }
    line = CaseLine
    page_load = (
        joinedload(Case.company),
        joinedload(Case.district),
        selectinload(Case.milestones),
    )
    list_template = "records/cases/list.html"
    page_template = "records/cases/detail.html"
    file_row = DecisionRow

    def lines(self) -> Select[*tuple[Any, ...]]:
        """A few columns of each case."""
        return lines()

    def title_of(self, row: Any) -> str:
        """The case's own title."""
        return str(row.title)

    def company_line(self, record: Case) -> str:
        """The title with the number of the decision."""
        number = f"（{record.decision_number}）" if record.decision_number else ""
        return f"{record.title}{number}"

    def category_of(self, row: Any) -> str:
        """The field of life."""
        return str(row.field.label)

    def rank_of(self, row: Any) -> int:
        """Grave dishonesty comes first."""
        return 1 if row.severity is Severity.SERIOUS else 2

    def facts_of(self, row: Any) -> Sequence[str | None]:
        """Number and body of the decision, and until when it is shown."""
        until = f"公示至 {row.publish_until}" if row.publish_until else ""
        return caution_of(row.objected_on), row.decision_number, row.deciding_body, until

    def prepare(
        self, record: Case | None, values: Values, *, staff: Staff, extra: Mapping[str, Any]
    ) -> tuple[Values, Original | None]:
        """The period is that of the rule in force on the day of the decision.

        Raises InvalidInputError for a longer one.
        """
        prepared, original = super().prepare(record, values, staff=staff, extra=extra)
        decided_on = prepared["decided_on"]
        rule = period_rule(prepared["severity"], decided_on)
        _refuse_longer(prepared, rule)
        prepared["publish_until"] = prepared["publish_until"] or rule.last_day(decided_on)
        prepared["earliest_repair_on"] = rule.repair_from(decided_on)
        return prepared, original

    def shown(self, record: Case, field: RecordField) -> Any:
        """Amounts also in 万元, as the press writes them; none where there is none."""
        if not isinstance(field.type, Amount):
            return super().shown(record, field)
        cents = getattr(record, field.name)
        return f"{yuan(cents)}（{wan(cents)}）" if cents else ""

    def period_of(self, record: Case) -> Period | None:
        """From the decision on, with the day from which repair may be applied for."""
        if record.publish_until is None:
            return None
        return Period(record.decided_on, record.publish_until, record.earliest_repair_on)

    def repair_terms(self, record: Case) -> RepairTerms:
        """After the shortest period of publication (发改委令36号, or the rule of its day)."""
        rule = period_rule(record.severity, record.decided_on)
        words = f"{record.severity.label}失信，公示{rule.term_label}，自决定之日起算。"
        return RepairTerms(
            earliest_on=record.earliest_repair_on or rule.repair_from(record.decided_on),
            basis=f"{words}依据：{rule.basis}。",
            execution=record.execution or "",
        )

    def beside_page(self, record: Case) -> Mapping[str, Any]:
        """The rule of its period, and the articles that tell of it."""
        rule = period_rule(record.severity, record.decided_on)
        return {**super().beside_page(record), "rule": rule, "articles": articles_of(record.id)}


def _refuse_longer(values: Values, rule: PeriodRule) -> None:
    decided_on, until = values["decided_on"], values["publish_until"]
    last_day = rule.last_day(decided_on)
    if until is not None and not decided_on <= until <= last_day:
        raise InvalidInputError(
            f"公示截止日期应在处罚决定日期之后，且不晚于 {last_day.isoformat()}"
            f"（公示期{rule.term_label}，依据{rule.basis}）。"
        )


KIND = CaseKind()


EXTENSION = "case_articles"


@dataclass(frozen=True)
class CaseArticle:
    """An article that tells of a case: what kind it is, its title, its address, its date."""

    kind: str
    title: str
    url: str
    on: date


ArticleSource = Callable[[int], Iterable[CaseArticle]]


def register_articles(app: Flask, source: ArticleSource) -> None:
    """Let ``source`` say which articles tell of a case, given its key."""
    app.extensions.setdefault(EXTENSION, []).append(source)


def articles_of(case_id: int) -> list[CaseArticle]:
    """The articles that tell of the case, newest first."""
    sources: list[ArticleSource] = current_app.extensions.get(EXTENSION, [])
    found = [each for source in sources for each in source(case_id)]
    return sorted(found, key=lambda each: each.on, reverse=True)
