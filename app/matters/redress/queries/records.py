"""The records that can be contested, and which body decides about each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import GoneError, NotFoundError
from app.kernel.search.documents import SearchKind
from app.matters.complaints.matter.queries import coordination_office, serving_bureau
from app.matters.redress.conditions import RepairCondition, repair_conditions
from app.matters.redress.models import RedressApplication
from app.matters.redress.rules import RecordRef, RedressKind
from app.people.models import Bureau, BureauSuccession
from app.people.places import body_finder
from app.publishing.kind.kind import PublicKind
from app.publishing.kind.queries import shown
from app.publishing.kind.registry import contestable, kind_of
from app.publishing.life.models import Contestable
from app.publishing.life.rules import RepairTerms

OTHER_ITEM = "other"
NO_LONGER_PUBLIC = "这条记录已不再公示，不需要再申请。"


@dataclass(frozen=True)
class ContestedRecord:
    """A record as its party contests it: what its kind says of it."""

    of: PublicKind[Any]
    record: Contestable

    @property
    def ref(self) -> RecordRef:
        """Its name."""
        return RecordRef(self.of.key, self.record.id)

    @property
    def party(self) -> str:
        """Whom it is about."""
        return self.of.party_of(self.record).name

    @property
    def uscc(self) -> str:
        """The code of its party; empty where it has none."""
        return self.of.party_of(self.record).uscc

    @property
    def title(self) -> str:
        """What the record is called."""
        return self.of.cited_as(self.record)

    @property
    def number(self) -> str:
        """Number of the document that decided."""
        return self.of.number_of(self.record)

    @property
    def body(self) -> str:
        """The body that answers for it, by its name."""
        return self.of.body_of(self.record)

    @property
    def bureau_id(self) -> int | None:
        """The key of that body, where it has a desk here."""
        return self.of.bureau_of(self.record)

    @property
    def search_kind(self) -> SearchKind:
        """What the record is to the index and the log."""
        return self.of.search_kind_of(self.record)

    @property
    def items(self) -> list[tuple[str, str]]:
        """Pairs of value and words of what can be wrong in it."""
        fields = self.record.FIELDS.items()
        words = [(name, label) for name, label in fields if label and name != "company_id"]
        return [*words, (OTHER_ITEM, "其他，在下面写明")]

    @property
    def repair_terms(self) -> RepairTerms | None:
        """From when, and under which rule, it can be repaired; None where it can't."""
        return self.of.repair_terms(self.record)

    @property
    def kinds(self) -> list[RedressKind]:
        """What can be asked for: only what burdens its party can be repaired."""
        return list(RedressKind) if self.repair_terms else [RedressKind.OBJECTION]

    @property
    def only_kind(self) -> RedressKind | None:
        """The one thing that can be asked for; None where there is a choice."""
        return RedressKind.OBJECTION if len(self.kinds) == 1 else None

    @property
    def conditions(self) -> list[RepairCondition]:
        """The conditions of a repair (发改委令36号) today; none where there is no repair."""
        terms = self.repair_terms
        return repair_conditions(terms, clock.today()) if terms else []


def contested(ref: RecordRef) -> ContestedRecord:
    """The record, if the public may see it today; raises NotFoundError or GoneError."""
    kind = contestable(ref.kind)
    if kind is None:
        raise NotFoundError
    try:
        return ContestedRecord(kind, shown(kind, ref.key))
    except GoneError as error:
        raise GoneError(NO_LONGER_PUBLIC) from error


def named(text: str) -> ContestedRecord | None:
    """The same by its name in an address; None where ``text`` names no record of such a kind.

    Raises NotFoundError or GoneError for one that the public may not see today.
    """
    ref = RecordRef.parse(text)
    return contested(ref) if ref and contestable(ref.kind) else None


def as_contested(record: Contestable) -> ContestedRecord:
    """A record of a declared kind, public or not."""
    kind = kind_of(record)
    if kind is None:
        raise LookupError(f"no kind of {record.__tablename__}")
    return ContestedRecord(kind, record)


def titles_of(applications: Iterable[RedressApplication]) -> dict[RecordRef, str]:
    """What the records of these applications are called; one statement for each kind of them."""
    keys = defaultdict(set)
    for each in applications:
        keys[each.ref.kind].add(each.ref.key)
    return {ref: title for kind, some in keys.items() for ref, title in _titles(kind, some)}


def _titles(key: str, ids: set[int]) -> Iterable[tuple[RecordRef, str]]:
    kind = contestable(key)
    if kind is None:
        raise LookupError(f"no kind {key}")
    records = db.session.scalars(
        select(kind.model).where(kind.model.id.in_(ids)).options(*kind.load)
    )
    return [(RecordRef(key, record.id), kind.cited_as(record)) for record in records]


MOST_SUCCESSIONS = 5


def deciding_bureau(contested_record: ContestedRecord, on: date) -> Bureau:
    """The body that handles what is applied for against the record (谁认定谁修复, 发改委令36号).

    Where it is none of the city's, or left no single successor, the coordination office does.
    """
    decided = contested_record.bureau_id
    if decided is None:
        named = body_finder().find(contested_record.body)
        decided = named.id if named else None
    for _ in range(MOST_SUCCESSIONS):
        if decided is None:
            break
        if serving := serving_bureau(decided, on):
            return serving
        decided = _successor(decided)
    return coordination_office()


def _successor(bureau_id: int) -> int | None:
    heirs = db.session.scalars(
        select(BureauSuccession.successor_id).where(BureauSuccession.predecessor_id == bureau_id)
    ).all()
    return heirs[0] if len(heirs) == 1 else None
