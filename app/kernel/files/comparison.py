"""Whether every file that a row names is there, and every file that is there is named by a row."""

from collections.abc import Collection
from dataclasses import dataclass

from app.kernel import clock
from app.kernel.crypto.encryption import CryptoError
from app.kernel.errors import NotFoundError
from app.kernel.files import uploads


@dataclass(frozen=True)
class FileComparison:
    """What differs between rows and files, by ids of files; ``named`` counts those of rows."""

    named: int
    missing: Collection[str]
    """Named by a row, and not there."""
    orphans: Collection[str]
    """There for more than a day, and named by no row."""
    damaged: Collection[str] = ()
    """There and named, but not to be opened; empty unless they were tried."""

    @property
    def differs(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.missing or self.orphans or self.damaged)


def compare(*, try_each: bool = False) -> FileComparison:
    """Compare while the site runs; ``try_each`` decrypts every file, which reads all of them."""
    named = uploads.named_files()
    stored = {path.name: path for path in uploads.stored_paths()}
    limit = (clock.now() - uploads.ORPHAN_AGE).timestamp()
    orphans = [
        name
        for name in stored.keys() - named
        if (path := stored[name]).exists() and path.stat().st_mtime < limit
    ]
    here = sorted(named & stored.keys()) if try_each else []
    return FileComparison(
        len(named), missing(named), sorted(orphans), [each for each in here if not _opens(each)]
    )


def missing(named: Collection[str]) -> list[str]:
    """Which of these files are not there. One whose row has just gone is not missed."""
    lost = [file_id for file_id in named if not uploads.is_stored(file_id)]
    return sorted(set(lost) & uploads.named_files()) if lost else []


def _opens(file_id: str) -> bool:
    try:
        uploads.open_upload(file_id)
    except CryptoError:
        return False
    except NotFoundError:
        return True  # it went away with its row meanwhile
    return True
