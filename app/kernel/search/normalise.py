"""One form for all writing: full width and half width, upper and lower case, traditional and
simplified characters meet in the same text, character by character.

Working per character keeps a map back to what was written, so a match found in the folded
text can be marked in the original.
"""

import json
import unicodedata
from collections.abc import Sequence
from importlib import resources

_BRACKETS = str.maketrans("[]{}<>〔〕【】〈〉《》「」『』〖〗", "()()()()()()()()()()")
_DROPPED = {"Cc", "Cf", "Cs", "Cn", "Co", "Mn", "Me"}


class _FoldTable(dict[int, str]):
    """Code point to folded text, filled as characters are met."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Those met that do not become one character."""
        self._simplified = _simplified()

    def __missing__(self, code: int) -> str:
        folded = chr(code)
        for _ in range(4):
            once = "".join(self._once(char) for char in folded)
            if once == folded:
                break
            folded = once
        self[code] = folded
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded

    def _once(self, char: str) -> str:
        if char.isspace():
            return " "
        composed = unicodedata.normalize("NFKC", char).lower()
        return "".join(
            self._simplified.get(part, part)
            for part in composed
            if unicodedata.category(part) not in _DROPPED
        )


def _simplified() -> dict[str, str]:
    """By traditional character, the simplified one.

    Read from zhconv's file: its own reader would keep all its tables in the memory of every
    process, of which nothing else is needed here.
    """
    tables = json.loads(resources.files("zhconv").joinpath("zhcdict.json").read_bytes())
    return {
        traditional: simplified
        for traditional, simplified in tables["zh2Hans"].items()
        if len(traditional) == len(simplified) == 1
    }


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """The form in which texts and queries are compared. Never fails, whatever the input."""
    return text.translate(_FOLD)


def origins(text: str) -> Sequence[int]:
    """For each character of the folded text, the index in ``text`` that it came from."""
    if _FOLD.uneven.isdisjoint(text):
        return range(len(text))
    lengths = (len(_FOLD[ord(char)]) for char in text)
    return [index for index, length in enumerate(lengths) for _ in range(length)]


def exact_key(text: str) -> str:
    """The form in which a code, a document number or a whole name is compared.

    All kinds of brackets are one, and spaces and quotation marks do not count:
    ``温市监罚〔2026〕213号`` and ``温市监罚 [2026] 213号`` are the same number.
    """
    folded = fold(text).translate(_BRACKETS)
    return "".join(char for char in folded if not char.isspace() and char not in "\"'“”‘’")
