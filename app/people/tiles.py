"""The city's districts as a map of tiles: where each lies, roughly."""

from collections.abc import Iterable
from dataclasses import dataclass

PITCH = 86
"""From one left edge to the next, in drawing units; four wide, five high, two around."""

PLACES = {
    **{"330324": (1, 0), "330382": (2, 0), "330302": (1, 1), "330303": (2, 1)},
    **{"330305": (3, 1), "330328": (0, 2), "330304": (1, 2), "330381": (2, 2)},
    **{"330329": (0, 3), "330326": (1, 3), "330327": (1, 4), "330383": (2, 4)},
}
"""Column and row of each district's tile."""


@dataclass(frozen=True)
class Tile:
    """A district in the picture: its place in drawing units, its text, its shade (0 to 4)."""

    x: int
    y: int
    name: str
    text: str
    step: int


def tiles(districts: Iterable[tuple[str, str, str, int]]) -> list[Tile]:
    """The tiles of the districts whose place is known: code, name, text and shade of each."""
    return [
        Tile(
            x=2 + PLACES[code][0] * PITCH,
            y=2 + PLACES[code][1] * PITCH,
            name=name[:-1],
            text=text,
            step=step,
        )
        for code, name, text, step in districts
        if code in PLACES
    ]
