"""What must hold before a process of the site begins to work."""

from sqlalchemy import inspect

from app.kernel.crypto.encryption import CryptoError
from app.kernel.db import key_canaries
from app.kernel.db.session import db, writing
from app.kernel.db.site import SiteFact
from app.kernel.files import data_dir


class StartRefusedError(RuntimeError):
    """Keys or folder are not those of the database; going on would damage what it holds."""


def check_keys_and_folder() -> None:
    """Refuse to go on with keys, or a DATA_DIR, that are not those of the database.

    A new database takes those that it meets. One without tables is passed over.
    """
    has_tables = inspect(db.session.connection()).has_table(SiteFact.__tablename__)
    db.session.rollback()
    if not has_tables:
        return
    try:
        with writing():
            key_canaries.establish()
            data_dir.establish()
    except (CryptoError, data_dir.ForeignFolderError) as error:
        raise StartRefusedError(str(error)) from error
