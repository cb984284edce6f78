"""Weights from labelled texts."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from app.kernel.topics.learning import NOBODY, Floats, Integers, Rows, Tell, Vocabulary, learn
from app.kernel.topics.reading import STRONG, cues_of_categories
from app.kernel.topics.text import Counted, pieces
from app.kernel.topics.texts import LabelledText, families
from app.kernel.topics.weights import Weights

LEAST_FAMILIES = 3
"""A piece of a text counts when so many texts have it, their copies not counted: what only one
person wrote, or one wrote again and again, gets no weight."""

MOST_TOPICS = 3
"""Whose words stand among more topics than that say nothing of a topic."""

PARTS = 5

_PERSON = re.compile(
    "..?(?:书记|厅长|局长|市长|县长|区长|镇长|乡长|省长|主任|科长|处长|校长|院长|老师|医生|先生|女士|经理|老板)"
)
"""Somebody by name and title (陈书记): known in public, and still nobody's business here."""
SHARPNESSES = tuple(step / 4 for step in range(2, 33))


@dataclass(frozen=True)
class Material:
    """Texts made ready: what counts of them, which belong together, and what they are about."""

    counted: list[Counted]
    families: Integers
    labels: Integers
    names: tuple[str, ...]
    words: list[frozenset[str]]
    least: int

    @classmethod
    def of(
        cls,
        texts: Sequence[LabelledText],
        least: int = LEAST_FAMILIES,
        terms: Iterable[LabelledText] = (),
    ) -> "Material":
        """The texts, without the pieces that fewer than ``least`` families of them have.

        After them ``terms`` of their labels: texts that nobody sent, such as cue words.
        """
        kin = families(texts)
        known = _frequent(texts, kin, least)
        names = tuple(sorted({text.label for text in texts}))
        every = [*texts, *(term for term in terms if term.label in names)]
        kin += [NOBODY] * (len(every) - len(texts))
        return cls(
            counted=[text.counted.only(known) for text in every],
            families=np.array(kin, dtype=np.int64),
            labels=np.array([names.index(text.label) for text in every], dtype=np.int64),
            names=names,
            words=[text.words for text in every],
            least=least,
        )

    def part(self, chosen: Integers) -> "Material":
        """The texts at some places."""
        return Material(
            counted=[self.counted[place] for place in chosen],
            families=self.families[chosen],
            labels=self.labels[chosen],
            names=self.names,
            words=[self.words[place] for place in chosen],
            least=self.least,
        )


def cue_texts() -> list[LabelledText]:
    """The cue words of each category as a text of its first topic: they are known beforehand."""
    return [
        LabelledText(
            heading=" ".join(word for word, worth in cues.words.items() if worth == STRONG),
            whole=" ".join(cues.words),
            label=cues.topics[0],
            words=frozenset(cues.words),
        )
        for cues in cues_of_categories().values()
        if len(cues.topics) <= MOST_TOPICS
    ]


def fit(material: Material, tell: Tell) -> tuple[Vocabulary, Floats]:
    """The pieces that count, and their weights for each label of the material."""
    vocabulary = Vocabulary.of(
        material.counted,
        material.families.tolist(),
        least=material.least,
        words=_words_of(material),
    )
    weights = learn(
        Rows.of(material.counted, vocabulary),
        material.labels,
        pieces=len(vocabulary.places),
        kinds=len(material.names),
        tell=tell,
    )
    return vocabulary, weights


def train(material: Material, tell: Tell) -> Weights:
    """The weights, and how sharp chances are to be read from them: by texts held back once."""
    held_back = (material.families % PARTS == 0) & (material.families != NOBODY)
    vocabulary, weights = fit(material.part(np.flatnonzero(~held_back)), tell)
    kept = material.part(np.flatnonzero(held_back))
    sharpness = _sharpness(Rows.of(kept.counted, vocabulary).scores(weights), kept.labels)
    vocabulary, weights = fit(material, tell)
    telling = _words_of(material).intersection(vocabulary.places)
    return Weights(material.names, vocabulary, weights, frozenset(telling), sharpness)


def _words_of(material: Material) -> frozenset[str]:
    """The words that enough texts have."""
    families: dict[str, set[int]] = {}
    for words, family in zip(material.words, material.families.tolist(), strict=True):
        for word in words if family != NOBODY else ():
            families.setdefault(word, set()).add(family)
    cues = frozenset(word for each in cues_of_categories().values() for word in each.words)
    return cues | {word for word, each in families.items() if len(each) >= material.least}


def _frequent(texts: Sequence[LabelledText], kin: Sequence[int], least: int) -> frozenset[str]:
    last: dict[str, int] = {}
    families: Counter[str] = Counter()
    for family, text in sorted(zip(kin, texts, strict=True), key=lambda each: each[0]):
        for piece in set(pieces(text.whole)):
            if last.get(piece) != family:
                last[piece] = family
                families[piece] += 1
    return frozenset(
        piece
        for piece, count in families.items()
        if count >= least and not _PERSON.fullmatch(piece)
    )


def _sharpness(scores: Floats, labels: Integers) -> float:
    """By which factor of the scores the labels that were true are likeliest."""
    return float(max(SHARPNESSES, key=lambda factor: _likelihood(scores * factor, labels)))


def _likelihood(scores: Floats, labels: Integers) -> float:
    if not len(labels):
        return 0.0
    top = scores.max(axis=1)
    totals = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return float((scores[np.arange(len(labels)), labels] - totals).sum())
