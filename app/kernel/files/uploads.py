"""The one door through which files of others come in, and the one through which they leave.

What is kept is what a decoder has understood and written anew (``cleaning``), encrypted,
under a random name outside the web root. The caller keeps the ``StoredFile`` values in a row
of its own; a file without such a row is an orphan and is swept away after a day.
"""

import hashlib
import os
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from flask import Flask, Response, current_app
from sqlalchemy import String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from werkzeug.datastructures import FileStorage

from app.kernel import clock
from app.kernel.crypto.columns import EncryptedText
from app.kernel.crypto.encryption import keyring, seal, unseal
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError, NotFoundError
from app.kernel.files import antivirus
from app.kernel.files.cleaning import clean_file

MAX_FILES = 10
INSIDE = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""What a file shown inside our pages may do: browsers' own PDF viewers need the middle two."""
MAX_BYTES = 10 * 1024 * 1024
"""Of one file."""
MAX_NAME = 120
"""In characters."""
UNFINISHED = ".part"
"""How the name of a file ends while it is being written."""
MIN_FREE_SHARE = 0.1
"""Of the disk, 0 to 1: with less free, no file is taken."""
ORPHAN_AGE = timedelta(days=1)
"""How old a file that no row names must be to be swept."""
Clean = Callable[[bytes], tuple[str, bytes]]
"""From the bytes that were sent to media type and harmless form; raises InvalidInputError."""


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """What the owner of a stored file must remember about it; ``size`` is in bytes, unencrypted."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str


def store_uploads(
    files: Sequence[FileStorage], *, already: int = 0, clean: Clean = clean_file
) -> list[StoredFile]:
    """Check, clean, encrypt and store what a form sent; empty fields are passed over.

    All files are checked, by the virus scanner too, before the first is stored. ``already`` is how
    many files the matter has so far, of 10 at most. InvalidInputError above that, above 10 MB, or
    for other faults.
    """
    present = [file for file in files if file and file.filename]
    if len(present) + already > MAX_FILES:
        raise InvalidInputError(f"最多可以上传 {MAX_FILES} 个文件")
    if present and free_share() < MIN_FREE_SHARE:
        raise InvalidInputError("暂时无法接收文件，请稍后再试，或先提交文字内容")
    checked = [_checked(file, clean) for file in present]
    stored = [_store(name, media_type, data) for name, media_type, data, _ in checked]
    for file, (*_, is_scanned) in zip(stored, checked, strict=True):
        if not is_scanned:
            antivirus.note_unscanned(file.id)
    return stored


def _checked(file: FileStorage, clean: Clean) -> tuple[str, str, bytes, bool]:
    """Name, type and harmless form of a file, and whether the virus scanner has seen it."""
    sent = _read(file)
    is_scanned = antivirus.is_scanned(sent)
    return clean_name(file.filename), *clean(sent), is_scanned


def clean_name(name: str | None) -> str:
    """The last part of a file name without control and direction characters, 120 long at most."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem, dot, suffix = unicodedata.normalize("NFC", plain).strip(". ").rpartition(".")
    suffix = suffix[:10]
    return f"{stem[: MAX_NAME - len(suffix) - 1]}{dot}{suffix}" or "file"


def open_upload(file_id: str) -> bytes:
    """The content of a stored file; raises NotFoundError when there is none."""
    try:
        sealed = _path(file_id).read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError from error
    return unseal(sealed, f"upload:{file_id}")


def delete_upload(file_id: str) -> None:
    """Remove a stored file, if it is there; NotFoundError for what is no id of a file."""
    _path(file_id).unlink(missing_ok=True)


def download(file: StoredFile) -> Response:
    """The file as an attachment that no browser will show or run inside the site.

    The caller has checked that the person may have it. Raises NotFoundError when it is gone.
    """
    return attachment(file.id, file.name, file.media_type)


