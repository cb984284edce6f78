"""From what a person typed to what is looked up.

Quotation marks and a minus before a word are all that has a special meaning: “…” asks for
exactly this, -… leaves out what has it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log1p

from app.kernel.search.analysis import (
    CJK,
    Spelling,
    exact_key,
    fold,
    is_cjk,
    pairs,
    runs,
    typed_initials,
    typed_syllables,
)

MAX_LENGTH = 200
"""In characters."""

SIMILAR_ENOUGH = 0.3
"""The least share of what was typed, by weight, 0 to 1, that a name must have."""

NEAR_BEST = 0.5
"""Names less like than this part of the best are left out."""

SOUND_SHARE = 0.8
"""What a pair counts that only sounds the same."""

UNKNOWN_SHARE = 0.3
"""What a pair that stands in no name counts, of what it would if it stood in one."""

_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)-)?   # only where a word begins
        (?: ["“”](?P<double>[^"“”]*)["“”]
          | [「『‘](?P<corner>[^」』’]*)[」』’]
          | (?P<plain>[^\s"“”「『‘]+) )
    """,
    re.VERBOSE,
)
_INITIALS = re.compile("[a-z]{2,12}")
_CODE_BEGINNING = re.compile("(?=.{6})[0-9a-z]*[0-9][0-9a-z]*")
PAIR_LENGTH = 2
_STRETCH = re.compile(f"(?:[^\\W_]|[{CJK}])+")


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """How a text is looked up.

    ``exact`` is compared with codes, document numbers and whole names. A record matches when
    it holds each of ``tokens``, and a token that begins with each of ``characters``, and each
    of ``phrases`` stands in one of its texts as a whole. When nothing matches,
    ``code_beginning``, ``syllables`` and ``initials`` are tried in turn, then any of ``pairs``
    in names, unless the text was ``quoted``. What one of ``excluded`` matches is never found.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...]
    exact: str
    tokens: tuple[str, ...]
    characters: tuple[str, ...]
    code_beginning: str | None
    syllables: tuple[Spelling, ...]
    initials: Spelling | None
    quoted: bool = False
    excluded: tuple["QueryPlan", ...] = ()

    @property
    def pairs(self) -> tuple[str, ...]:
        """Those of the tokens that are pairs of Chinese characters."""
        return tuple(token for token in self.tokens if is_cjk(token))

    @property
    def terms(self) -> tuple[str, ...]:
        """What stands in a record that matches: phrases, and words that are in none of them."""
        within = {word for phrase in self.phrases for word in runs(phrase)}
        terms = (*self.phrases, *(word for word in self.words if word not in within))
        return tuple(sorted(terms, key=lambda term: self.words.index(runs(term)[0])))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look up: blank, or punctuation alone."""
        return not self.words


def plan(text: str) -> QueryPlan:
    """The plan for ``text``; at most MAX_LENGTH of its characters count."""
    folded = fold(text[:MAX_LENGTH])
    pieces = [
        (match["plain"] or match["double"] or match["corner"] or "", match)
        for match in _PIECE.finditer(folded)
    ]
    included = [piece for piece, match in pieces if not match["minus"]]
    if not any(runs(piece) for piece in included):  # a minus needs something to be taken from
        return _plain(folded)
    left_out = [_plain(piece) for piece, match in pieces if match["minus"]]
    together = _plain(" ".join(included))
    quoted = [
        text.strip() for text, match in pieces if match["plain"] is None and not match["minus"]
    ]
    # What was quoted with a break in it is to be found with the same break.
    literal = (text for text in quoted if len(_STRETCH.findall(text)) > 1)
    return replace(
        together,
        phrases=tuple(dict.fromkeys((*together.phrases, *literal))),
        quoted=bool(quoted),
        excluded=tuple(each for each in left_out if not each.is_empty),
    )


def _plain(folded: str) -> QueryPlan:
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
        phrases=_phrases(folded),
        words=words,
        exact=exact_key(folded) if words else "",
        tokens=tuple(tokens),
        # Where a longer word has the character, it is asked for already.
        characters=tuple(
            char for char in characters if not any(char in word for word in words if len(word) > 1)
        ),
        code_beginning=only if _CODE_BEGINNING.fullmatch(only) else None,
        syllables=typed_syllables("".join(runs(folded))),
        initials=typed_initials(only) if _INITIALS.fullmatch(only) else None,
    )


def _phrases(folded: str) -> tuple[str, ...]:
    """What was written without a break, where finding its tokens does not prove it."""
    return tuple(
        stretch
        for stretch in dict.fromkeys(_STRETCH.findall(folded))
        if len(runs(stretch)) > 1 or (is_cjk(stretch) and len(stretch) > PAIR_LENGTH)
    )


def pair_weights(frequencies: Sequence[int], size: int) -> list[float]:
    """What each pair is worth by how many of ``size`` records have it, all together 1.

    Rare pairs weigh more; one that stands in no name counts a little.
    """
    weights = [log1p(size / max(frequency, 1)) for frequency in frequencies]
    whole = sum(
        weight if frequency else weight * UNKNOWN_SHARE
        for weight, frequency in zip(weights, frequencies, strict=True)
    )
    return [weight / max(whole, 1e-9) for weight in weights]


def heaviest(weights: Sequence[float]) -> list[int]:
    """The places of the pairs so heavy that all others together are not similar enough.

    A name without any of them need not be looked at.
    """
    places, rest = [], sum(weights)
    for place in sorted(range(len(weights)), key=lambda each: -weights[each]):
        places.append(place)
        rest -= weights[place]
        if rest < SIMILAR_ENOUGH:
            break
    return places
