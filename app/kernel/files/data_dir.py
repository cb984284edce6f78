"""Whether DATA_DIR is the folder that this database belongs with.

Photographs lie in the folder and their rows in the database. A second machine that has the database
and an empty folder of its own would answer 404 for each of them, and keep new ones where nobody
else finds them. So the folder carries a name that the database knows.
"""

import os
import secrets
from pathlib import Path

from flask import current_app

from app.kernel.db.site import facts, state_fact

FACT = "data_dir"
FILE = "site.id"


class ForeignFolderError(RuntimeError):
    """DATA_DIR belongs with another database, or with none; the message says what to do."""


def problem() -> str | None:
    """Why this folder is not that of the database; None when it is, or the database has none."""
    known, found = facts().get(FACT), _name()
    if known is None or known == found:
        return None
    path = current_app.config["DATA_DIR"]
    has = "carries no name" if found is None else f"is that of another site ({found})"
    return (
        f"the files of this database lie in a folder named {known}, and DATA_DIR={path} {has}: "
        "mount the shared folder there; if the files were put here on purpose, "
        "flask --app wsgi files adopt"
    )


def establish() -> None:
    """Give folder and database the same name where one of them has none, in the transaction.

    Raises ForeignFolderError where the folder is not that of the database.
    """
    if found := problem():
        raise ForeignFolderError(found)
    if FACT not in facts():
        state_fact(FACT, _name() or _written(secrets.token_hex(8)))


def adopt() -> None:
    """Make this folder that of the database, whatever it was before."""
    _written(facts().get(FACT) or secrets.token_hex(8))


def _file() -> Path:
    return Path(current_app.config["DATA_DIR"]) / FILE


def _name() -> str | None:
    try:
        return _file().read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _written(name: str) -> str:
    unfinished = _file().with_suffix(".part")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{name}\n")
    unfinished.replace(_file())
    return name
