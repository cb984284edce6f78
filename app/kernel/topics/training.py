"""Weights from labelled texts, and how good they would be: cross-validation, as figures."""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.kernel.topics.learning import (
    NOBODY,
    Floats,
    Integers,
    PieceCounts,
    Tell,
    TextRows,
    Vocabulary,
    family_frequencies,
    learn,
    pieces,
)
from app.kernel.topics.places import PlaceFinder
from app.kernel.topics.reading import STRONG, cues_of_categories
from app.kernel.topics.texts import LabelledText, LabelledTexts, families
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
SEED = 2020
NAME, CODE = "企业名称", "注册号/统一社会信用代码"
REGISTRAR, OFFICE = "登记机关", "管辖单位"

INPUTS: Mapping[str, tuple[tuple[str, ...], bool]] = {
    "name": ((NAME,), False),
    "name and code": ((NAME,), True),
    "name and office": ((NAME, OFFICE), False),
    "name, office and code": ((NAME, OFFICE), True),
}
"""What is known of a company each time. The office, of a street or town, stands for an address."""


@dataclass(frozen=True)
class Material:
    """Texts made ready: what counts of them, which belong together, and what they are about."""

    counted: list[PieceCounts]
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
        return replace(
            self,
            counted=[self.counted[place] for place in chosen],
            families=self.families[chosen],
            labels=self.labels[chosen],
            words=[self.words[place] for place in chosen],
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
        TextRows.of(material.counted, vocabulary),
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
    held_out = material.part(np.flatnonzero(held_back))
    scores = TextRows.of(held_out.counted, vocabulary).scores(weights)
    # The factor of the scores by which the labels that were true are likeliest.
    sharpness = max(SHARPNESSES, key=lambda factor: _likelihood(scores * factor, held_out.labels))
    vocabulary, weights = fit(material, tell)
    telling = _words_of(material).intersection(vocabulary.places)
    return Weights(material.names, vocabulary, weights, frozenset(telling), sharpness)


def _words_of(material: Material) -> frozenset[str]:
    """The words that enough texts have."""
    families = family_frequencies(material.words, material.families.tolist(), iter)
    cues = frozenset(word for each in cues_of_categories().values() for word in each.words)
    return cues | {word for word, count in families.items() if count >= material.least}


def _frequent(texts: Sequence[LabelledText], kin: Sequence[int], least: int) -> frozenset[str]:
    families = family_frequencies(texts, kin, lambda text: pieces(text.whole))
    return frozenset(
        piece
        for piece, count in families.items()
        if count >= least and not _PERSON.fullmatch(piece)
    )


def _likelihood(scores: Floats, labels: Integers) -> float:
    if not len(labels):
        return 0.0
    top = scores.max(axis=1)
    totals = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return float((scores[np.arange(len(labels)), labels] - totals).sum())


@dataclass(frozen=True)
class Figures:
    """How many texts, the share with the right label, and the mean F1 of labels, both 0 to 1."""

    texts: int
    accuracy: float
    macro_f1: float

    @classmethod
    def of(cls, truth: Integers, predicted: Integers) -> "Figures":
        """Of what was true and what was said."""
        shares = []
        for label in np.unique(truth):
            right = np.count_nonzero((truth == label) & (predicted == label))
            shares.append(
                2
                * right
                / (np.count_nonzero(truth == label) + np.count_nonzero(predicted == label))
            )
        return cls(len(truth), float(np.mean(truth == predicted)), float(np.mean(shares)))


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
        """Precision and recall of some labels together, 0 to 1."""
        labels = [self.names.index(name) for name in names]
        predicted, true = np.isin(self.apart, labels), np.isin(self.labels, labels)
        right = float((predicted & true).sum())
        return right / max(1.0, float(predicted.sum())), right / max(1.0, float(true.sum()))


def cross_validate(labelled: LabelledTexts, tell: Tell, seed: int = SEED) -> Check:
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
    predicted = np.zeros(len(parts), dtype=np.int64)
    rest = np.arange(len(parts), len(material.labels))
    for part in range(PARTS):
        learned_from = np.concatenate([np.flatnonzero(parts != part), rest])
        vocabulary, weights = fit(material.part(learned_from), lambda: None)
        judged = np.flatnonzero(parts == part)
        rows = TextRows.of(material.part(judged).counted, vocabulary)
        predicted[judged] = rows.scores(weights).argmax(axis=1)
        tell()
    return predicted


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


def check_places(
    path: Path, finder: PlaceFinder, district_of: Callable[[str], str | None]
) -> Iterator[tuple[str, int, float, float]]:
    """For each input: how many companies, the share (0 to 1) found rightly, and that not found.

    The district of the registrar is the truth, by today's borders; registrars of the whole city
    say nothing and are left out.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if district_of(row[REGISTRAR])]
    for what, (columns, with_code) in INPUTS.items():
        right = lost = 0
        for row in rows:
            text = " ".join(row[column] for column in columns)
            place = finder.find(text, code=row[CODE] if with_code else "")
            truth = str(district_of(row[REGISTRAR]))
            part = district_of(row[OFFICE])
            right += place is not None and place.district == finder.today(truth, part)
            lost += place is None
        yield what, len(rows), right / max(1, len(rows)), lost / max(1, len(rows))
