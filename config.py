"""Configuration, read from the environment once; no other module reads it."""

import os
import re
import secrets
import tomllib
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]

# Search asks pypinyin for single characters only. Its dictionary of phrases, which it reads when
# it is imported unless this says no, would take a third of a second and 20 MB of each process.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")

# prometheus-client asks the environment, when it is imported, whether several processes count and
# in which folder. Of a service it is best one in memory.
os.environ.setdefault(
    "PROMETHEUS_MULTIPROC_DIR",
    str(Path(os.environ.get("DATA_DIR") or BASE_DIR / "instance").resolve() / "metrics"),
)

TEXT_SETTINGS = (
    "HOST",
    "SITE_URL",
    "SITE_NAME",
    "SITE_TITLE",
    "SITE_ID_CODE",
    "SITE_ICP",
    "SITE_POLICE_RECORD",
    "SITE_GOVERNMENT_MARK",
    "SITE_HOST_ORGANISATION",
    "SITE_OPERATOR",
    "SITE_PHONE",
    "SEARCH_ENGINE",
    "REDIS_URL",
    "CLAMD",
    "MEMORY_DIR",
    "MAIL_SERVER",
    "MAIL_USERNAME",
    "MAIL_PASSWORD",
    "MAIL_DEFAULT_SENDER",
    "SECOND_FACTOR_ROLES",
    "AUDIT_MAIL_TO",
    "METRICS_TOKEN",
    "IDENTITY_KEYS",
    "PAYEE_KEYS",
    "BACKUP_RECIPIENT",
    "BACKUP_COMMAND",
)
MODES = ("production", "development", "")
"""What FLASK_ENV may be; empty is development."""
NUMBER_SETTINGS = (
    "PORT",
    "WEB_PROCESSES",
    "WEB_THREADS",
    "DATABASE_SECONDS",
    "DATABASE_POOL_SIZE",
    "STALE_PAGE_MINUTES",
    "PAGE_CACHE_MB",
    "IDENTITY_YEARS",
    "PROOF_AFTER_ADDRESS",
    "PROOF_AFTER_ALL",
    "DECODERS",
    "UPLOAD_MB_ADDRESS",
    "UPLOAD_MB_ALL",
    "PROXY_HOPS",
    "MAIL_PORT",
)


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


