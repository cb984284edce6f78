"""What stands for scanned papers: sheets with lines and a seal, on which nothing can be read."""

import io
from functools import cache

from PIL import Image, ImageDraw


@cache
def sealed_sheet() -> bytes:
    """A sheet with lines and a red seal that reads nothing."""
    sheet = Image.new("RGB", (420, 594), "white")
    pen = ImageDraw.Draw(sheet)
    for line in range(90, 400, 26):
        pen.line((50, line, 370 - line % 60, line), fill="#777", width=3)
    pen.ellipse((250, 430, 370, 550), outline="#b01c1c", width=6)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