def attachment(file_id: str, name: str, media_type: str) -> Response:
    """A stored file under a name of the caller's choice; raises NotFoundError as ``download``.

    NotScannedError while it waits for the virus scanner.
    """
    antivirus.refuse_unscanned(file_id)
    response = Response(open_upload(file_id), mimetype=media_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{file_id[:8]}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def shown_inside(file: StoredFile) -> Response:
    """The file for a frame or picture of our own pages; its bytes were written by our decoders.

    The caller has checked that the person may have it. Nobody else's page can frame it.
    """
    response = attachment(file.id, file.name, file.media_type)
    disposition = response.headers["Content-Disposition"].replace("attachment", "inline", 1)
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Security-Policy"] = INSIDE
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def store(name: str | None, media_type: str, data: bytes) -> StoredFile:
    """Encrypt and keep bytes as they are: only for what is read by a process of its own."""
    return _store(clean_name(name), media_type, data)


def keep_files_of(app: Flask, ids: Callable[[], Collection[str]]) -> None:
    """Have the sweep spare the files whose ids ``ids`` names."""
    app.extensions.setdefault("uploads.owners", []).append(ids)


def sweep_files() -> int:
    """Remove stored files that nobody remembers, left by an interrupted upload; how many."""
    return sweep_orphans(named_files())


def named_files() -> set[str]:
    """The ids of all stored files that rows name."""
    owners = current_app.extensions.get("uploads.owners", [])
    known = {file_id for ids in owners for file_id in ids()}
    db.session.rollback()  # nobody is kept waiting while files are looked at
    return known


def is_stored(file_id: str) -> bool:
    """Whether there is a file with this id; what is no id has none."""
    try:
        return _path(file_id).is_file()
    except NotFoundError:
        return False


def sweep_orphans(known: Collection[str]) -> int:
    """Remove files older than a day whose ids are not in ``known``; returns how many."""
    limit = (clock.now() - ORPHAN_AGE).timestamp()
    swept = 0
    for path in stored_paths():
        if path.name.partition(".")[0] not in known and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def reseal_all() -> int:
    """Encrypt each file that uses an old key with the current one; returns how many."""
    resealed = 0
    for path in stored_paths():
        sealed = path.read_bytes()
        if path.suffix or keyring().is_current(sealed):
            continue
        context = f"upload:{path.name}"
        _write(path, seal(unseal(sealed, context), context))
        resealed += 1
    return resealed


def stored_paths() -> Iterator[Path]:
    """All files in the store, left-over temporary ones included."""
    return (path for path in _root().glob("??/??/*") if path.is_file())


def free_share() -> float:
    """Which part of the disk that holds the store is free, 0 to 1."""
    usage = shutil.disk_usage(current_app.config["DATA_DIR"])
    return usage.free / usage.total


def _read(file: FileStorage) -> bytes:
    data = file.stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InvalidInputError(f"文件不能大于 {MAX_BYTES // 1024 // 1024}MB")
    return data


def _store(name: str, media_type: str, data: bytes) -> StoredFile:
    file_id = secrets.token_hex(16)
    _write(_path(file_id), seal(data, f"upload:{file_id}"))
    return StoredFile(
        id=file_id,
        name=name,
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _write(path: Path, data: bytes) -> None:
    """Write through a temporary file, so that a file under its own name is always whole."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(UNFINISHED)
    descriptor = os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _root() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "uploads"


def _path(file_id: str) -> Path:
    if len(file_id) != 32 or not file_id.isalnum() or not file_id.isascii():
        raise NotFoundError
    return _root() / file_id[:2] / file_id[2:4] / file_id


class UploadedFile:
    """Mixin: a file that a citizen handed in; its bytes lie encrypted outside the web root."""

    __tablename__: str

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    """In bytes, before it was encrypted."""
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]

    @declared_attr
    def name(cls) -> Mapped[str]:
        return mapped_column(EncryptedText(f"{cls.__tablename__}.name"))

    @classmethod
    def of(cls, file: StoredFile, **more: Any) -> Self:
        """The row that remembers a stored file."""
        row = cls()
        row.upload_id, row.media_type, row.size = file.id, file.media_type, file.size
        row.sha256, row.created_at = file.sha256, clock.now()
        for name, value in {"name": file.name, **more}.items():
            setattr(row, name, value)
        return row

    @property
    def stored(self) -> StoredFile:
        """The file as ``uploads.download`` takes it."""
        return StoredFile(
            id=self.upload_id,
            name=self.name,
            media_type=self.media_type,
            size=self.size,
            sha256=self.sha256,
        )
