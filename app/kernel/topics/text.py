"""What of a text counts: its stretches of Chinese characters, folded, up to a fixed length.

Digits and Latin letters never count: numbers of people, cars and accounts can't enter the
weights by any way.
"""

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from operator import add

from app.kernel.search.normalise import fold

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
    folded: str = field(default="", repr=False)
    """The whole text in one form of writing."""

    @classmethod
    def of(cls, text: str) -> "Counted":
        """A text whose first line or sentence is its heading."""
        text = text[:MAX_LETTERS].strip()
        return cls.of_parts(_SENTENCE_END.split(text, maxsplit=1)[0][:MAX_HEADING], text)

    @classmethod
    def of_parts(cls, heading: str, whole: str) -> "Counted":
        """A text whose heading is known."""
        folded = fold(whole[:MAX_LETTERS])
        return cls(Counter(_pieces_of(folded)), Counter(pieces(heading)), folded)

    def only(self, known: Container[str]) -> "Counted":
        """The same without the pieces that are not known."""
        whole, heading = (
            Counter({piece: count for piece, count in counts.items() if piece in known})
            for counts in (self.whole, self.heading)
        )
        return Counted(whole, heading, self.folded)


def pieces(text: str) -> list[str]:
    """All pieces of one to ``LONGEST_PIECE`` Chinese characters, as often as they occur.

    Of the first ``MAX_LETTERS`` letters.
    """
    return _pieces_of(fold(text[:MAX_LETTERS]))


def _pieces_of(folded: str) -> list[str]:
    """Each is the one before it and one character more, which is twice as quick as cutting."""
    found: list[str] = []
    for stretch in _STRETCH.findall(folded):
        longer = list(stretch)
        found += longer
        for length in range(1, LONGEST_PIECE):
            longer = [*map(add, longer, stretch[length:])]
            found += longer
    return found


def is_piece(word: str) -> bool:
    """Whether a word, where it occurs, is among the pieces."""
    return len(word) <= LONGEST_PIECE and _STRETCH.fullmatch(word) is not None
