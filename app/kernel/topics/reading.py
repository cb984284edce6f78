"""What a text is about: categories of the site with their chances and reasons, or none."""

import tomllib
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from math import exp, log
from pathlib import Path
from typing import Any

from app.kernel.search.analysis import fold
from app.kernel.topics.learning import PieceCounts, is_piece
from app.kernel.topics.weights import TextScores, Weights

CUES = Path(__file__).parent / "data" / "cues.toml"

STRONG, PLAIN = 2.0, 1.0
PULL = 1.1
"""How much one cue word moves a category, beside the logarithm of its topic's chance."""

FLOOR = 0.01
"""No topic or category is thought less likely than this: where words are plain, they decide."""

MOST_CUES = 4.0
LEAST_KNOWN = 3
"""Who writes fewer words that are known has not said what it is about."""

LEAST_CHANCE = 0.2
"""Chance, 0 to 1, that the likeliest needs."""
LEAST_BESIDE_BEST = 0.2
"""Share of the chance of the best, 0 to 1, that another needs."""
SURE_TOPIC = 0.6
"""Without any cue word, the topic alone must be this likely."""

MOST_CANDIDATES = 3
MOST_REASONS = 4
LEAST_REASON = 0.35
"""Share of the strongest reason, 0 to 1, that another needs to be named."""


@dataclass(frozen=True)
class CategoryCandidate:
    """A category that a text may belong to."""

    category: str
    score: float
    """How likely it is, 0 to 1."""
    because: tuple[str, ...]


@dataclass(frozen=True)
class Cues:
    """Which words speak for a category, and among which topics it stands."""

    topics: tuple[str, ...]
    words: Mapping[str, float]

    @cached_property
    def short(self) -> list[str]:
        """The words that are pieces."""
        return [word for word in self.words if is_piece(word)]

    @cached_property
    def long(self) -> list[str]:
        """The words that are not."""
        return [word for word in self.words if not is_piece(word)]

    def found(self, text: str, pieces: Container[str]) -> dict[str, float]:
        """The words that a folded text has; a word inside another of them counts once.

        Its ``pieces`` tell of most words whether it has them without looking through it.
        """
        present = [word for word in self.short if word in pieces]
        present += [word for word in self.long if word in text]
        return {
            word: self.words[word]
            for word in present
            if not any(word != each and word in each for each in present)
        }


def candidates(
    text: str,
    weights: Weights,
    *,
    own: Weights | None = None,
    among: Collection[str] | None = None,
) -> list[CategoryCandidate]:
    """The likeliest categories of a text, the best first; none where it is not clear.

    ``own`` are weights of the categories themselves, learned from matters of the site. With
    ``among``, only these categories count.
    """
    counted = PieceCounts.of(text)
    by_topic = weights.weigh(counted)
    if by_topic.known < LEAST_KNOWN:
        return []
    learned = own.weigh(counted) if own else None
    found = {
        category: words
        for category, cues in cues_of_categories().items()
        if among is None or category in among
        if (words := cues.found(counted.folded, counted.whole))
        or (learned and category in learned.by.labels)
    }
    chances = _chances({name: _points(by_topic, learned, name, found[name]) for name in found})
    ordered = sorted(chances, key=lambda name: chances[name], reverse=True)[:MOST_CANDIDATES]
    if not ordered or chances[ordered[0]] < LEAST_CHANCE:
        return [] if ordered or among is not None else _topic_alone(by_topic)
    least = chances[ordered[0]] * LEAST_BESIDE_BEST
    return [
        CategoryCandidate(name, chances[name], _reasons(by_topic, learned, name, found[name]))
        for name in ordered
        if chances[name] >= least
    ]


def topic_of(category: str) -> str | None:
    """The topic among whose texts matters of a category stand; None where it has several."""
    cues = cues_of_categories().get(category)
    return cues.topics[0] if cues and len(cues.topics) == 1 else None


def general_category(topic: str) -> str | None:
    """The category that stands for a whole topic."""
    category: str | None = _content()["general"].get(topic)
    return category


def _points(
    by_topic: TextScores, learned: TextScores | None, category: str, words: Mapping[str, float]
) -> float:
    chances = by_topic.chances
    likeliest = max(chances.get(topic, 0.0) for topic in cues_of_categories()[category].topics)
    points = log(max(likeliest, FLOOR)) + PULL * min(sum(words.values()), MOST_CUES)
    if learned:
        points += log(max(learned.chances.get(category, 0.0), FLOOR))
    return points


def _chances(points: Mapping[str, float]) -> dict[str, float]:
    best = max(points.values(), default=0.0)
    raised = {name: exp(each - best) for name, each in points.items()}
    total = sum(raised.values())
    return {name: each / total for name, each in raised.items()}


def _topic_alone(by_topic: TextScores) -> list[CategoryCandidate]:
    """The category that stands for a whole topic, where the topic is beyond doubt."""
    topic, chance = max(by_topic.chances.items(), key=lambda each: each[1])
    category = general_category(topic)
    if chance < SURE_TOPIC or category is None:
        return []
    because = _first(_by_worth(_weighty(by_topic.reasons(topic))))
    return [CategoryCandidate(category, chance, because)] if because else []


def _reasons(
    by_topic: TextScores, learned: TextScores | None, category: str, words: Mapping[str, float]
) -> tuple[str, ...]:
    """Cue words first, then those by which the weights know topic and category."""
    chances = by_topic.chances
    topics = cues_of_categories()[category].topics
    topic = max(topics, key=lambda each: chances.get(each, 0.0))
    more = _weighty(by_topic.reasons(topic)) if chances.get(topic, 0.0) >= 1 / len(chances) else {}
    if learned and category in learned.by.labels:
        more = _weighty(learned.reasons(category)) | more
    return _first([*_by_worth(words), *_by_worth(more)])


def _weighty(words: Mapping[str, float]) -> dict[str, float]:
    """Without the words that add little beside the one that adds most."""
    least = max(words.values(), default=0.0) * LEAST_REASON
    return {word: worth for word, worth in words.items() if worth >= least}


def _by_worth(words: Mapping[str, float]) -> list[str]:
    return sorted(words, key=lambda word: (-words[word], word))


def _first(words: Iterable[str]) -> tuple[str, ...]:
    """The first few words that tell different things."""
    distinct: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in distinct):
            distinct.append(word)
    return tuple(distinct[:MOST_REASONS])


@cache
def cues_of_categories() -> Mapping[str, Cues]:
    """The cue words of each category."""
    return {
        category: Cues(
            topics=tuple(lists["topics"]),
            words=dict.fromkeys(fold(lists["words"]).split(), PLAIN)
            | dict.fromkeys(fold(lists["strong"]).split(), STRONG),
        )
        for category, lists in _content()["categories"].items()
    }


@cache
def _content() -> Mapping[str, Any]:
    return tomllib.loads(CUES.read_text(encoding="utf-8"))
