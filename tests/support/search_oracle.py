"""What a search must find, in which order and with which counts, by a plain look at all texts."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kernel.search.analysis import exact_key, fold
from app.kernel.search.documents import DocumentId, SearchDocument, SearchKind
from app.kernel.search.engine import Filters, SortOrder
from tests.support.search_documents import codes, contents, names

TIER_EXACT, TIER_NAME, TIER_TEXT = 1000, 500, 100
KINDS = tuple(SearchKind)


@dataclass(frozen=True)
class Question:
    """Words that must stand somewhere, stretches to be found as they are, words to be left out."""

    words: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The question as a person types it."""
        quoted = (f"“{stretch}”" for stretch in self.quoted)
        return " ".join([*self.words, *quoted, *(f"-{word}" for word in self.without)])


@dataclass(frozen=True)
class Found:
    """A record that matches, and in which tier."""

    document: SearchDocument
    tier: int


class Oracle:
    """Knows what is to be found among the documents."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self._folded = [(each, _folded(contents(each)), _folded(names(each))) for each in documents]

    def matching(self, question: Question, today: date) -> list[Found]:
        """The records that match and are visible, in no order."""
        typed = exact_key(" ".join((*question.words, *question.quoted)))
        wanted = [fold(part) for part in (*question.words, *question.quoted)]
        unwanted = [fold(part) for part in question.without]
        found = []
        for document, everything, named in self._folded:
            if not document.visible_on(today) or any(
                _stands(each, everything) for each in unwanted
            ):
                continue
            if typed in map(exact_key, (*names(document), *codes(document))):
                found.append(Found(document, TIER_EXACT))
            elif all(_stands(each, everything) for each in wanted):
                in_names = all(_stands(each, named) for each in wanted)
                found.append(Found(document, TIER_NAME if in_names else TIER_TEXT))
        return found


def ordered(found: Iterable[Found], sort: SortOrder) -> list[DocumentId]:
    """The ids, the best first."""
    return [each.document.id for each in sorted(found, key=lambda one: _key(one, sort.value))]


def _key(found: Found, sort: str) -> tuple[Any, ...]:
    """Smaller for what comes first; the newest day first, then none."""
    document, tier = found.document, -found.tier
    length = min(len(document.title), 255) if found.tier > TIER_TEXT else 0
    age = -document.on.toordinal() if document.on else 0
    number = KINDS.index(document.kind), document.key
    match sort:
        case "date":
            return age, tier, length, document.rank, number
        case "amount":
            return -((document.amount_cents or 0) // 100), tier, document.rank, age, number
    return tier, length, document.rank, age, number


def narrowed(found: Iterable[Found], filters: Filters) -> list[Found]:
    """Those that pass the filters."""
    return [each for each in found if filters.admits(each.document)]


def counted(found: Iterable[Found], value: Callable[[SearchDocument], Any]) -> dict[Any, int]:
    """How many have each value, without those that have none."""
    values = (value(each.document) for each in found)
    return dict(Counter(each for each in values if each is not None))


def _folded(texts: Sequence[str]) -> list[str]:
    return [fold(text) for text in texts]


def _stands(wanted: str, texts: Sequence[str]) -> bool:
    return any(_stands_in(wanted, text) for text in texts)


def _stands_in(wanted: str, text: str) -> bool:
    """As it is written, where Latin words and numbers are whole."""
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if _may_part(text[start - 1 : start], wanted[0]) and _may_part(wanted[-1], text[end:][:1]):
            return True
        start = text.find(wanted, start + 1)
    return False


def _may_part(left: str, right: str) -> bool:
    """Whether no word or number goes on from one character to the next."""
    return not (_is_latin(left) and _is_latin(right))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
