"""What a text is about and where: categories and districts, each with its reasons.

Trained weights are a table that a person can read (``data/topics.tsv``); cue words and places are
lists. Nothing of a text that is read is kept.
"""

from app.kernel.topics.places import DistrictMatch, PlaceFinder
from app.kernel.topics.reading import CategoryCandidate, candidates, topic_of
from app.kernel.topics.weights import current, init_app

__all__ = [
    "CategoryCandidate",
    "DistrictMatch",
    "PlaceFinder",
    "candidates",
    "current",
    "init_app",
    "topic_of",
]
