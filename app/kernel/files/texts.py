"""The words of a PDF, DOCX or XLSX, and whether there is something that only eyes can read: a page
that is a picture, or has pictures or letters that can't be read as text. Run by ``decoders`` only.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import python_calamine as calamine
from pypdfium2 import raw

LEAST_ON_A_PAGE = 10
"""A page with fewer characters is taken for a picture."""
LARGE_PICTURE = 0.4
"""A picture over more than this part of a page, 0 to 1, may hold words."""
LEAST_READABLE = 0.9
"""Share of the letters, 0 to 1, that must be known."""
READABLE = re.compile(r"[\u0020-\u007e\u00a0-\u00ff\u2000-\u206f\u3000-\u9fff\uff00-\uffef\s]")
SPOKEN = ("/Contents", "/V", "/T", "/TU")
WORDLESS = re.compile(r"(styles|theme\d*|settings|fontTable|webSettings|numbering)\.xml$|/theme/")


def of_pdf(data: bytes) -> tuple[str, bool]:
    """The text layer, and what annotations and fields of forms say."""
    texts, needs_eyes = [], False
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage().get_text_range()
        texts.append(text)
        needs_eyes = needs_eyes or not is_readable(text) or has_large_picture(page)
    return "\n".join([*texts, *remarks(data)]), needs_eyes


def is_readable(text: str) -> bool:
    """Whether there are words, and their letters are known."""
    letters = "".join(text.split())
    if len(letters) < LEAST_ON_A_PAGE:
        return False
    return len(READABLE.findall(letters)) >= LEAST_READABLE * len(letters)


def has_large_picture(page: Any) -> bool:
    """Whether a picture covers much of the page."""
    width, height = page.get_size()
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        left, bottom, right, top = found.get_bounds()
        if abs(right - left) * abs(top - bottom) > LARGE_PICTURE * width * height:
            return True
    return False


def remarks(data: bytes) -> Iterator[str]:
    """Texts beside the text layer: notes, fields, bookmarks."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary):
                names = (*SPOKEN, "/Title") if "/Title" in each else SPOKEN
                values = (each.get(name) for name in names)
                yield from (str(one) for one in values if isinstance(one, pikepdf.String))


def of_office(data: bytes) -> tuple[str, bool]:
    """All words of the parts, and whether there are pictures among them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        needs_eyes = any("/media/" in name for name in names)
        texts = list(sheets(data)) if "xl/workbook.xml" in names else []
        for name in names:
            if name.endswith(".xml") and "/" in name and not WORDLESS.search(name):
                texts.append(text_of(ElementTree.fromstring(archive.read(name))))  # noqa: S314  # no entities in it
    return "\n".join(each for each in texts if each.strip()), needs_eyes


def sheets(data: bytes) -> Iterator[str]:
    """The rows of all sheets, hidden ones too, each value behind the head of its column."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        heads: list[str] = []
        for row in book.get_sheet_by_name(name).iter_rows():
            cells = [plain(cell) for cell in row]
            heads = heads or (cells if any(cells) else [])
            pairs = zip(heads, cells, strict=False)
            yield "，".join(f"{head}：{cell}" if head else cell for head, cell in pairs if cell)


def plain(cell: Any) -> str:
    """A value as it was typed: a telephone number is no decimal."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def text_of(part: ElementTree.Element) -> str:
    """The texts of one part: a line for each paragraph, a table's cells joined by colons."""
    pieces: list[str] = []
    for each in part.iter():
        name = each.tag.rpartition("}")[2]
        if name in {"p", "si", "tr"}:
            pieces.append("\n")
        elif name == "tc":
            pieces.append("：")
        pieces += [text for text in (each.get("descr"), each.text) if text and text.strip()]
    return re.sub(r"\n?：\n*", "：", "".join(pieces))
