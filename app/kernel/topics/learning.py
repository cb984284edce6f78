"""A linear model from counted words: what of a text counts, and how weights are learned.

Stretches of Chinese characters count, folded, up to a fixed length. Digits and Latin letters never
do: numbers of people, cars and accounts can't enter the weights by any way. A support vector
machine for each label against all others is solved in its dual, with squared hinge loss, one text
at a time, for all labels at once (Hsieh et al., 2008).
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from operator import add
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.kernel.search.analysis import fold

MAX_LETTERS = 2000
"""Who needs more to say what it is about has said it before. It bounds the work of an answer."""

LONGEST_PIECE = 4
MAX_HEADING = 40

LONGEST_LOOSE = 2
"""Longer pieces count only where they are words."""

ROUNDS = 8
COST = 1.0

EVENNESS = 0.5
"""How far labels of few texts are heard as much as those of many: 0 not at all, 1 wholly."""

HEADING = 0.6
"""What the heading weighs beside the whole text."""

CHARACTER = 0.5
"""What a single character weighs beside a longer piece: it stands in many words."""

NOBODY = -1
"""The family of texts that nobody sent, such as cue words: no piece is frequent by them."""

LEARNING_SEED = 2011
_STRETCH = re.compile(r"[一-鿿]+")
_SENTENCE_END = re.compile(r"[\n。！？!?；;]")
Counts = Counter[str]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Tell = Callable[[], None]
T = TypeVar("T")


@dataclass(frozen=True)
class PieceCounts:
    """How often each piece occurs, in all and in the heading, where people say what it is."""

    whole: Counts
    heading: Counts
    folded: str = field(default="", repr=False)
    """The whole text in one form of writing."""

    @classmethod
    def of(cls, text: str) -> "PieceCounts":
        """A text whose first line or sentence is its heading."""
        text = text[:MAX_LETTERS].strip()
        return cls.of_parts(_SENTENCE_END.split(text, maxsplit=1)[0][:MAX_HEADING], text)

    @classmethod
    def of_parts(cls, heading: str, whole: str) -> "PieceCounts":
        """A text whose heading is known."""
        folded = fold(whole[:MAX_LETTERS])
        return cls(Counter(_pieces_of(folded)), Counter(pieces(heading)), folded)

    def only(self, known: Container[str]) -> "PieceCounts":
        """The same without the pieces that are not known."""
        whole, heading = (
            Counter({piece: count for piece, count in counts.items() if piece in known})
            for counts in (self.whole, self.heading)
        )
        return PieceCounts(whole, heading, self.folded)


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


def family_frequencies(
    texts: Iterable[T], families: Iterable[int], pieces_of: Callable[[T], Iterable[str]]
) -> Counter[str]:
    """In how many families of texts each piece stands; what nobody sent is not counted."""
    last: dict[str, int] = {}
    frequencies: Counter[str] = Counter()
    for family, text in sorted(zip(families, texts, strict=True), key=lambda each: each[0]):
        for piece in pieces_of(text) if family != NOBODY else ():
            if last.get(piece) != family:
                last[piece] = family
                frequencies[piece] += 1
    return frequencies


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that count, with their rarity."""

    places: Mapping[str, int]
    rarity: Floats

    @classmethod
    def of(
        cls,
        texts: Sequence[PieceCounts],
        families: Sequence[int],
        *,
        least: int,
        words: Collection[str] = frozenset(),
    ) -> "Vocabulary":
        """What occurs in ``least`` families of texts or more; long pieces only as words."""
        frequency = {
            piece: count
            for piece, count in family_frequencies(texts, families, lambda text: text.whole).items()
            if count >= least and (len(piece) <= LONGEST_LOOSE or piece in words)
        }
        total = len({*families} - {NOBODY})
        chosen = sorted(frequency)
        rarity = [
            (log((1 + total) / (1 + frequency[piece])) + 1) * (1 if len(piece) > 1 else CHARACTER)
            for piece in chosen
        ]
        return cls({piece: place for place, piece in enumerate(chosen)}, np.array(rarity))

    def row(self, text: PieceCounts) -> tuple[Integers, Floats]:
        """The known pieces of a text by place, and their shares: together of length one."""
        whole, heading = self._known(text.whole), self._known(text.heading)
        places = np.array(list(whole), dtype=np.int64)
        often = np.array(list(whole.values()), dtype=np.float64)
        often_ahead = np.zeros(len(places))
        for index in np.flatnonzero(np.isin(places, list(heading))):
            often_ahead[index] = heading[int(places[index])]
        ahead = self._shares(places, often_ahead)
        return places, _of_length_one(self._shares(places, often) + HEADING * ahead)

    def _known(self, counts: Counts) -> dict[int, int]:
        """How often each known piece occurs, by its place."""
        at = self.places
        return {at[piece]: count for piece, count in counts.items() if piece in at}

    def _shares(self, places: Integers, often: Floats) -> Floats:
        damped = np.where(often > 0, 1 + np.log(np.maximum(often, 1)), 0)
        return _of_length_one(damped * self.rarity[places])


@dataclass(frozen=True)
class TextRows:
    """Texts as places of pieces and their shares."""

    places: list[Integers]
    shares: list[Floats]

    @classmethod
    def of(cls, texts: Sequence[PieceCounts], vocabulary: Vocabulary) -> "TextRows":
        """Each text as the vocabulary sees it."""
        rows = [vocabulary.row(text) for text in texts]
        return cls([places for places, _ in rows], [shares for _, shares in rows])

    def __len__(self) -> int:
        return len(self.places)

    def scores(self, weights: Floats) -> Floats:
        """What weights say of each text for each label."""
        scores = [
            share @ weights[place] + weights[-1]
            for place, share in zip(self.places, self.shares, strict=True)
        ]
        return np.array(scores)


def learn(rows: TextRows, labels: Integers, *, pieces: int, kinds: int, tell: Tell) -> Floats:
    """The weight of each piece for each label; the last row is what each label starts from."""
    weights = np.zeros((pieces + 1, kinds))
    duals = np.zeros((len(rows), kinds))
    signs = np.where(labels[:, None] == np.arange(kinds), 1.0, -1.0)
    # A text is heard the more, the fewer texts its label has.
    counts = np.bincount(labels, minlength=kinds)
    voices = (len(labels) / kinds / np.maximum(counts, 1)) ** EVENNESS
    softness = 0.5 / (COST * voices[labels])
    # A share of one that is always there carries what each label starts from.
    places = [np.append(each, pieces) for each in rows.places]
    shares = [np.append(each, 1.0) for each in rows.shares]
    order = np.random.default_rng(LEARNING_SEED)
    for _ in range(ROUNDS):
        for one in order.permutation(len(rows)):
            place, share, sign, soft = places[one], shares[one], signs[one], softness[one]
            slope = sign * (share @ weights[place]) - 1 + duals[one] * soft
            better = np.maximum(duals[one] - slope / (share @ share + soft), 0)
            weights[place] += share[:, None] * ((better - duals[one]) * sign)
            duals[one] = better
        tell()
    # Centred, and scaled so that their scores of the rows have a spread of one.
    centred: Floats = weights - weights.mean(axis=1, keepdims=True)
    return centred / (float(rows.scores(centred).std()) or 1.0)


def _of_length_one(shares: Floats) -> Floats:
    length = float(np.sqrt(shares @ shares))
    return shares / length if length else shares
