"""What is indexed and looked up: pairs of neighbouring characters, and whole Latin words.

Pairs find every substring of two characters or more, without a dictionary that could miss a
brand. The last character of a run is a token of its own, so that each character begins some
token; a single character is then answered by all tokens that begin with it.
"""

import re

CJK = "々〇぀-ヿ㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"

LETTER = f"[^\\W_{CJK}]"
"""A letter or digit of any other script."""

_RUN = re.compile(f"[{CJK}]+|{LETTER}+")
_CJK = re.compile(f"[{CJK}]")


def runs(folded: str) -> list[str]:
    """Stretches of Chinese characters, and words of other scripts, in order."""
    return _RUN.findall(folded)


def is_cjk(run: str) -> bool:
    """Whether the run is written in characters."""
    return _CJK.match(run) is not None


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run of two characters or more."""
    return [run[start : start + 2] for start in range(len(run) - 1)]


def index_tokens(folded: str) -> set[str]:
    """All tokens under which a text is filed."""
    found: set[str] = set()
    for run in runs(folded):
        if is_cjk(run):
            found.update(pairs(run))
            found.add(run[-1])
        else:
            found.add(run)
    return found
