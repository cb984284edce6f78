"""Where words stand in a text, whatever way it was written, and the text with them marked."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from app.search.normalise import fold, origins
from app.search.tokens import LETTER, is_cjk

Span = tuple[int, int]


class Written:
    """A text as it was written, and in the form in which it is searched."""

    __slots__ = ("folded", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)


class Marker:
    """Finds any of some folded words in texts."""

    def __init__(self, words: Sequence[str]) -> None:
        self._pattern = _any_of(tuple(words))

    def stands_in(self, written: Written) -> bool:
        """Whether one of the words does."""
        return self._pattern.search(written.folded) is not None

    def spans(self, written: Written) -> Sequence[Span]:
        """Where the words stand in the text as written, in order and without overlap."""
        matches = [match.span() for match in self._pattern.finditer(written.folded)]
        if not matches:
            return ()
        places = origins(written.text)
        spans: list[Span] = []
        for start, end in matches:
            begin, stop = places[start], places[end - 1] + 1
            if spans and begin < spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], stop))
            else:
                spans.append((begin, stop))
        return spans

    def highlight(self, written: Written) -> Markup:
        """The text, escaped, with each of the words marked."""
        return marked(written.text, self.spans(written))


def marked(text: str, spans: Sequence[Span]) -> Markup:
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


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the words, the longest first; without words, for nothing."""
    whole = [_whole(word) for word in sorted(words, key=len, reverse=True)]
    return re.compile("|".join(whole) if whole else r"(?!)")


def _whole(word: str) -> str:
    """A pattern for the word; a Latin word or a number at its end is no part of a longer one."""
    before = "" if is_cjk(word) else f"(?<!{LETTER})"
    after = "" if is_cjk(word[-1:]) else f"(?!{LETTER})"
    return f"{before}{re.escape(word)}{after}"
