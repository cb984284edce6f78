"""Marks what was found, shows the place where it stands, and says why a record matched."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.kernel.search.analysis import (
    LETTER,
    exact_key,
    fold,
    is_cjk,
    origins,
    pairs,
    runs,
    sound_tokens,
    sounds_of,
)
from app.kernel.search.documents import SearchDocument
from app.kernel.search.engine import MatchMode
from app.kernel.search.plan import QueryPlan

SNIPPET_LENGTH = 100
"""In characters."""
LEAD = 30
"""Characters before the first mark."""
CLAUSE_ENDS = "，。；：！？\n"
ELLIPSIS = "……"
_LETTER = re.compile(LETTER)
Offsets = tuple[int, int]


class FoldedText:
    """A text as it was written, and in the form in which it is searched."""

    __slots__ = ("folded", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)


class Marker:
    """Finds any of some folded words in texts.

    A Latin word or a number at the end of a word is found only where it is no part of a longer
    one. No pattern is compiled: each search has words of its own.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = [(word, not is_cjk(word), not is_cjk(word[-1:])) for word in words]

    def stands_in(self, written: FoldedText) -> bool:
        """Whether one of the words does."""
        return next(self._matches(written.folded), None) is not None

    def spans(self, written: FoldedText) -> Sequence[Offsets]:
        """Where the words stand in the text as written, in order and without overlap."""
        found = sorted(self._matches(written.folded))
        if not found:
            return ()
        places = origins(written.text)
        spans: list[Offsets] = []
        for start, end in found:
            begin, stop = places[start], places[end - 1] + 1
            if spans and begin < spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], stop))
            else:
                spans.append((begin, stop))
        return spans

    def _matches(self, folded: str) -> Iterator[Offsets]:
        for word, begins_latin, ends_latin in self._words:
            start = folded.find(word)
            while start >= 0:
                end = start + len(word)
                longer = (begins_latin and _LETTER.match(folded[max(0, start - 1) : start])) or (
                    ends_latin and _LETTER.match(folded[end : end + 1])
                )
                if not longer:
                    yield start, end
                start = folded.find(word, start + 1)

    def highlight(self, written: FoldedText) -> Markup:
        """The text, escaped, with each of the words marked."""
        return marked(written.text, self.spans(written))


def marked(text: str, spans: Sequence[Offsets]) -> Markup:
    """The text, escaped, with these stretches marked."""
    safe = escape(text)
    if not spans:
        return safe
    # As a rule nothing in a text means anything in HTML: then its pieces need no look each.
    written: Callable[[str], str] = str if len(safe) == len(text) else escape
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += (written(text[done:start]), "<mark>", written(text[start:end]), "</mark>")
        done = end
    parts.append(written(text[done:]))
    return Markup("".join(parts))  # noqa: S704  # all but the marks is escaped


@dataclass(frozen=True, slots=True)
class Hit:
    """A record on the page of results, in texts that are safe to show.

    ``facts`` are those of its facts that the other texts do not tell.
    """

    document: SearchDocument
    title: Markup
    snippet: Markup
    facts: Sequence[str]
    reason: str
    score: float
    """Of relevance, 0 to 1."""


class SearchedTexts:
    """Everything of a record that was searched, under the labels that people know, folded once."""

    __slots__ = ("labelled", "names", "texts", "title")

    def __init__(self, document: SearchDocument, title_label: str) -> None:
        self.title = FoldedText(document.title)
        self.names = [
            (title_label, self.title),
            *(("企业名称", FoldedText(name)) for name in document.names if name != document.title),
            *(("曾用名", FoldedText(name)) for name in document.former_names),
        ]
        self.texts = [(label, FoldedText(text)) for label, text in document.texts if text]
        self.labelled = [
            *self.names,
            *self.texts,
            *(("统一社会信用代码", FoldedText(code)) for code in document.codes),
            *(("文号", FoldedText(number)) for number in document.numbers),
        ]


