"""What a backup says of itself: what is in it, which keys it needs, and checksums."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from app.kernel.crypto.encryption import CryptoError, keyring
from app.kernel.db import key_canaries

MANIFEST = "manifest.json"
NAME = re.compile(r"mingjian-(\d{8}-\d{6})")
STAMP = "%Y%m%d-%H%M%S"


class BackupError(Exception):
    """A backup can't be made or put back; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What stands in ``manifest.json``. It holds names of keys, and no key."""

    made_at: str
    version: str
    """Of the site's code."""
    database: str
    """``sqlite`` or ``postgresql``."""
    recipient: str
    """The public key that all files are encrypted to; empty where they are not."""
    keys: Mapping[str, list[str]]
    """The names of the keys that it needs, by setting."""
    canaries: Mapping[str, str]
    """By which it is told whether keys are the right ones: see ``key_canaries``."""
    rows: Mapping[str, int]
    """By table, how many there are."""
    missing: list[str]
    """Stored files that a row names, and that were not there to be copied."""
    files: Mapping[str, str]
    """The checksum (SHA-256) by name of file."""

    def check_keys(self) -> None:
        """Raise BackupError unless the listed keys are those that the backup was made with."""
        try:
            key_canaries.check(self.canaries)
        except CryptoError as error:
            raise BackupError(f"the keys are not those of the backup: {error}") from error

    def write(self, folder: Path) -> None:
        """Put it into the folder of the backup."""
        content = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(content, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """What the backup in ``folder`` says of itself; BackupError where it is none.

    Those of before there were canaries are read too: they name the keys of the content alone.
    """
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BackupError(f"{folder} has no {MANIFEST}: it is no whole backup") from error
    names: list[str] = content.pop("key_ids", [])
    first = {"version": "", "recipient": "", "canaries": {}, "rows": {}, "missing": []}
    kind = "postgresql" if "database.dump" in content["files"] else "sqlite"
    manifest = Manifest(**first | {"database": kind, "keys": {"ENCRYPTION_KEYS": names}} | content)
    if lacking := set(names) - keyring().keys.keys():
        raise BackupError(f"ENCRYPTION_KEYS does not list {', '.join(sorted(lacking))}")
    return manifest


def verify_backup(folder: Path) -> Manifest:
    """Raise BackupError unless every file is there and is what the manifest says."""
    manifest = read_manifest(folder)
    if set(files_of(folder)) != set(manifest.files):
        raise BackupError("files are missing from the backup, or were added to it")
    for name, checksum in manifest.files.items():
        if checksum_of(folder / name) != checksum:
            raise BackupError(f"{name} has changed since the backup was made")
    return manifest


def backups_in(directory: Path) -> dict[datetime, Path]:
    """All whole backups in a directory, from old to new, by when they were begun (UTC)."""
    found = {}
    for path in sorted(directory.iterdir()):
        named = NAME.fullmatch(path.name)
        if named and (path / MANIFEST).is_file():
            found[datetime.strptime(f"{named[1]}+0000", f"{STAMP}%z")] = path
    return found


def files_of(folder: Path) -> list[str]:
    """The names of all files of a backup but its manifest."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def checksum_of(path: Path) -> str:
    """SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
