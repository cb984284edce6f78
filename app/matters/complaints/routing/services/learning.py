"""Learning from texts which category they are about, and writing down what was learned.

Texts of reporters are decrypted in memory, piece by piece counted, and never written anywhere.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.kernel import audit, clock, topics
from app.kernel.topics.learning import Tell
from app.kernel.topics.texts import LabelledText, read_labelled
from app.kernel.topics.training import Material, cue_texts, train
from app.kernel.topics.weights import CATEGORIES, TOPICS, Weights
from app.matters.complaints.routing.queries.suggestion import DecidedSubmission, decided_matters

LEAST_SUBMISSIONS = 5
"""A piece of reporters' texts gets a weight when so many submissions have it: no names, no
addresses, nothing by which one of them could be known."""


LEAST_OF_CATEGORY = 20
"""So many matters of a category must be closed before anything is learned of it."""


@dataclass(frozen=True)
class LearnedWeights:
    """Weights, and from what."""

    name: str
    weights: Weights
    texts: int


def learn_topics(*, files: Sequence[Path], tell: Tell) -> LearnedWeights:
    """Weights of the topics, from labelled files and from the site's matters of one topic."""
    labelled = read_labelled(files)
    texts = labelled.messages
    names = {text.label for text in texts}
    own = [replace(text, label=topic) for text in _own() if (topic := topics.topic_of(text.label))]
    texts += [text for text in own if text.label in names]
    material = Material.of(texts, terms=[*cue_texts(), *labelled.terms])
    return LearnedWeights(TOPICS, train(material, tell), len(texts))


def learn_categories(*, tell: Tell) -> LearnedWeights | None:
    """Weights of the categories, from the site's closed matters; None while they are too few."""
    texts = list(_own())
    counts = Counter(text.label for text in texts)
    enough = [text for text in texts if counts[text.label] >= LEAST_OF_CATEGORY]
    if len({text.label for text in enough}) < 2:
        return None
    return LearnedWeights(
        CATEGORIES, train(Material.of(enough, LEAST_SUBMISSIONS), tell), len(enough)
    )


def save_weights(*, learned: LearnedWeights, path: Path) -> None:
    """Write the weights where the site reads them, whole or not at all; noted in the log."""
    notes = (
        "Which label a text is about: weights of words. Made by: flask routing train",
        f"{clock.today()}: {learned.texts} texts, {len(learned.weights.words)} pieces",
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_text("\n".join([*learned.weights.lines(notes), ""]), encoding="utf-8")
    unfinished.replace(path)
    audit.note("routing.learned", object_type="routing", object_id=learned.name)


def _own() -> Iterator[LabelledText]:
    """The site's closed matters by their category."""
    for decided in decided_matters(clock.today()):
        whole = f"{decided.title}\n{decided.narrative}"
        if category := _category(decided, whole):
            yield LabelledText(decided.title, whole, category)


def _category(decided: DecidedSubmission, whole: str) -> str | None:
    """The one category it can belong to, else the likeliest of them; None where none is."""
    if len(decided.categories) == 1:
        return decided.categories[0]
    weights = topics.current().topics
    found = topics.candidates(whole, weights, among=frozenset(decided.categories))
    return found[0].category if found else None
