"""Marks what was found, shows the place where it stands, and says why a record matched."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from app.search.documents import SearchDocument, SearchKind
from app.search.engine import MatchMode
from app.search.normalise import exact_key, fold, fold_with_positions
from app.search.pinyin import sound_tokens, sounds_of
from app.search.plan import QueryPlan
from app.search.tokens import LETTER, is_cjk, pairs, runs

SNIPPET_LENGTH = 100
LEAD = 30
CLAUSE_ENDS = "，。；：！？\n"
ELLIPSIS = "……"

TITLE_LABELS = {
    SearchKind.COMPANY: "企业名称",
    SearchKind.RED: "名单主体",
    SearchKind.BLACK: "名单主体",
    SearchKind.CASE: "案件名称",
    SearchKind.PROJECT: "项目名称",
    SearchKind.BULLETIN: "标题",
    SearchKind.LICENCE: "许可名称",
    SearchKind.INDICATOR: "指标名称",
    SearchKind.INSPECTION: "抽查结果",
    SearchKind.HONOUR: "荣誉名称",
    SearchKind.SURVEY: "调查名称",
    SearchKind.LIVELIHOOD: "年度主题",
    SearchKind.FUND: "奖励资金",
    SearchKind.CREATION: "创建授牌",
}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Explained:
    """A hit's texts, safe to show, and those of its facts that they do not tell."""

    title: Markup
    snippet: Markup
    facts: Sequence[str]
    reason: str


def explain(document: SearchDocument, query: QueryPlan, mode: MatchMode) -> Explained:
    """The marked title, the marked place in the texts, and why the record is among the results."""
    fields = _fields(document)
    marks = _marks(fields, query.terms)
    text, spans = _place(document, marks)
    return Explained(
        title=highlight(document.title, marks),
        snippet=_excerpt(text, spans),
        facts=[fact for fact in document.facts if fact != text or len(text) > SNIPPET_LENGTH],
        reason=_reason(document, fields, query, mode),
    )


def highlight(text: str, words: Sequence[str]) -> Markup:
    """``text``, escaped, with each occurrence of a folded word marked."""
    return _marked(text, _spans(text, words))


def _fields(document: SearchDocument) -> list[tuple[str, str]]:
    """Everything that was searched, under the label that people know it by."""
    names = [name for name in document.names if name != document.title]
    return [
        (TITLE_LABELS[document.kind], document.title),
        *(("企业名称", name) for name in names),
        *(("曾用名", name) for name in document.former_names),
        *document.texts,
        *(("统一社会信用代码", code) for code in document.codes),
        *(("文号", number) for number in document.numbers),
    ]


def _marks(fields: Sequence[tuple[str, str]], words: Sequence[str]) -> list[str]:
    """The words to mark; their pairs of characters when no word stands anywhere as a whole."""
    if any(_spans(text, words) for _, text in fields):
        return list(words)
    stretches = [run for word in words for run in runs(word) if is_cjk(run)]
    return [pair for stretch in stretches for pair in pairs(stretch)]


def _place(document: SearchDocument, marks: Sequence[str]) -> tuple[str, Sequence[Span]]:
    """The first text with a mark, else the first there is, and where its marks stand."""
    candidates = [text for _, text in document.texts if text]
    candidates += [f"曾用名：{name}" for name in document.former_names]
    for text in candidates:
        if spans := _spans(text, marks):
            return text, spans
    return next(iter(candidates), ""), ()


def _excerpt(text: str, spans: Sequence[Span]) -> Markup:
    """A stretch of the text around its first mark."""
    start = _clause_start(text, spans[0][0]) if spans else 0
    if start + SNIPPET_LENGTH >= len(text):
        start = max(0, min(start, len(text) - SNIPPET_LENGTH))
    end = start + SNIPPET_LENGTH
    inside = [(begin - start, stop - start) for begin, stop in spans if begin >= start]
    stretch = _marked(text[start:end], [span for span in inside if span[1] <= SNIPPET_LENGTH])
    before = ELLIPSIS if start else ""
    after = ELLIPSIS if end < len(text) else ""
    return before + stretch + after


