"""What a stored document says, for whoever has to check it before others read it."""

import json
import subprocess  # our own reader, by a fixed path
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from app.kernel.errors import InvalidInputError

READER = Path(__file__).with_name("read_text.py")
PATIENCE_SECONDS = 30
MOST_CHARACTERS = 200_000
UNREADABLE = "文件太复杂，无法检查里面的文字。请重新导出，或者分成几个文件再上传"
TOO_LONG = f"文件里的文字超过 {MOST_CHARACTERS // 10_000} 万字，请分成几个文件再上传"


@dataclass(frozen=True)
class FileText:
    """The words of a document, and whether there is something that only eyes can read."""

    text: str = field(default="", repr=False)
    needs_eyes: bool = True


def text_of(media_type: str, data: bytes) -> FileText:
    """The words of a document as ``office_cleaning.clean_document`` gives it.

    A picture has none. Raises InvalidInputError where the reader fails, or there are too many.
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
