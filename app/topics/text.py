"""What of a text counts: its stretches of Chinese characters, folded, up to a fixed length.

Digits and Latin letters never count: numbers of people, cars and accounts can't enter the
weights by any way.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass

from app.search.normalise import fold

MAX_LETTERS = 2000
"""Who needs more to say what it is about has said it before. It bounds the work of an answer."""

LONGEST_PIECE = 4
MAX_HEADING = 40

_STRETCH = re.compile(r"[一-鿿]+")
_SENTENCE_END = re.compile(r"[\n。！？!?；;]")

Counts = Counter[str]


@dataclass(frozen=True)
class Counted:
    """How often each piece occurs, in all and in the heading, where people say what it is."""

    whole: Counts
    heading: Counts

    @classmethod
    def of(cls, text: str, known: Container[str] | None = None) -> "Counted":
        """A text whose first line or sentence is its heading; only ``known`` pieces count."""
        text = text[:MAX_LETTERS].strip()
        return cls.of_parts(_SENTENCE_END.split(text, maxsplit=1)[0][:MAX_HEADING], text, known)

    @classmethod
    def of_parts(cls, heading: str, whole: str, known: Container[str] | None = None) -> "Counted":
        """A text whose heading is known."""
        return cls(_counts(whole, known), _counts(heading, known))


def _counts(text: str, known: Container[str] | None) -> Counts:
    return Counter(piece for piece in pieces(text) if known is None or piece in known)


def stretches(text: str) -> list[str]:
    """The stretches of Chinese characters, of the first ``MAX_LETTERS`` letters."""
    return _STRETCH.findall(fold(text[:MAX_LETTERS]))


def pieces(text: str) -> Iterator[str]:
    """All pieces of one to ``LONGEST_PIECE`` characters, as often as they occur."""
    for stretch in stretches(text):
        end = len(stretch)
        for start in range(end):
            for stop in range(start + 1, min(start + LONGEST_PIECE, end) + 1):
                yield stretch[start:stop]
