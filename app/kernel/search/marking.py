"""Where words stand in a text, whatever way it was written, and the text with them marked."""

import re
from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup, escape

from app.kernel.search.normalise import fold, origins
from app.kernel.search.tokens import LETTER, is_cjk

Span = tuple[int, int]

_LETTER = re.compile(LETTER)


class Written:
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

    def stands_in(self, written: Written) -> bool:
        """Whether one of the words does."""
        return next(self._found(written.folded), None) is not None

    def spans(self, written: Written) -> Sequence[Span]:
        """Where the words stand in the text as written, in order and without overlap."""
        found = sorted(self._found(written.folded))
        if not found:
            return ()
        places = origins(written.text)
        spans: list[Span] = []
        for start, end in found:
            begin, stop = places[start], places[end - 1] + 1
            if spans and begin < spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], stop))
            else:
                spans.append((begin, stop))
        return spans

    def _found(self, folded: str) -> Iterator[Span]:
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