class Explainer:
    """Explains the hits of one search."""

    def __init__(self, query: QueryPlan, mode: MatchMode) -> None:
        self._query, self._mode = query, mode
        self._terms = query.terms
        self._markers = [Marker([term]) for term in self._terms]
        self._whole = Marker(self._terms)
        self._parts = Marker([pair for term in self._terms for pair in _pairs(runs(term))])
        self._sounds = [sounds_of(pair) for pair in _pairs(query.words)]

    def explain(self, document: SearchDocument, title_label: str, score: float) -> Hit:
        """The marked title, the marked place in the texts, and why the record was found.

        ``title_label`` is what people call its title.
        """
        fields = SearchedTexts(document, title_label)
        whole = any(self._whole.stands_in(written) for _, written in fields.labelled)
        # Pairs of characters are marked when no word stands anywhere as a whole.
        marker = self._whole if whole else self._parts
        place, spans = _place(fields, document, marker)
        return Hit(
            document,
            title=marker.highlight(fields.title),
            snippet=_excerpt(place, spans),
            facts=[fact for fact in document.facts if fact != place or len(place) > SNIPPET_LENGTH],
            reason=self._reason(document, fields),
            score=score,
        )

    def _reason(self, document: SearchDocument, fields: SearchedTexts) -> str:
        words = self._query.words
        match self._mode:
            case MatchMode.SIMILAR:
                alike = self._sounds_alike(fields)
                return "匹配：名称读音相同" if alike else "匹配：名称相近"
            case MatchMode.SYLLABLES:
                return f"匹配：名称的拼音为“{''.join(words)}”"
            case MatchMode.INITIALS:
                return f"匹配：名称的拼音首字母为“{words[0]}”"
            case MatchMode.CODE_BEGINNING:
                return f"匹配：代码或编号以“{words[0].upper()}”开头"
        return self._same_number(document) or self._places(fields)

    def _sounds_alike(self, fields: SearchedTexts) -> bool:
        heard = (sound_tokens(written.folded) for _, written in fields.names)
        return any(all(sounds & tokens for sounds in self._sounds) for tokens in heard)

    def _same_number(self, document: SearchDocument) -> str:
        for label, numbers in (("统一社会信用代码", document.codes), ("文号", document.numbers)):
            if any(exact_key(number) == self._query.exact for number in numbers):
                return f"匹配：{label}一致"
        return ""

    def _places(self, fields: SearchedTexts) -> str:
        """Such as: 匹配：案件名称、违法事实中有“酱油”，共 3 处."""
        labels: dict[str, None] = {}
        found: dict[str, None] = {}
        count = 0
        for label, written in fields.labelled:
            for marker in self._markers:
                if spans := marker.spans(written):
                    begin, end = spans[0]
                    labels[label] = found[written.text[begin:end]] = None
                    count += len(spans)
        if not found:
            typed = "".join(f"“{term}”" for term in self._terms)
            return f"匹配：没有连续的{typed}，这些字分散在文中"
        quoted = "".join(f"“{word}”" for word in found)
        times = f"，共 {count} 处" if count > len(found) else ""
        return f"匹配：{'、'.join(labels)}中有{quoted}{times}"


def _pairs(words: Iterable[str]) -> list[str]:
    """The pairs of neighbouring Chinese characters in the words."""
    return [pair for word in words if is_cjk(word) for pair in pairs(word)]


def _place(
    fields: SearchedTexts, document: SearchDocument, marker: Marker
) -> tuple[str, Sequence[Offsets]]:
    """The first text with a mark, else the first there is, and where its marks stand."""
    candidates = [written for _, written in fields.texts]
    candidates += [FoldedText(f"曾用名：{name}") for name in document.former_names]
    for written in candidates:
        if spans := marker.spans(written):
            return written.text, spans
    return (candidates[0].text if candidates else ""), ()


def _excerpt(text: str, spans: Sequence[Offsets]) -> Markup:
    """A stretch of the text around its first mark."""
    start = _clause_start(text, spans[0][0]) if spans else 0
    if start + SNIPPET_LENGTH >= len(text):
        start = max(0, min(start, len(text) - SNIPPET_LENGTH))
    end = start + SNIPPET_LENGTH
    before = ELLIPSIS if start else ""
    after = ELLIPSIS if end < len(text) else ""
    shift = len(before) - start
    inside = [
        (begin + shift, min(stop, end) + shift) for begin, stop in spans if start <= begin < end
    ]
    return marked(f"{before}{text[start:end]}{after}", inside)


def _clause_start(text: str, mark: int) -> int:
    """Where to begin so that the mark is near: at the clause if it is short, else a bit before."""
    lead = text[max(0, mark - LEAD) : mark]
    if len(lead) < LEAD:
        return 0
    breaks = [place for place, char in enumerate(lead) if char in CLAUSE_ENDS]
    return mark - len(lead) + (breaks[0] + 1 if breaks else 0)