def _clause_start(text: str, mark: int) -> int:
    """Where to begin so that the mark is near: at the clause if it is short, else a bit before."""
    lead = text[max(0, mark - LEAD) : mark]
    if len(lead) < LEAD:
        return 0
    breaks = [place for place, char in enumerate(lead) if char in CLAUSE_ENDS]
    return mark - len(lead) + (breaks[0] + 1 if breaks else 0)


def _reason(
    document: SearchDocument,
    fields: Sequence[tuple[str, str]],
    query: QueryPlan,
    mode: MatchMode,
) -> str:
    words = query.words
    if mode is MatchMode.SIMILAR:
        return "匹配：名称读音相同" if _sounds_alike(document, words) else "匹配：名称相近"
    if mode is MatchMode.SYLLABLES:
        return f"匹配：名称的拼音为“{''.join(words)}”"
    if mode is MatchMode.INITIALS:
        return f"匹配：名称的拼音首字母为“{words[0]}”"
    if mode is MatchMode.CODE_BEGINNING:
        return f"匹配：代码或编号以“{words[0].upper()}”开头"
    return _same_number(document, query) or _places(fields, query.terms)


def _same_number(document: SearchDocument, query: QueryPlan) -> str:
    for label, numbers in (("统一社会信用代码", document.codes), ("文号", document.numbers)):
        if any(exact_key(number) == query.exact for number in numbers):
            return f"匹配：{label}一致"
    return ""


def _sounds_alike(document: SearchDocument, words: Sequence[str]) -> bool:
    typed = [sounds_of(pair) for word in words if is_cjk(word) for pair in pairs(word)]
    heard = (
        sound_tokens(fold(name))
        for name in (document.title, *document.names, *document.former_names)
    )
    return any(all(sounds & tokens for sounds in typed) for tokens in heard)


def _places(fields: Sequence[tuple[str, str]], words: Sequence[str]) -> str:
    """Such as: 匹配：案件名称、违法事实中有“酱油”，共 6 处."""
    labels: dict[str, None] = {}
    found: dict[str, None] = {}
    count = 0
    for label, text in fields:
        for word in words:
            if spans := _spans(text, [word]):
                labels[label] = found[_as_written(text, spans[0])] = None
                count += len(spans)
    if not found:
        typed = "".join(f"“{word}”" for word in words)
        return f"匹配：没有连续的{typed}，这些字分散在文中"
    quoted = "".join(f"“{word}”" for word in found)
    times = f"，共 {count} 处" if count > len(found) else ""
    return f"匹配：{'、'.join(labels)}中有{quoted}{times}"


def _as_written(text: str, span: Span) -> str:
    return text[span[0] : span[1]]


def _spans(text: str, words: Sequence[str]) -> Sequence[Span]:
    """Where the words stand in ``text``, as written, in order and without overlap."""
    return _spans_of(text, tuple(words)) if words else ()


_folded = lru_cache(maxsize=256)(fold_with_positions)


@lru_cache(maxsize=256)
def _spans_of(text: str, words: tuple[str, ...]) -> Sequence[Span]:
    """Kept for a moment: to mark a text, to cut it and to say why it matched ask the same."""
    folded, positions = _folded(text)
    spans: list[Span] = []
    for match in _any_of(words).finditer(folded):
        span = (positions[match.start()], positions[match.end() - 1] + 1)
        if spans and span[0] < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], span[1]))
        else:
            spans.append(span)
    return spans


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the words, the longest first."""
    return re.compile("|".join(_whole(word) for word in sorted(words, key=len, reverse=True)))


def _whole(word: str) -> str:
    """A pattern for the word; a Latin word or a number at its end is no part of a longer one."""
    before = "" if is_cjk(word) else f"(?<!{LETTER})"
    after = "" if is_cjk(word[-1:]) else f"(?!{LETTER})"
    return f"{before}{re.escape(word)}{after}"


def _marked(text: str, spans: Sequence[Span]) -> Markup:
    safe = escape(text)
    # As a rule nothing in a text means anything in HTML: then its pieces need no look each.
    written: Callable[[str], str] = str if len(safe) == len(text) else escape
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += (written(text[done:start]), "<mark>", written(text[start:end]), "</mark>")
        done = end
    parts.append(written(text[done:]))
    return Markup("".join(parts))  # noqa: S704  # all but the marks is escaped
