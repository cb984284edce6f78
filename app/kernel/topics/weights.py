"""The trained weights: a table that a person can read, one line a word, one column a label.

In use are those that the site has learned itself, else those it came with.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from flask import Flask, current_app

from app.kernel.topics.learning import Floats, Integers, PieceCounts, Vocabulary

START = "="
"""The line that says what each label starts from. No text has such a word."""

TELLING = "*"
"""Marks what may be named as a reason: a word, not just letters that met."""

SHIPPED = Path(__file__).parent / "data" / "topics.tsv"
TOPICS, CATEGORIES = "topics.tsv", "categories.tsv"
KEY = "topics"


class BrokenWeightsError(Exception):
    """A file is no table of weights."""


@dataclass(frozen=True)
class Weights:
    """What each word says for and against each label."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    values: Floats
    telling: frozenset[str]
    sharpness: float
    """By how much scores are stretched before they are read as chances."""

    def read(self, text: str) -> "TextScores":
        """What the weights say of a text."""
        return self.weigh(PieceCounts.of(text))

    def weigh(self, text: PieceCounts) -> "TextScores":
        """What the weights say of a text that has been counted."""
        places, shares = self.vocabulary.row(text)
        each = shares[:, None] * self.values[places]
        stretched = (each.sum(axis=0) + self.values[-1]) * self.sharpness
        chances = np.exp(stretched - stretched.max())
        return TextScores(self, places, each, chances / chances.sum())

    @cached_property
    def words(self) -> list[str]:
        """All words, by their place."""
        return list(self.vocabulary.places)

    def lines(self, notes: tuple[str, ...] = ()) -> Iterator[str]:
        """The table, the words in their order."""
        yield from (f"# {note}" for note in notes)
        yield f"# sharpness {self.sharpness:.2f}"
        yield "\t".join(["word", "", "rarity", *self.labels])
        yield "\t".join([START, "", "0", *_written(self.values[-1])])
        for word, place in self.vocabulary.places.items():
            mark = TELLING if word in self.telling else ""
            rarity = f"{self.vocabulary.rarity[place]:.2f}"
            yield "\t".join([word, mark, rarity, *_written(self.values[place])])

    @classmethod
    def parse(cls, lines: Iterator[str]) -> "Weights":
        """The weights from what ``lines`` made of them. Raises BrokenWeightsError."""
        try:
            written = [line.rstrip("\n") for line in lines]
            notes = [line for line in written if line.startswith("#")]
            (sharpness,) = [line.split()[2] for line in notes if line.startswith("# sharpness ")]
            head, start, *rows = [line.split("\t") for line in written if line[:1] != "#"]
            values = np.array([row[3:] for row in [*rows, start]], dtype=np.float64)
            rarity = np.array([row[2] for row in rows], dtype=np.float64)
            return cls(
                labels=tuple(head[3:]),
                vocabulary=Vocabulary({row[0]: place for place, row in enumerate(rows)}, rarity),
                values=values,
                telling=frozenset(row[0] for row in rows if row[1] == TELLING),
                sharpness=float(sharpness),
            )
        except (ValueError, IndexError, UnicodeDecodeError) as error:
            raise BrokenWeightsError(str(error)) from error


@dataclass(frozen=True)
class TextScores:
    """What the weights say of one text."""

    by: Weights
    places: Integers
    each: Floats
    odds: Floats

    @property
    def known(self) -> int:
        """How many different words of the text the weights know."""
        return len(self.places)

    @property
    def chances(self) -> dict[str, float]:
        """How likely each label is, 0 to 1."""
        return dict(zip(self.by.labels, self.odds.tolist(), strict=True))

    def reasons(self, label: str) -> dict[str, float]:
        """What each word that may be named adds to a label beyond what it adds to the others."""
        column = self.by.labels.index(label)
        gains = self.each[:, column] - self.each.mean(axis=1)
        named = [
            (self.by.words[place], float(gain))
            for place, gain in zip(self.places, gains, strict=True)
            if gain > 0
        ]
        return {word: gain for word, gain in named if word in self.by.telling}


def load(path: Path) -> Weights:
    """The weights of a file; BrokenWeightsError where it is none."""
    with path.open(encoding="utf-8") as file:
        return Weights.parse(iter(file))


def _written(values: Floats) -> list[str]:
    return [f"{round(value, 2) + 0.0:g}" for value in values]


@dataclass
class StoredWeights:
    """Weights read from files, and from which state of each."""

    folder: Path
    read: dict[Path, tuple[int, Weights]] = field(default_factory=dict)

    @property
    def topics(self) -> Weights:
        """Which topic a text is about."""
        own = self._of(self.folder / TOPICS)
        if own is None and SHIPPED not in self.read:
            self.read[SHIPPED] = (0, load(SHIPPED))
        return own or self.read[SHIPPED][1]

    @property
    def categories(self) -> Weights | None:
        """Which category a text is about; None until the site has learned it from its matters."""
        return self._of(self.folder / CATEGORIES)

    def _of(self, path: Path) -> Weights | None:
        """The weights of a file, read again when another process has written it anew."""
        try:
            state = path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if path not in self.read or self.read[path][0] != state:
            self.read[path] = (state, load(path))
        return self.read[path][1]


def init_app(app: Flask) -> None:
    """Read weights when they are first asked for."""
    app.extensions[KEY] = StoredWeights(Path(app.config["DATA_DIR"]) / "routing")


def current() -> StoredWeights:
    """The weights of this site."""
    stored: StoredWeights = current_app.extensions[KEY]
    return stored
