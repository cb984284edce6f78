"""What a feature says about one of its published records, and what the record is filed under."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, NamedTuple
from zlib import crc32

from app.kernel.labels import LabelledEnum
from app.kernel.search.analysis import exact_key, fold, index_tokens, initial_tokens, sound_tokens
from app.kernel.search.facets import (
    AmountSpan,
    ChoiceFacet,
    CodeFacet,
    DaySpan,
    Facet,
    NumberFacet,
    Span,
    WordFacet,
    YearFacet,
)
from app.kernel.search.properties import Property, declared


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
    RECALL = "recall", "产品召回"


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

    A field with a row is a property: results are narrowed, counted or sorted by it, and the page
    lists properties in this order.

    ``ref`` is what its address needs (credit code, project code or number). ``codes`` and
    ``numbers`` are found when typed whole. ``texts`` are pairs of label and text; the label
    says where the words were found. ``rank`` is small, and smaller for what is more serious.
    ``status`` is a short public label, such as 存续 or 滞后. A record shows from
    ``visible_from`` to ``visible_until``, both days included.
    """

    kind: Annotated[
        SearchKind,
        ChoiceFacet(
            "结果类型",
            SearchKind,
            parameter="type",
            meaning="结果类型；红名单为 red，黑名单为 black",
        ),
    ]
    key: int
    ref: str
    title: str
    names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    district: Annotated[str | None, CodeFacet("县（市、区）", meaning="县（市、区）代码")] = None
    status: Annotated[str | None, WordFacet("状态", meaning="状态，如公示中、存续、滞后")] = None
    category: Annotated[str | None, WordFacet("类别")] = None
    bureau_id: Annotated[
        int | None,
        NumberFacet("部门", parameter="bureau", meaning="部门编号", named_by="bureau_name"),
    ] = None
    bureau_name: str | None = None
    year: Annotated[int | None, YearFacet("年度")] = None
    on: Annotated[date | None, DaySpan("日期", name="day", ends=("from", "to"), sort="date")] = None
    amount_cents: Annotated[
        int | None, AmountSpan("金额", name="amount", ends=("min", "max"), sort="amount")
    ] = None
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

    def visible_on(self, day: date) -> bool:
        """Whether the public may see the record on ``day``."""
        return self.visible_from <= day and (
            self.visible_until is None or day <= self.visible_until
        )


@dataclass(frozen=True)
class IndexTerms:
    """What a document is filed under, whatever the engine: its texts, folded, and their terms."""

    names: tuple[str, ...]
    others: tuple[str, ...]
    codes: frozenset[str]
    """Codes and numbers, as they are compared when typed whole or from their beginning."""

    @cached_property
    def whole_names(self) -> set[str]:
        """Names, as they are compared when typed whole."""
        return {exact_key(name) for name in self.names} - {""}

    @cached_property
    def name_tokens(self) -> set[str]:
        """The pairs and words of the names."""
        return set[str]().union(*map(index_tokens, self.names))

    @cached_property
    def sounds(self) -> set[str]:
        """The initials and syllables of the names."""
        return set[str]().union(*(initial_tokens(name) | sound_tokens(name) for name in self.names))

    @cached_property
    def tokens(self) -> set[str]:
        """The pairs and words of all texts."""
        return self.name_tokens.union(*map(index_tokens, self.others))


def index_terms(document: SearchDocument) -> IndexTerms:
    """Fold the texts of a document."""
    names = dict.fromkeys((document.title, *document.names, *document.former_names))
    codes = (*document.codes, *document.numbers)
    return IndexTerms(
        names=tuple(fold(name) for name in names),
        others=tuple(fold(text) for text in (*(text for _, text in document.texts), *codes)),
        codes=frozenset(exact_key(code) for code in codes) - {""},
    )


PROPERTIES: tuple[Property, ...] = declared(SearchDocument)
FACETS = tuple(each for each in PROPERTIES if isinstance(each, Facet))
SPANS = tuple(each for each in PROPERTIES if isinstance(each, Span))
FORM = crc32(repr([(type(each).__name__, each.columns) for each in PROPERTIES]).encode())
"""Another number whenever indexes must have other columns: they are then made anew."""