class ConfigurationError(RuntimeError):
    """The environment lacks what this mode needs; the message says which setting."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Every setting of the site, in upper case, as Flask reads it."""

    SECRET_KEY: str
    ENCRYPTION_KEYS: str
    PRODUCTION: bool
    DATA_DIR: Path
    SQLALCHEMY_DATABASE_URI: str
    IDENTITY_KEYS: str = ""
    PAYEE_KEYS: str = ""
    BACKUP_RECIPIENT: str = ""
    BACKUP_COMMAND: str = ""
    SITE_URL: str = "http://127.0.0.1:8000"
    SITE_NAME: str = "明鉴"
    SITE_TITLE: str = "温州市质量诚信公示与投诉举报平台"
    SITE_ID_CODE: str = "3300000000"
    SITE_ICP: str = "浙ICP备00000000号"
    SITE_POLICE_RECORD: str = "浙公网安备33000000000000号"
    SITE_GOVERNMENT_MARK: str = ""
    SITE_HOST_ORGANISATION: str = "温州市质量强市工作领导小组办公室"
    SITE_OPERATOR: str = "温州市市场监督管理局"
    SITE_PHONE: str = "12345"
    SEARCH_ENGINE: str = "whoosh"
    REDIS_URL: str = ""
    CLAMD: str = ""
    MEMORY_DIR: str = "/dev/shm"  # noqa: S108  # what is there is owned, checked and unguessable
    PAGE_CACHE_MB: int = 32
    HOST: str = "127.0.0.1"
    PORT: int = 8000
    WEB_PROCESSES: int = max(2, processors())
    WEB_THREADS: int = 4
    DATABASE_SECONDS: int = 5
    DATABASE_POOL_SIZE: int = 8
    STALE_PAGE_MINUTES: int = 30
    IDENTITY_YEARS: int = 3
    PROOF_AFTER_ADDRESS: int = 5
    PROOF_AFTER_ALL: int = 300
    DECODERS: int = 2
    UPLOAD_MB_ADDRESS: int = 1000
    UPLOAD_MB_ALL: int = 20_000
    MAIL_SERVER: str = ""
    MAIL_PORT: int = 25
    MAIL_USERNAME: str | None = None
    MAIL_PASSWORD: str | None = None
    MAIL_USE_TLS: bool = False
    MAIL_DEFAULT_SENDER: str = "noreply@mingjian.invalid"
    AUDIT_MAIL_TO: str = ""
    METRICS_TOKEN: str = ""
    PROMETHEUS_MULTIPROC_DIR: str = os.environ["PROMETHEUS_MULTIPROC_DIR"]
    SECOND_FACTOR_ROLES: str = ""
    TRUSTED_HOSTS: list[str] | None = None
    PROXY_HOPS: int = 0
    TESTING: bool = False
    VERSION: str = VERSION
    MAX_CONTENT_LENGTH: int = 90 * 1024 * 1024
    PASSWORD_MEMORY_KIB: int = 64 * 1024
    MAX_FORM_MEMORY_SIZE: int = 2 * 1024 * 1024
    SESSION_COOKIE_NAME: str = "mingjian"
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SECURE: bool = False
    SESSION_COOKIE_SAMESITE: str = "Lax"
    SESSION_REFRESH_EACH_REQUEST: bool = False
    PERMANENT_SESSION_LIFETIME: timedelta = timedelta(hours=8)
    BABEL_DEFAULT_LOCALE: str = "zh_Hans_CN"
    BABEL_DEFAULT_TIMEZONE: str = "Asia/Shanghai"
    BOOTSTRAP_SERVE_LOCAL: bool = True

    def as_flask(self) -> dict[str, object]:
        """The settings as the mapping that ``app.config.from_mapping`` takes."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def environment() -> dict[str, str]:
    """The environment as it is now, and below it what the file says that SETTINGS_FILE names.

    The file has a line NAME=VALUE for each setting, as systemd reads it: a value may stand in
    quotes, a line that begins with # says nothing. Raises ConfigurationError for any other line.
    """
    said = {}
    if path := os.environ.get("SETTINGS_FILE"):
        for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.lstrip().startswith(("#", ";")):
                continue
            name, equals, value = line.strip().partition("=")
            if not equals or not name.isidentifier():
                raise ConfigurationError(f"line {number} of SETTINGS_FILE is not NAME=VALUE")
            said[name] = value[1:-1] if _QUOTED.fullmatch(value) else value
    return said | os.environ


def load(environ: dict[str, str] | None = None) -> Config:
    """Read the settings from ``environ`` (by default from ``environment()``).

    Raises ConfigurationError for an unknown FLASK_ENV, and in production when a secret is missing.
    Development makes its own secrets and keeps them in DATA_DIR.
    """
    env = environment() if environ is None else environ
    production = _mode(env) == "production"
    data_dir = Path(env.get("DATA_DIR") or BASE_DIR / "instance").resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = {name: env[name] for name in TEXT_SETTINGS if env.get(name)}
    text.setdefault("SECOND_FACTOR_ROLES", "all" if production else "")
    hosts = [host.strip() for host in env.get("TRUSTED_HOSTS", "").split(",") if host.strip()]
    return Config(
        SECRET_KEY=_secret(env, "SECRET_KEY", data_dir, production, size=32),
        ENCRYPTION_KEYS=_secret(
            env, "ENCRYPTION_KEYS", data_dir, production, size=32, prefix="k1:"
        ),
        PRODUCTION=production,
        DATA_DIR=data_dir,
        SQLALCHEMY_DATABASE_URI=_database(env.get("DATABASE_URL"), data_dir),
        MAIL_USE_TLS=_flag(env.get("MAIL_USE_TLS")),
        TRUSTED_HOSTS=hosts or None,
        SESSION_COOKIE_SECURE=production,
        SESSION_COOKIE_NAME="__Host-mingjian" if production else "mingjian",
        **text,  # type: ignore[arg-type]  # the names above are all text settings
        **{name: int(env[name]) for name in NUMBER_SETTINGS if env.get(name)},  # type: ignore[arg-type]
    )


def _mode(env: dict[str, str]) -> str:
    """FLASK_ENV. A word that nobody knows would start a public site as one of development."""
    mode = env.get("FLASK_ENV", "")
    if mode not in MODES:
        raise ConfigurationError(
            f"FLASK_ENV={mode} is unknown: set it to production, or to development, or not at all"
        )
    return mode


def _database(address: str | None, data_dir: Path) -> str:
    """The database's address; one of PostgreSQL gets the driver that is installed for it."""
    if not address:
        return f"sqlite:///{data_dir / 'mingjian.db'}"
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", address)


def _flag(value: str | None) -> bool:
    return (value or "").strip().lower() in {"1", "true", "yes", "on"}


def _secret(
    env: dict[str, str], name: str, data_dir: Path, production: bool, *, size: int, prefix: str = ""
) -> str:
    """The secret from the environment; in development one made once and kept in DATA_DIR."""
    if value := env.get(name):
        return value
    if production:
        raise ConfigurationError(f"{name} is not set; production does not start without it")
    kept = data_dir / f".{name.lower()}"
    try:
        descriptor = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii")
    value = prefix + secrets.token_hex(size)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value)
    return value
