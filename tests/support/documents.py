"""Documents as bureaus have them: PDF with a text layer, scans, DOCX, XLSX, photographs."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pikepdf
import xlsxwriter
from PIL import Image
from werkzeug.datastructures import FileStorage

from app.kernel.db.session import db
from app.kernel.files.cleaning import clean_document
from app.kernel.files.uploads import store
from app.publishing.life.attachments import Attaching, Attachment

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
TYPES_PART = "[Content_Types].xml"
RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
AUTHOR = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>王小花</dc:creator></cp:coreProperties>"
)


def docx(
    *paragraphs: str, inside: str = "", parts: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A Word document; ``inside`` is further XML of its body, ``parts`` further files in it."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    document = f'<w:document xmlns:w="{W}"><w:body>{body}{inside}</w:body></w:document>'
    out = io.BytesIO()
    files = {TYPES_PART: TYPES, "_rels/.rels": RELS, "word/document.xml": document}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (files | {"docProps/core.xml": AUTHOR} | dict(parts or {})).items():
            archive.writestr(name, data)
    return out.getvalue()


def table_row(*cells: str) -> str:
    """XML of a table of one row, for ``docx(inside=...)``."""
    row = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in cells)
    return f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"


def xlsx(*rows: tuple[str | int, ...], hidden: bool = False) -> bytes:
    """A workbook with these rows, on a second sheet that is hidden or not."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("封面").write(0, 0, "清单")
        sheet = book.add_worksheet("数据")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if hidden:
            sheet.hide()
    return out.getvalue()


def pdf(*lines: str) -> bytes:
    """A PDF with a text layer: a page of these lines, in a Chinese font that is not embedded."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font(made)))
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -24 Td " for line in lines)
        page.Contents = made.make_stream(f"BT /F1 12 Tf 60 760 Td {shown}ET".encode())
        return _saved(made)


def _font(made: pikepdf.Pdf) -> pikepdf.Object:
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="GB1", Supplement=4),
    )
    return made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name("/STSong-Light"),
            Encoding=pikepdf.Name("/UniGB-UCS2-H"),
            DescendantFonts=pikepdf.Array([made.make_indirect(descendant)]),
        )
    )


def scan() -> bytes:
    """A PDF that is nothing but a picture."""
    out = io.BytesIO()
    Image.new("RGB", (400, 560), "white").save(out, "PDF")
    return out.getvalue()


def joined(*documents: bytes) -> bytes:
    """The pages of several PDFs in one."""
    with pikepdf.new() as made:
        for data in documents:
            with pikepdf.open(io.BytesIO(data)) as opened:
                made.pages.extend(opened.pages)
        return _saved(made)


def with_note(data: bytes, words: str) -> bytes:
    """A PDF with a note stuck to its first page."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=words, Rect=[0, 0, 9, 9]
        )
        opened.pages[0].Annots = pikepdf.Array([opened.make_indirect(note)])
        return _saved(opened)


def _saved(made: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def photo() -> bytes:
    """A JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def attach(record: Attaching, name: str, data: bytes, **changes: Any) -> Attachment:
    """Put a file with a record that is in the session, as if it had passed the gate."""
    media_type, cleaned = clean_document(data)
    file = store(name, media_type, cleaned)
    about = {"kind": record.__tablename__, "record_id": record.id, "needs_eyes": False, "text": ""}
    row: Attachment = Attachment.of(file, **(about | changes))
    db.session.add(row)
    db.session.flush()
    record.attachments = [*(record.attachments or ()), str(row.id)]
    return row


def sent(data: bytes, name: str) -> FileStorage:
    """A file as a form sends it."""
    return FileStorage(io.BytesIO(data), filename=name)
