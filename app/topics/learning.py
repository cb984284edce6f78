"""A linear model from counted words: how its weights are learned.

Two ways of learning are mixed, for they err on different texts: a support vector machine for
each label against all others (squared hinge loss, solved in its dual one text at a time, for all
labels at once: Hsieh et al., 2008), and complement naive Bayes (Rennie et al., 2003).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from app.topics.text import Counted, Counts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Tell = Callable[[], None]

ROUNDS = 8
COST = 1.0
SMOOTHING = 0.3
BAYES = 0.35
"""The share of naive Bayes in the mix."""

HEADING = 0.8
"""What the heading weighs beside the whole text."""

LONGEST_LOOSE = 2
"""Longer pieces count only where they are words."""

SEED = 2011


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that count, with their rarity."""

    places: Mapping[str, int]
    rarity: Floats

    @classmethod
    def of(
        cls,
        texts: Sequence[Counted],
        families: Sequence[int],
        *,
        least: int,
        words: Collection[str] = frozenset(),
    ) -> "Vocabulary":
        """What occurs in ``least`` families of texts or more; long pieces only as words."""
        holders: dict[str, set[int]] = {}
        for text, family in zip(texts, families, strict=True):
            for piece in text.whole:
                if len(piece) <= LONGEST_LOOSE or piece in words:
                    holders.setdefault(piece, set()).add(family)
        frequency = {piece: len(each) for piece, each in holders.items() if len(each) >= least}
        total = len(set(families))
        kept = sorted(frequency)
        rarity = [log((1 + total) / (1 + frequency[piece])) + 1 for piece in kept]
        return cls({piece: place for place, piece in enumerate(kept)}, np.array(rarity))

    def row(self, text: Counted) -> tuple[Integers, Floats]:
        """The known pieces of a text by place, and their shares: together of length one."""
        known = [piece for piece in text.whole if piece in self.places]
        places = np.array([self.places[piece] for piece in known], dtype=np.int64)
        shares = self._shares(known, text.whole, places)
        return places, _of_length_one(shares + HEADING * self._shares(known, text.heading, places))

    def _shares(self, known: Sequence[str], counts: Counts, places: Integers) -> Floats:
        damped = np.array([1 + log(count) if (count := counts[piece]) else 0 for piece in known])
        return _of_length_one(damped * self.rarity[places])


@dataclass(frozen=True)
class Rows:
    """Texts as places of pieces and their shares."""

    places: list[Integers]
    shares: list[Floats]

    @classmethod
    def of(cls, texts: Sequence[Counted], vocabulary: Vocabulary) -> "Rows":
        """Each text as the vocabulary sees it."""
        rows = [vocabulary.row(text) for text in texts]
        return cls([places for places, _ in rows], [shares for _, shares in rows])

    def __len__(self) -> int:
        return len(self.places)

    def scores(self, weights: Floats) -> Floats:
        """What weights say of each text for each label."""
        said = [
            share @ weights[place] + weights[-1]
            for place, share in zip(self.places, self.shares, strict=True)
        ]
        return np.array(said)


def learn(rows: Rows, labels: Integers, *, pieces: int, kinds: int, tell: Tell) -> Floats:
    """The weight of each piece for each label; the last row is what each label starts from."""
    machine = _support_vectors(rows, labels, pieces, kinds, tell)
    bayes = _complement_bayes(rows, labels, pieces, kinds)
    mixed: Floats = (1 - BAYES) * _of_spread_one(machine, rows) + BAYES * _of_spread_one(
        bayes, rows
    )
    return mixed


def _support_vectors(rows: Rows, labels: Integers, pieces: int, kinds: int, tell: Tell) -> Floats:
    weights = np.zeros((pieces + 1, kinds))
    duals = np.zeros((len(rows), kinds))
    signs = np.where(labels[:, None] == np.arange(kinds), 1.0, -1.0)
    softness = 0.5 / COST
    # A share of one that is always there carries what each label starts from.
    places = [np.append(each, pieces) for each in rows.places]
    shares = [np.append(each, 1.0) for each in rows.shares]
    order = np.random.default_rng(SEED)
    for _ in range(ROUNDS):
        for one in order.permutation(len(rows)):
            place, share, sign = places[one], shares[one], signs[one]
            slope = sign * (share @ weights[place]) - 1 + duals[one] * softness
            better = np.maximum(duals[one] - slope / (share @ share + softness), 0)
            weights[place] += share[:, None] * ((better - duals[one]) * sign)
            duals[one] = better
        tell()
    return weights


def _complement_bayes(rows: Rows, labels: Integers, pieces: int, kinds: int) -> Floats:
    amounts = np.zeros((pieces, kinds))
    for place, share, label in zip(rows.places, rows.shares, labels, strict=True):
        amounts[place, label] += share
    others = amounts.sum(axis=1, keepdims=True) - amounts + SMOOTHING
    return np.vstack([-np.log(others / others.sum(axis=0)), np.zeros(kinds)])


def _of_spread_one(weights: Floats, rows: Rows) -> Floats:
    """The weights centred, and scaled so that their scores of the rows have a spread of one."""
    centred: Floats = weights - weights.mean(axis=1, keepdims=True)
    return centred / (float(rows.scores(centred).std()) or 1.0)


def _of_length_one(shares: Floats) -> Floats:
    length = float(np.sqrt(shares @ shares))
    return shares / length if length else shares
