"""A template as pieces: text, HTML tags, and what Jinja reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a piece is."""

    TEXT = auto()
    TAG = auto()
    """An HTML tag, with the expressions and statements between its attributes."""
    EXPRESSION = auto()
    STATEMENT = auto()
    COMMENT = auto()


@dataclass(frozen=True)
class Piece:
    """A stretch of a template and where it begins."""

    kind: Kind
    start: int
    text: str

    @property
    def end(self) -> int:
        """The place after it."""
        return self.start + len(self.text)

    @property
    def name(self) -> str:
        """The element of a tag or the word that a statement begins with; empty for others."""
        found = NAME.match(self.text) if self.kind in {Kind.TAG, Kind.STATEMENT} else None
        return found[1].lower() if found else ""

    @property
    def is_closing(self) -> bool:
        """Whether a tag closes an element."""
        return self.text.startswith("</")


NAME = re.compile(r"(?:</?|\{%[-+]?\s*)([\w-]+)")
STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
"""A text in what Jinja reads."""
JINJA = {
    Kind.COMMENT: re.compile(r"\{#.*?#\}", re.DOTALL),
    Kind.EXPRESSION: re.compile(rf"\{{\{{(?:{STRING}|(?!\}}\}}).)*\}}\}}", re.DOTALL),
    Kind.STATEMENT: re.compile(rf"\{{%(?:{STRING}|(?!%\}}).)*%\}}", re.DOTALL),
}
OPENS_TAG = re.compile(r"</?[a-zA-Z]")


def pieces(template: str) -> Iterator[Piece]:
    """The pieces of a template, one after another, none left out."""
    place = text_from = 0
    while place < len(template):
        found = jinja_at(template, place) or _tag_at(template, place)
        if not found:
            place += 1
            continue
        if text_from < place:
            yield Piece(Kind.TEXT, text_from, template[text_from:place])
        yield found
        place = text_from = found.end
    if text_from < place:
        yield Piece(Kind.TEXT, text_from, template[text_from:])


def jinja_at(template: str, place: int) -> Piece | None:
    """The comment, expression or statement that begins here."""
    for kind, pattern in JINJA.items():
        if found := pattern.match(template, place):
            return Piece(kind, place, found[0])
    return None


def _tag_at(template: str, place: int) -> Piece | None:
    """The HTML tag that begins here, up to its own end: values and Jinja may hold a `>`."""
    if not OPENS_TAG.match(template, place):
        return None
    at, quote = place + 1, ""
    while at < len(template) and (quote or template[at] != ">"):
        inside = jinja_at(template, at)
        if not inside and template[at] in "\"'":
            quote = "" if template[at] == quote else quote or template[at]
        at = inside.end if inside else at + 1
    return Piece(Kind.TAG, place, template[place : at + 1])
