"""What the machine must have: rights of the folder, programs, fonts, and a Redis that answers."""

import shutil
import stat
import subprocess
from pathlib import Path

from flask import current_app

from app.kernel.files import antivirus, papers
from app.kernel.web import limits
from app.ops.doctor.checks import DoctorCheck

FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""The rights of everybody but the owner of a folder."""


def _rights() -> str | None:
    """Reports, the index and the log of the audit are for the account of the site alone."""
    folder = Path(current_app.config["DATA_DIR"])
    return f"chmod 700 {folder}" if folder.stat().st_mode & FOR_OTHERS else None


def _programs_of_postgres() -> str | None:
    """Backups of PostgreSQL are made, and put back, by its own programs."""
    if not str(current_app.config["SQLALCHEMY_DATABASE_URI"]).startswith("postgresql"):
        return None
    lacking = [name for name in ("pg_dump", "pg_restore") if shutil.which(name) is None]
    return f"apt-get install postgresql-client ({', '.join(lacking)})" if lacking else None


def _redis() -> str | None:
    """Without it each process counts limits for itself."""
    if not current_app.config["REDIS_URL"] or limits.store_answers():
        return None
    return "REDIS_URL does not answer: start Redis, or correct it"


def _clamd() -> str | None:
    """Until it is back files are kept and can't be downloaded."""
    if not antivirus.is_on() or antivirus.answers():
        return None
    return "CLAMD does not answer: start clamd, or correct it; new files wait for it"


def _pdf() -> str | None:
    """Whether reports can be had as PDF. Who can't print the page."""
    install = (
        "pip install --require-hashes --no-deps -r requirements-production.lock, "
        "and apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
        "until then people print the page"
    )
    return None if papers.can_make_pdf() else install


def _chinese_font() -> str | None:
    if not papers.can_make_pdf() or has_chinese_font():
        return None
    return "apt-get install fonts-noto-cjk"


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font for simplified Chinese."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    fonts = subprocess.run(  # noqa: S603  # a fixed command
        [lister, ":lang=zh-cn", "family"], capture_output=True, check=False, timeout=30
    )
    return bool(fonts.stdout.strip())


CHECKS = (
    DoctorCheck("rights of DATA_DIR", _rights),
    DoctorCheck("programs of PostgreSQL", _programs_of_postgres),
    DoctorCheck("Redis", _redis),
    DoctorCheck("virus scanner", _clamd),
    DoctorCheck("reports as PDF", _pdf, is_needed=False),
    DoctorCheck("Chinese font", _chinese_font),
)
