"""The records that can be contested, as the form and its rules need them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from app.kernel import clock
from app.kernel.errors import GoneError
from app.kernel.search.documents import SearchKind
from app.matters.redress.conditions import Condition, RepairTerms, listed_term, repair_conditions
from app.matters.redress.models import Record
from app.matters.redress.rules import RecordKind, RecordRef, RedressKind
from app.publishing.kind.queries import shown
from app.records.cases.kind import KIND as CASES
from app.records.cases.models import Case
from app.records.cases.periods import add_months, period_rule
from app.records.credit.kind import KIND as CREDIT
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.honours.kind import KIND as HONOURS
from app.records.honours.models import Honour
from app.records.inspections.kind import KIND as INSPECTIONS
from app.records.inspections.models import Inspection
from app.records.licences.kind import KIND as LICENCES
from app.records.licences.models import AdministrativeLicence

OTHER_ITEM = "other"
NO_LONGER_PUBLIC = "这条记录已不再公示，不需要再申请。"

_FIND: Mapping[RecordKind, Callable[[int], Any]] = {
    RecordKind.CASE: partial(shown, CASES),
    RecordKind.ENTRY: partial(shown, CREDIT),
    RecordKind.LICENCE: partial(shown, LICENCES),
    RecordKind.INSPECTION: partial(shown, INSPECTIONS),
    RecordKind.HONOUR: partial(shown, HONOURS),
}


@dataclass(frozen=True)
class Contested:
    """A published record as its party contests it."""

    ref: RecordRef
    record: Record
    party: str
    uscc: str
    """The code of its party; empty for natural persons, and where only an old number is known."""

    @property
    def title(self) -> str:
        """What the record is called."""
        return title_of(self.record)

    @property
    def number(self) -> str:
        """Number of the document that decided."""
        return number_of(self.record)

    @property
    def kinds(self) -> list[RedressKind]:
        """What can be asked for: only what burdens its party can be repaired."""
        return list(RedressKind) if repair_terms(self.record) else [RedressKind.OBJECTION]

    @property
    def only_kind(self) -> RedressKind | None:
        """The one thing that can be asked for; None where there is a choice."""
        return RedressKind.OBJECTION if len(self.kinds) == 1 else None

    def conditions(self) -> list[Condition]:
        """The conditions of a repair as they stand today; none where there is no repair."""
        return conditions_of(self.record)


def contested(ref: RecordRef) -> Contested:
    """The record, if the public may see it today; raises NotFoundError or GoneError."""
    try:
        record: Record = _FIND[ref.kind](ref.key)
    except GoneError as error:
        raise GoneError(NO_LONGER_PUBLIC) from error
    if isinstance(record, CreditEntry):
        return Contested(ref, record, record.company.name, record.company.uscc or "")
    code = record.uscc or (record.company.uscc if record.company else None)
    return Contested(ref, record, record.party_name, code or "")


def title_of(record: Record) -> str:
    """What a record is called, without what stands beside its title."""
    if isinstance(record, CreditEntry):
        return f"{record.company.name}：{record.title}（{record.list.label}）"
    if isinstance(record, Honour):
        return f"{record.party_name}：{record.words}"
    if isinstance(record, Inspection):
        return f"{record.maker_name}：{record.title}"
    return record.title


def number_of(record: Record) -> str:
    """Number of the document that decided, if it has one."""
    if isinstance(record, CreditEntry | Honour):
        return record.document_number or ""
    if isinstance(record, Inspection):
        return record.announcement or ""
    return record.decision_number or ""


def search_kind(record: Record) -> SearchKind:
    """What the record is to the index and the log."""
    if isinstance(record, Case):
        return SearchKind.CASE
    if isinstance(record, AdministrativeLicence):
        return SearchKind.LICENCE
    if isinstance(record, Inspection):
        return SearchKind.INSPECTION
    if isinstance(record, Honour):
        return SearchKind.HONOUR
    return SearchKind.BLACK if record.list is ListKind.BLACK else SearchKind.RED


def items(record: Record) -> list[tuple[str, str]]:
    """Pairs of value and words of what can be wrong in a record."""
    words = {name: label for name, label in record.FIELDS.items() if label and name != "company_id"}
    return [*words.items(), (OTHER_ITEM, "其他，在下面写明")]


def repair_terms(record: Record) -> RepairTerms | None:
    """From when, and under which rule, the record can be repaired; None where it can't."""
    if isinstance(record, Case):
        rule = period_rule(record.severity, record.decided_on)
        earliest = record.earliest_repair_on or rule.repair_from(record.decided_on)
        words = f"{record.severity.label}失信，公示{rule.words}，自决定之日起算。"
        return RepairTerms(earliest, f"{words}依据：{rule.basis}。")
    if isinstance(record, CreditEntry) and record.list is ListKind.BLACK:
        term = listed_term(record.decided_on)
        earliest = add_months(record.decided_on, term.length)
        return RepairTerms(
            earliest, f"列入满{_span(term.length)}，可以申请提前移出。依据：{term.basis}。"
        )
    return None


def conditions_of(record: Record) -> list[Condition]:
    """The conditions of a repair as they stand today; none where there is no repair."""
    terms = repair_terms(record)
    if terms is None:
        return []
    execution = record.execution if isinstance(record, Case) else None
    return repair_conditions(terms, execution=execution, today=clock.today())


def earliest_day(record: Record) -> date | None:
    """First day on which a repair may be applied for, where it can be at all."""
    terms = repair_terms(record)
    return terms.earliest_on if terms else None


def _span(months: int) -> str:
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"
