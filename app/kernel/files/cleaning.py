"""Files of others, understood by a decoder and written anew without harm; and their words.

The type is what the decoder says, never the name or what the browser claims. Documents of Word and
Excel are packed anew. Macros, embedded and linked files, comments and tracked changes are refused,
since only their author can say what should become of them. Names of authors, the preview picture
and all that pictures say of themselves are dropped.
"""

import io
import json
import re
import subprocess  # our own reader, by a fixed path
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from zipfile import BadZipFile, ZipInfo

from app.kernel.errors import InvalidInputError

NOT_ALLOWED = "请选择 jpg、png、webp 或 pdf 文件"
DAMAGED = "文件已损坏，无法打开，请重新选择"


PDF, PICTURE = "app.kernel.files.pdf_cleaning", "app.kernel.files.picture_cleaning"
"""Where each is cleaned. Decoders are large: one is loaded with its first file (ADR 48)."""
MAX_ENTRIES = 2_000
MAX_TOTAL = 200 * 1024 * 1024
"""Bytes, unpacked, of all entries together."""
MAX_RATIO = 100
"""Unpacked bytes for each packed one."""
SMALL_ENTRY = 1024 * 1024
"""Bytes, unpacked, up to which an entry is harmless whatever its ratio."""
ARCHIVE_FAULTS = (BadZipFile, RuntimeError, EOFError, OSError)
"""What zipfile raises for one that is damaged, has a password, or is packed in an unknown way."""
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
DOCUMENT_NOT_ALLOWED = f"请选择 {NAMES} 文件"
DOCUMENT_DAMAGED = "文档已损坏或带有密码，请重新另存后再上传"
TOO_LARGE = "文档解压后过大，请删除多余的图片后另存再试"
NOT_ALONE = "文档里有宏、嵌入的文件或外部链接，请删除后另存，或者另存为 PDF 再上传"
UNFINISHED = "文档里还有批注或者修订，请全部接受或删除后另存再上传"
READER = Path(__file__).with_name("read_text.py")
PATIENCE_SECONDS = 30
MOST_CHARACTERS = 200_000
UNREADABLE = "文件太复杂，无法检查里面的文字。请重新导出，或者分成几个文件再上传"
TOO_LONG = f"文件里的文字超过 {MOST_CHARACTERS // 10_000} 万字，请分成几个文件再上传"


def clean_file(data: bytes) -> tuple[str, bytes]:
    """The media type and the harmless form of a file; raises InvalidInputError."""
    decoder = import_module(PDF if data.startswith(b"%PDF-") else PICTURE)
    cleaned: tuple[str, bytes] = decoder.clean(data)
    return cleaned


def is_bomb(entries: Sequence[ZipInfo]) -> bool:
    """Whether the entries, by the sizes they declare, would fill memory or disk.

    Above 2,000 entries, 200 MiB or 100 to 1; OWASP ASVS 5.0, 5.2 to 5.4, asks for limits.
    """
    swollen = any(
        entry.file_size > SMALL_ENTRY and entry.file_size > MAX_RATIO * entry.compress_size
        for entry in entries
    )
    total = sum(entry.file_size for entry in entries)
    return swollen or len(entries) > MAX_ENTRIES or total > MAX_TOTAL


def clean_document(data: bytes) -> tuple[str, bytes]:
    """The media type and the harmless form of a picture, PDF, DOCX or XLSX.

    Raises InvalidInputError for other types, and for what is damaged or can't be made harmless.
    """
    if data.startswith(b"PK"):
        return _clean_office(data)
    try:
        return clean_file(data)
    except InvalidInputError as error:
        unknown = error.message == NOT_ALLOWED
        raise InvalidInputError(DOCUMENT_NOT_ALLOWED if unknown else error.message) from error


def _clean_office(data: bytes) -> tuple[str, bytes]:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            media_type = _checked_type(archive)
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
                for name, part in _parts(archive):
                    packed.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    except ARCHIVE_FAULTS as error:
        raise InvalidInputError(DOCUMENT_DAMAGED) from error
    return media_type, out.getvalue()


def _checked_type(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if is_bomb(entries):
        raise InvalidInputError(TOO_LARGE)
    found = [kind for part, kind in MAIN_PARTS.items() if part in names]
    if len(found) != 1 or TYPES not in names or len(names) != len(set(names)):
        raise InvalidInputError(DOCUMENT_NOT_ALLOWED)
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
        raise InvalidInputError(DOCUMENT_DAMAGED)
    if b"macroEnabled" in data and name == TYPES:
        raise InvalidInputError(NOT_ALONE)
    if name.endswith(".rels"):
        if any(b"/hyperlink" not in link for link in LINK.findall(data)):
            raise InvalidInputError(NOT_ALONE)
        return THUMBNAIL.sub(b"", data)
    if TRACKED.search(data):
        raise InvalidInputError(UNFINISHED)
    return data


@dataclass(frozen=True)
class FileText:
    """The words of a document, and whether there is something that only eyes can read."""

    text: str = field(default="", repr=False)
    needs_eyes: bool = True


def text_of(media_type: str, data: bytes) -> FileText:
    """The words of a document as ``clean_document`` gives it.

    A picture has none. InvalidInputError where the reader fails, or above 200,000 characters.
    """
    if media_type.startswith("image/"):
        return FileText()
    with tempfile.NamedTemporaryFile(prefix="document-") as file:
        file.write(data)
        file.flush()
        said = json.loads(_read(Path(file.name)))
    if len(said["text"]) > MOST_CHARACTERS:
        raise InvalidInputError(TOO_LONG)
    return FileText(said["text"], said["needs_eyes"])


def _read(path: Path) -> bytes:
    command = [sys.executable, "-I", str(READER), str(path)]
    try:
        done = subprocess.run(command, check=True, timeout=PATIENCE_SECONDS, capture_output=True)  # noqa: S603  # fixed
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise InvalidInputError(UNREADABLE) from error
    return done.stdout
