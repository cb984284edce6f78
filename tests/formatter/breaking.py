"""Where a line of a template may be broken, and where it is broken best."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.formatter.reading import STRING, Kind, Piece, jinja_at, pieces

WIDTH = 160
"""The characters that a line of a template may have."""
SHORT = 20
"""A piece of a line that is shorter than this stays where it is if anything else can be done."""
LAST = 4
"""The rank of what leaves a piece that is too short."""
CONTINUED = "\n    "
"""The line that goes on inside a tag or a call is indented."""
OPERATOR = 3
"""How much deeper a place beside an operator counts than one after a comma."""
PAUSE = re.compile(r"[，。；](?=\w)")
"""A place in a sentence where an empty comment may carry it on in the next line."""
SPACE = re.compile(f"{STRING}| ")

BLOCKS = frozenset(
    "address article aside blockquote body caption colgroup dd desc details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol "
    "optgroup option p path polyline rect section summary table tbody td text tfoot th thead "
    "title tr ul circle line polygon g col link meta script".split()
)
"""Elements beside which a browser shows no space."""
HOLDERS = frozenset("table thead tbody tfoot tr ul ol dl select colgroup".split())
"""Elements in which no text stands, so that their own ends may stand alone."""
VOID = frozenset("area base br col hr img input link meta source wbr".split())
INLINE = re.compile(r"\bd-inline")
"""A class that puts a block into a line of text."""
KEEPS_LINES = re.compile(r"class=\"[^\"]*\b(?:mj-)?lines\b")
"""A class whose element shows each line break."""
OPENERS = frozenset("if for block macro call filter with".split())


@dataclass(frozen=True)
class Break:
    """A place where a line may end; the characters up to ``resume`` give way to ``instead``."""

    at: int
    resume: int
    instead: str
    rank: int
    """0 beside a block or after a statement, 1 inside a tag or a call, 2 by a sign to Jinja,
    3 in a sentence."""
    depth: int


def formatted(template: str) -> str:
    """The template with its long lines broken; whoever reads the page sees no difference.

    What can't be broken unseen, a word without end, stays as it is.
    """
    places = sorted(_breaks(list(pieces(template))), key=lambda each: each.at)
    lines, start = [], 0
    for line in template.splitlines(keepends=True):
        end = start + len(line)
        within = [each for each in places if start < each.at < end - 1]
        lines.append(_broken(template, within, start, end, ""))
        start = end
    return "".join(lines)


def _broken(template: str, places: list[Break], start: int, end: int, before: str) -> str:
    line = before + template[start:end]
    if len(line.rstrip("\n")) <= WIDTH or not places:
        return line
    best = _best(places, start, end, len(before))
    left = [each for each in places if each.at < best.at]
    right = [each for each in places if each.at >= best.resume and each.at > best.at]
    head, _, after = best.instead.partition("\n")
    return (
        _broken(template, left, start, best.at, before)
        + head
        + "\n"
        + _broken(template, right, best.resume, end, after)
    )


def _best(places: list[Break], start: int, end: int, indent: int) -> Break:
    """The outermost of the most fitting kind; of these the last that leaves the line short."""

    def cost(place: Break) -> tuple[int, int, int]:
        length = indent + place.at - start
        is_fair = length >= SHORT and end - place.resume > SHORT
        rank = place.rank if is_fair else LAST
        return rank, place.depth, -length if length <= WIDTH else length

    return min(places, key=cost)


def _breaks(found: list[Piece]) -> Iterator[Break]:
    depth, shown_lines = 0, False
    for before, piece, after in zip([None, *found[:-1]], found, [*found[1:], None], strict=True):
        depth -= _closes(piece)
        if piece.kind is Kind.TAG:
            shown_lines = _shows_lines(piece, shown_lines)
        if not shown_lines:
            yield from _beside_blocks(before, piece, after, depth)
        yield from _around_statements(before, piece, after, depth)
        yield from _inside(piece)
        depth += _opens(piece)


def _shows_lines(tag: Piece, already: bool) -> bool:
    """Whether line breaks after this tag may show: until the next block that closes."""
    if KEEPS_LINES.search(tag.text):
        return True
    return already and not (tag.is_closing and tag.name in BLOCKS)


def _is_block(piece: Piece) -> bool:
    return piece.kind is Kind.TAG and piece.name in BLOCKS and not INLINE.search(piece.text)


def _ends_block(piece: Piece | None) -> bool:
    """Whether nothing is seen of space after it."""
    if piece is None or piece.kind is not Kind.TAG:
        return False
    if piece.name == "br" or (piece.is_closing and piece.name in BLOCKS):
        return True
    return piece.name in HOLDERS or (_is_block(piece) and piece.text.endswith("/>"))


def _begins_block(piece: Piece | None) -> bool:
    """Whether nothing is seen of space before it."""
    if piece is None or piece.kind is not Kind.TAG:
        return False
    return piece.name in HOLDERS if piece.is_closing else _is_block(piece)


def _beside_blocks(
    before: Piece | None, piece: Piece, after: Piece | None, depth: int
) -> Iterator[Break]:
    if _begins_block(piece) and before is not None:
        yield Break(piece.start, piece.start, "\n", 0, depth)
    if _ends_block(piece) and after is not None:
        yield Break(piece.end, piece.end, "\n", 0, depth + _opens(piece))


def _around_statements(
    before: Piece | None, piece: Piece, after: Piece | None, depth: int
) -> Iterator[Break]:
    """Jinja drops the line break after a statement, and what stands before a `-`."""
    if piece.kind in {Kind.STATEMENT, Kind.COMMENT} and _goes_on(after):
        yield Break(piece.end, piece.end, "\n", 0, depth + _opens(piece))
    if piece.kind in {Kind.STATEMENT, Kind.EXPRESSION} and _stops(before):
        mark = piece.text[:2]
        resume = piece.start + 2 + (piece.text[2] == "-")
        yield Break(piece.start, resume, f"\n{mark}-", 2, depth)


def _goes_on(piece: Piece | None) -> bool:
    return piece is not None and not piece.text[0].isspace()


def _stops(piece: Piece | None) -> bool:
    return piece is not None and piece.kind is not Kind.STATEMENT and not piece.text[-1].isspace()


def _inside(piece: Piece) -> Iterator[Break]:
    if piece.kind is Kind.TAG:
        yield from _in_tag(piece)
    elif piece.kind in {Kind.EXPRESSION, Kind.STATEMENT}:
        yield from _in_call(piece, 0)
    elif piece.kind is Kind.TEXT:
        for found in PAUSE.finditer(piece.text):
            at = piece.start + found.end()
            yield Break(at, at, "{##}\n", 3, 0)


def _in_tag(tag: Piece) -> Iterator[Break]:
    """Between two attributes, rather than before the first, and in calls in their values."""
    at, quote, spaces = 1, "", 0
    while at < len(tag.text):
        if inside := jinja_at(tag.text, at):
            yield from _in_call(Piece(inside.kind, tag.start + at, inside.text), 1)
            at = inside.end
            continue
        if tag.text[at] in "\"'":
            quote = "" if tag.text[at] == quote else quote or tag.text[at]
        elif tag.text[at] == " " and not quote:
            spaces += 1
            if not (tag.text[:at].endswith("%}") and tag.text.startswith("{%", at + 1)):
                yield Break(tag.start + at, tag.start + at + 1, CONTINUED, 1, int(spaces == 1))
        at += 1


def _in_call(piece: Piece, outside: int) -> Iterator[Break]:
    """After a comma, rather than beside an operator; the outermost first."""
    for found in SPACE.finditer(piece.text):
        at = found.start()
        if found[0] == " " and 3 < at < len(piece.text) - 3:
            before = re.sub(STRING, "", piece.text[:at])
            depth = sum(map(before.count, "([{")) - sum(map(before.count, ")]}"))
            cost = 0 if before.endswith(",") else OPERATOR
            place = piece.start + at
            yield Break(place, place + 1, CONTINUED, 1, 2 * (depth + outside) + cost)


def _opens(piece: Piece) -> int:
    if piece.kind is Kind.TAG:
        is_open = not piece.is_closing and piece.name not in VOID
        return int(is_open and not piece.text.endswith("/>"))
    if piece.kind is Kind.STATEMENT:
        sets_block = piece.name == "set" and "=" not in piece.text
        return int(piece.name in OPENERS | {"else", "elif"} or sets_block)
    return 0


def _closes(piece: Piece) -> int:
    if piece.kind is Kind.TAG:
        return int(piece.is_closing)
    is_end = piece.name.startswith("end") or piece.name in {"else", "elif"}
    return int(piece.kind is Kind.STATEMENT and is_end)
