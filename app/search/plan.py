"""From what a person typed to what is looked up. No character of it has a special meaning."""

import re
from dataclasses import dataclass

from app.search.normalise import exact_key, fold
from app.search.tokens import is_cjk, pairs, runs, typed_initials

MAX_LENGTH = 200

_INITIALS = re.compile("[a-z]{4,12}")
_CODE_BEGINNING = re.compile("[0-9a-z]*[0-9][0-9a-z]*")
_CODE_BEGINNING_LENGTH = 6


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """How a text is looked up.

    ``exact`` is compared with codes, document numbers and whole names. A record matches when
    it holds each of ``tokens``, and a token that begins with each of ``characters``. When
    nothing matches, ``code_beginning`` and then ``initials`` are tried, then any of ``pairs`` in
    names.
    """

    words: tuple[str, ...]
    exact: str
    tokens: tuple[str, ...]
    characters: tuple[str, ...]
    code_beginning: str | None
    initials: tuple[str, ...]

    @property
    def pairs(self) -> tuple[str, ...]:
        """Those of the tokens that are pairs of Chinese characters."""
        return tuple(token for token in self.tokens if is_cjk(token))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look up: blank, or punctuation alone."""
        return not self.words


def plan(text: str) -> QueryPlan:
    """The plan for ``text``; at most MAX_LENGTH of its characters count."""
    folded = fold(text[:MAX_LENGTH])
    words = tuple(dict.fromkeys(runs(folded)))
    tokens: dict[str, None] = {}
    characters: dict[str, None] = {}
    for word in words:
        if not is_cjk(word):
            tokens[word] = None
        elif len(word) == 1:
            characters[word] = None
        else:
            tokens.update(dict.fromkeys(pairs(word)))
    only = words[0] if len(words) == 1 else ""
    return QueryPlan(
        words=words,
        exact=exact_key(text[:MAX_LENGTH]) if words else "",
        tokens=tuple(tokens),
        characters=tuple(char for char in characters if not _covered(char, words)),
        code_beginning=only if _is_code_beginning(only) else None,
        initials=tuple(typed_initials(only)) if _INITIALS.fullmatch(only) else (),
    )


def _covered(char: str, words: tuple[str, ...]) -> bool:
    """Whether a longer word already asks for the character."""
    return any(char in word for word in words if len(word) > 1)


def _is_code_beginning(word: str) -> bool:
    return len(word) >= _CODE_BEGINNING_LENGTH and _CODE_BEGINNING.fullmatch(word) is not None
