"""Backups that only the holder of a private key can read (age, by pyrage).

The site has the public key alone, so who takes the site takes no backup with it.
"""

import shutil
from pathlib import Path
from typing import IO

import pyrage
from pyrage.x25519 import Identity, Recipient

from app.ops.backup.manifest import BackupError

SUFFIX = ".age"
"""How names of encrypted files end."""


class Sealer:
    """Writes the files of a backup: encrypted to a recipient, or as they are without one."""

    def __init__(self, recipient: str) -> None:
        self._recipient = _recipient(recipient) if recipient else None

    def named(self, target: Path) -> Path:
        """Under which name a file is written."""
        return target.with_name(f"{target.name}{SUFFIX}") if self._recipient else target

    def write(self, source: IO[bytes], target: Path) -> None:
        """Write all that can be read from ``source``."""
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.named(target).open("xb") as file:
            if self._recipient:
                pyrage.encrypt_io(source, file, [self._recipient])
            else:
                shutil.copyfileobj(source, file)


class Opener:
    """Reads the files of a backup, with the private key where they are encrypted."""

    def __init__(self, recipient: str, identity_file: Path | None) -> None:
        """Raises BackupError where the backup needs a private key and this is not it."""
        self._identity = None
        if not recipient:
            return
        if identity_file is None:
            raise BackupError(f"it is encrypted to {recipient}: give its private key by --identity")
        self._identity = _identity(identity_file)
        if str(self._identity.to_public()) != recipient:
            raise BackupError(f"{identity_file} is not the private key of {recipient}")

    def path(self, folder: Path, name: str) -> Path:
        """Where the file ``name`` lies in the backup."""
        return folder / (f"{name}{SUFFIX}" if self._identity else name)

    def plain_name(self, name: str) -> str:
        """What a file of the backup is called in the site."""
        return name.removesuffix(SUFFIX) if self._identity else name

    def read(self, source: Path, target: Path) -> None:
        """Write the content of a file of the backup to ``target``, whole or not at all."""
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = target.with_name(f"{target.name}.part")
        with source.open("rb") as sealed, unfinished.open("wb") as file:
            unfinished.chmod(0o600)
            if self._identity:
                pyrage.decrypt_io(sealed, file, [self._identity])
            else:
                shutil.copyfileobj(sealed, file)
        unfinished.replace(target)


def _recipient(text: str) -> Recipient:
    try:
        return Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupError(f"BACKUP_RECIPIENT is no public key of age (age1…): {error}") from error


def _identity(path: Path) -> Identity:
    """The private key in a file as age-keygen writes it: comments, and one line with the key."""
    lines = path.read_text(encoding="utf-8").splitlines()
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        (key,) = keys
        return Identity.from_str(key)
    except (ValueError, pyrage.IdentityError) as error:
        raise BackupError(f"{path} holds no private key of age (AGE-SECRET-KEY-…)") from error
