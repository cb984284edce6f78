"""What a feature says about one of its published records, so that it can be found."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from zlib import crc32

from app.kernel.labels import LabelledEnum


class SearchKind(LabelledEnum):
    """The kinds of record that can be found, in the order in which an index numbers them."""

    COMPANY = "company", "企业"
    RED = "red", "红名单"
    BLACK = "black", "黑名单"
    CASE = "case", "行政处罚"
    PROJECT = "project", "重点项目"
    BULLETIN = "bulletin", "通知公告"
    LICENCE = "licence", "行政许可"
    INDICATOR = "indicator", "承诺指标"
    INSPECTION = "inspection", "监督抽查"
    HONOUR = "honour", "荣誉"
    SURVEY = "survey", "满意度调查"
    LIVELIHOOD = "livelihood", "惠民工程"
    FUND = "fund", "奖励资金"
    CREATION = "creation", "创建授牌"
    MONTHLY = "monthly", "月报"


class DocumentId(NamedTuple):
    """A record's address in the index: its kind and its primary key."""

    kind: SearchKind
    key: int

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.key}"


def present(*facts: str | None) -> tuple[str, ...]:
    """Those of the facts that there are."""
    return tuple(filter(None, facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One published record as the index and the page of results see it.

    ``ref`` is what its address needs (credit code, project code or number). ``codes`` and
    ``numbers`` are found when typed whole. ``texts`` are pairs of label and text; the label
    says where the words were found. ``rank`` is small, and smaller for what is more serious.
    ``status`` is a short public label, such as 存续 or 滞后. A record shows from
    ``visible_from`` to ``visible_until``, both days included.
    """

    kind: SearchKind
    key: int
    ref: str
    title: str
    names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    district: str | None = None
    bureau_id: int | None = None
    bureau_name: str | None = None
    category: str | None = None
    status: str | None = None
    year: int | None = None
    on: date | None = None
    amount_cents: int | None = None
    rank: int = 5
    visible_from: date
    visible_until: date | None = None
    facts: tuple[str, ...] = ()

    @property
    def id(self) -> DocumentId:
        """Kind and primary key."""
        return DocumentId(self.kind, self.key)

    @property
    def fingerprint(self) -> int:
        """A number that changes when anything in the document does."""
        return crc32(repr(self).encode("utf-8", "surrogatepass")) & 0x7FFFFFFF

    @property
    def amount_yuan(self) -> int | None:
        """The amount in whole yuan, None where there is none."""
        return self.amount_cents // 100 if self.amount_cents else None

    def visible_on(self, day: date) -> bool:
        """Whether the public may see the record on ``day``."""
        return self.visible_from <= day and (
            self.visible_until is None or day <= self.visible_until
        )
