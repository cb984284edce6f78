"""How good the weights would be: cross-validation, as figures."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from app.kernel.topics.learning import Integers, Rows, Tell
from app.kernel.topics.texts import Labelled
from app.kernel.topics.training import PARTS, Material, cue_texts, fit

SEED = 2020


@dataclass(frozen=True)
class Figures:
    """How many texts got the right label, and the mean F1 of all labels."""

    texts: int
    accuracy: float
    macro_f1: float

    @classmethod
    def of(cls, truth: Integers, said: Integers) -> "Figures":
        """Of what was true and what was said."""
        shares = []
        for label in np.unique(truth):
            right = np.count_nonzero((truth == label) & (said == label))
            shares.append(
                2 * right / (np.count_nonzero(truth == label) + np.count_nonzero(said == label))
            )
        return cls(len(truth), float(np.mean(truth == said)), float(np.mean(shares)))


@dataclass(frozen=True)
class Check:
    """What cross-validation found."""

    names: tuple[str, ...]
    labels: Integers
    by_chance: Integers
    """What was said of each text when the parts were drawn from all texts."""
    apart: Integers
    """What was said of each text when copies and repetitions of it were left out too."""
    is_whole: Integers

    @property
    def all_texts(self) -> Figures:
        """All labelled rows."""
        return Figures.of(self.labels, self.by_chance)

    @property
    def all_apart(self) -> Figures:
        """All labelled rows, none of them told by a copy of itself."""
        return Figures.of(self.labels, self.apart)

    @property
    def whole_apart(self) -> Figures:
        """The messages as they were written, never seen in any form."""
        return Figures.of(self.labels[self.is_whole], self.apart[self.is_whole])

    def of_labels(self, names: Collection[str]) -> tuple[float, float]:
        """Precision and recall of some labels together."""
        labels = [self.names.index(name) for name in names]
        said, true = np.isin(self.apart, labels), np.isin(self.labels, labels)
        right = float((said & true).sum())
        return right / max(1.0, float(said.sum())), right / max(1.0, float(true.sum()))


def cross_validate(labelled: Labelled, tell: Tell, seed: int = SEED) -> Check:
    """Five-fold, twice: parts drawn from all texts, and parts that keep families together.

    ``tell`` is called ten times, when a part has been judged.
    """
    texts = labelled.messages
    material = Material.of(texts, terms=[*cue_texts(), *labelled.terms])
    count = len(texts)
    order = np.random.default_rng(seed)
    alone = np.arange(len(material.labels))
    return Check(
        names=material.names,
        labels=material.labels[:count],
        by_chance=_judge(material, _parts(material.labels, alone, count, order), tell),
        apart=_judge(material, _parts(material.labels, material.families, count, order), tell),
        is_whole=np.flatnonzero([not text.words for text in texts]),
    )


def _judge(material: Material, parts: Integers, tell: Tell) -> Integers:
    said = np.zeros(len(parts), dtype=np.int64)
    rest = np.arange(len(parts), len(material.labels))
    for part in range(PARTS):
        learned_from = np.concatenate([np.flatnonzero(parts != part), rest])
        vocabulary, weights = fit(material.part(learned_from), lambda: None)
        judged = np.flatnonzero(parts == part)
        rows = Rows.of(material.part(judged).counted, vocabulary)
        said[judged] = rows.scores(weights).argmax(axis=1)
        tell()
    return said


def _parts(
    labels: Integers, families: Integers, count: int, order: np.random.Generator
) -> Integers:
    """The part of each of the first ``count`` texts: each label spread evenly, families whole."""
    parts = np.zeros(count, dtype=np.int64)
    heads, first = np.unique(families[:count], return_index=True)
    for label in np.unique(labels[:count]):
        chosen = order.permutation(heads[labels[first] == label])
        place = dict(zip(chosen.tolist(), range(len(chosen)), strict=True))
        for text in range(count):
            if families[text] in place:
                parts[text] = place[families[text]] % PARTS
    return parts
