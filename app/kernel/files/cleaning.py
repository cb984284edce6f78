"""Files of others, understood by a decoder and written anew without harm; and their words.

The type is what the decoder says, never the name or what the browser claims. Decoding happens in a
process of its own with limits of memory and time (``confined``, ``decoders``).
"""

import json
from dataclasses import dataclass, field

from app.kernel.errors import InvalidInputError
from app.kernel.files.confined import ConfinedWork, ConfinedWorkError
from app.kernel.files.rules import MOST_CHARACTERS, TOO_COMPLEX, TOO_LONG, UNREADABLE

DECODERS = "app.kernel.files.decoders"
CLEAN_FILE = ConfinedWork(DECODERS, "clean_file")
CLEAN_DOCUMENT = ConfinedWork(DECODERS, "clean_document")
READ_TEXT = ConfinedWork(DECODERS, "read_text", memory=1024**3, cpu_seconds=20)


def clean_file(data: bytes) -> tuple[str, bytes]:
    """The media type and the harmless form of a picture or a PDF.

    Raises InvalidInputError for other types, for what is damaged, and for what takes more than ten
    seconds of a processor or 512 MiB; TooBusyError while many others decode.
    """
    return _cleaned(CLEAN_FILE, data)


def clean_document(data: bytes) -> tuple[str, bytes]:
    """The same of a picture, PDF, DOCX or XLSX."""
    return _cleaned(CLEAN_DOCUMENT, data)


def _cleaned(work: ConfinedWork, data: bytes) -> tuple[str, bytes]:
    try:
        head, _, cleaned = work(data).partition(b"\n")
    except ConfinedWorkError as error:
        raise InvalidInputError(TOO_COMPLEX) from error
    result = json.loads(head)
    if "refused" in result:
        raise InvalidInputError(result["refused"])
    return result["media_type"], cleaned


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
    try:
        output = json.loads(READ_TEXT(data))
    except ConfinedWorkError as error:
        raise InvalidInputError(UNREADABLE) from error
    if len(output["text"]) > MOST_CHARACTERS:
        raise InvalidInputError(TOO_LONG)
    return FileText(output["text"], output["needs_eyes"])
