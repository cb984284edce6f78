"""What words of the senders mean, kept as data so that a new word needs no change of code."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "words.json"


@cache
def words_by_value(kind: str, field: str) -> Mapping[str, Sequence[str]]:
    """For each value of a field the words that stand for it, the more telling values first."""
    meanings: Mapping[str, Sequence[str]] = json.loads(_FILE.read_text("utf-8"))[kind][field]
    return meanings


def meaning(kind: str, field: str, text: str | None) -> str | None:
    """The first value of which a word occurs in ``text``."""
    found = meanings(kind, field, text)
    return found[0] if found else None


@lru_cache(maxsize=4096)
def meanings(kind: str, field: str, text: str | None) -> tuple[str, ...]:
    """All values of which a word occurs in ``text``. Files repeat their words from row to row."""
    if not text:
        return ()
    return tuple(value for value, known in _patterns(kind, field).items() if known.search(text))


@cache
def _patterns(kind: str, field: str) -> Mapping[str, re.Pattern[str]]:
    known = words_by_value(kind, field).items()
    return {value: re.compile("|".join(map(re.escape, each))) for value, each in known}
