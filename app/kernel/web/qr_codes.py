"""Two-dimensional codes as the path of an SVG, without any style of their own."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class QrCode:
    """A code of ``size`` modules each way; ``path`` draws the dark ones."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code that says ``text``."""
    made = segno.make(text, error="m", micro=False)
    pieces = []
    for y, row in enumerate(made.matrix):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                pieces.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end + 1
    return QrCode(size=len(made.matrix), path="".join(pieces))
