"""Decoders of files of others, as a confined process runs them: each from bytes to bytes.

What comes back is a line of JSON, which says what the file is or why it is refused, and the
harmless form. Only ``cleaning`` calls this, through ``confined``: the site itself runs none of it.
"""

import json
from collections.abc import Callable

from app.kernel.errors import InvalidInputError
from app.kernel.files import office_cleaning, pdf_cleaning, picture_cleaning, texts
from app.kernel.files.rules import DOCUMENT_NOT_ALLOWED, NOT_ALLOWED


def clean_file(data: bytes) -> bytes:
    """A picture or a PDF, harmless."""
    return _answer(cleaned_file, data)


def clean_document(data: bytes) -> bytes:
    """A picture, PDF, DOCX or XLSX, harmless."""
    return _answer(cleaned_document, data)


def read_text(data: bytes) -> bytes:
    """The words of a PDF, DOCX or XLSX that was cleaned, and whether some need eyes."""
    text, needs_eyes = texts.of_pdf(data) if _is_pdf(data) else texts.of_office(data)
    return json.dumps({"text": text, "needs_eyes": needs_eyes}).encode()


def _answer(clean: Callable[[bytes], tuple[str, bytes]], data: bytes) -> bytes:
    try:
        media_type, cleaned = clean(data)
    except InvalidInputError as error:
        return json.dumps({"refused": error.message}).encode() + b"\n"
    return json.dumps({"media_type": media_type}).encode() + b"\n" + cleaned


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def cleaned_file(data: bytes) -> tuple[str, bytes]:
    """Media type and harmless form of a picture or a PDF; raises InvalidInputError."""
    return pdf_cleaning.clean(data) if _is_pdf(data) else picture_cleaning.clean(data)


def cleaned_document(data: bytes) -> tuple[str, bytes]:
    """Media type and harmless form of a picture, PDF, DOCX or XLSX; raises InvalidInputError."""
    if data.startswith(b"PK"):
        return office_cleaning.clean(data)
    try:
        return cleaned_file(data)
    except InvalidInputError as error:
        unknown = error.message == NOT_ALLOWED
        raise InvalidInputError(DOCUMENT_NOT_ALLOWED if unknown else error.message) from error
