"""Documents of Word and Excel, packed anew without authors, preview and what pictures say of
themselves. Macros, embedded and linked files, remarks and tracked changes are refused, since only
their author can say what should become of them.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from app.kernel.errors import InvalidInputError
from app.kernel.files import office_xml, picture_cleaning
from app.kernel.files.archives import ARCHIVE_FAULTS, is_bomb
from app.kernel.files.office_xml import DAMAGED, NOT_ALONE, UNFINISHED
from app.kernel.files.rules import DOCUMENT_NOT_ALLOWED, DOCX, XLSX

TOO_LARGE = "文档解压后过大，请删除多余的图片后另存再试"
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
ALIEN = re.compile(
    r"vbaproject|/embeddings/|/activex/|/externallinks/|/ctrlprops/|/querytables/|/connections\.xml"
    r"|/macrosheets/|/webextensions/",
    re.I,
)
REMARKS = re.compile(r"/(comments\w*|threadedcomments|persons|revisions)[./\w]*", re.I)


def clean(data: bytes) -> tuple[str, bytes]:
    """The media type and the harmless form of a DOCX or XLSX; raises InvalidInputError."""
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
        raise InvalidInputError(DOCUMENT_NOT_ALLOWED)
    if any(ALIEN.search(f"/{name}") for name in names):
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
    if suffix == ".rels":
        return office_xml.cleaned_relationships(data)
    if suffix in {".xml", ".vml"}:
        (office_xml.check_types if name == TYPES else office_xml.check_part)(data)
        return data
    if suffix in DRAWN_AGAIN:
        media_type, drawn = picture_cleaning.clean(data)
        if media_type == DRAWN_AGAIN[suffix]:
            return drawn
    if suffix in HARMLESS:
        return data
    if suffix == ".bin" and "/printerSettings/" in name:
        return b""
    raise InvalidInputError(NOT_ALONE)
