"""Documents of Word and Excel, packed anew without what might harm or tell of their makers.

Macros, embedded and linked files, comments and tracked changes are refused, since only their
author can say what should become of them. Names of authors, the preview picture and all that
pictures say of themselves are dropped.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from app.kernel.errors import InvalidInputError
from app.kernel.files import file_faults
from app.kernel.files.archives import ARCHIVE_FAULTS, is_bomb
from app.kernel.files.file_cleaning import clean_file

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
TYPES = "[Content_Types].xml"

DRAWN_AGAIN = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
HARMLESS = {".gif", ".bmp", ".emf", ".wmf", ".odttf"}
"""Pictures that tell nothing of their making, and letters of a font."""
EMPTIED = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'custom-properties"/>',
}
THUMBNAIL = re.compile(rb"<Relationship\b[^>]*/thumbnail\"[^>]*/>")
LINK = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo|rPrChange|pPrChange|cellIns|cellDel)[\s>/]")
ALIEN = re.compile(r"vbaproject|/embeddings/|/activex/|/externallinks/|/ctrlprops/", re.I)
REMARKS = re.compile(r"/(comments\w*|threadedcomments|persons)[./\w]*", re.I)

NAMES = "pdf、docx、xlsx、jpg、png 或 webp"
NOT_ALLOWED = f"请选择 {NAMES} 文件"
DAMAGED = "文档已损坏或带有密码，请重新另存后再上传"
TOO_LARGE = "文档解压后过大，请删除多余的图片后另存再试"
NOT_ALONE = "文档里有宏、嵌入的文件或外部链接，请删除后另存，或者另存为 PDF 再上传"
UNFINISHED = "文档里还有批注或者修订，请全部接受或删除后另存再上传"


def clean_document(data: bytes) -> tuple[str, bytes]:
    """The media type and the harmless form of a picture, PDF, DOCX or XLSX."""
    if data.startswith(b"PK"):
        return _clean_office(data)
    try:
        return clean_file(data)
    except InvalidInputError as error:
        unknown = error.message == file_faults.NOT_ALLOWED
        raise InvalidInputError(NOT_ALLOWED if unknown else error.message) from error


def _clean_office(data: bytes) -> tuple[str, bytes]:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            media_type = _checked_type(archive)
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
                for name, part in _parts(archive):
                    packed.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    except ARCHIVE_FAULTS as error:
        raise InvalidInputError(DAMAGED) from error
    return media_type, out.getvalue()


def _checked_type(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if is_bomb(entries):
        raise InvalidInputError(TOO_LARGE)
    found = [kind for part, kind in MAIN_PARTS.items() if part in names]
    if len(found) != 1 or TYPES not in names or len(names) != len(set(names)):
        raise InvalidInputError(NOT_ALLOWED)
    if any(ALIEN.search(name) for name in names):
        raise InvalidInputError(NOT_ALONE)
    if any(REMARKS.search(f"/{name}") for name in names):
        raise InvalidInputError(UNFINISHED)
    return found[0]


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for entry in archive.infolist():
        name = entry.filename
        if entry.is_dir() or name.startswith("docProps/thumbnail"):
            continue
        yield name, EMPTIED[name] if name in EMPTIED else _part(name, archive.read(entry))


def _part(name: str, data: bytes) -> bytes:
    suffix = f".{name.rpartition('.')[2].lower()}"
    if suffix in {".xml", ".rels", ".vml"}:
        return _checked_xml(name, data)
    if suffix in DRAWN_AGAIN:
        media_type, drawn = clean_file(data)
        if media_type == DRAWN_AGAIN[suffix]:
            return drawn
    if suffix in HARMLESS:
        return data
    if suffix == ".bin" and "/printerSettings/" in name:
        return b""
    raise InvalidInputError(NOT_ALONE)


def _checked_xml(name: str, data: bytes) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InvalidInputError(DAMAGED)
    if b"macroEnabled" in data and name == TYPES:
        raise InvalidInputError(NOT_ALONE)
    if name.endswith(".rels"):
        if any(b"/hyperlink" not in link for link in LINK.findall(data)):
            raise InvalidInputError(NOT_ALONE)
        return THUMBNAIL.sub(b"", data)
    if TRACKED.search(data):
        raise InvalidInputError(UNFINISHED)
    return data
