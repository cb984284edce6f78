"""Levels of bodies, roles of staff, what each role may do, and how long a session lives."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from app.kernel.labels import LabelledEnum
from app.people.permissions import Permission


class BureauLevel(LabelledEnum):
    """Whether a body serves the whole city or one district."""

    CITY = ("city", "市级")
    DISTRICT = ("district", "县（市、区）")


class Role(LabelledEnum):
    """What a member of staff is there to do. Permissions hang on roles, never on persons."""

    HANDLER = ("handler", "承办人")
    HEAD = ("head", "科室负责人")
    COORDINATOR = ("coordinator", "质量强市办")
    EDITOR = ("editor", "编辑")
    REVIEWER = ("reviewer", "审核")
    AUDITOR = ("auditor", "审计员")
    PAYER = ("payer", "奖励发放")
    SYSTEM_ADMIN = ("sysadmin", "系统管理员")
    SECURITY_ADMIN = ("secadmin", "安全管理员")


class SignInRefusal(LabelledEnum):
    """Why a sign-in failed. Only the audit log says so, never the page."""

    PASSWORD = ("password", "密码不正确")
    CODE = ("code", "动态口令不正确")
    CLOSED = ("closed", "账号已停用或锁定")


class AccountNews(LabelledEnum):
    """What a person is told by mail of the own account, lest somebody else was it."""

    NEW_BROWSER = ("new_browser", "在没有用过的浏览器上登录")
    AFTER_FAILURES = ("after_failures", "多次输错之后，密码或动态口令输对了")
    PASSWORD = ("password", "密码已修改")
    FACTOR_ENABLED = ("factor_enabled", "动态口令已启用")
    FACTOR_DISABLED = ("factor_disabled", "动态口令已停用")
    FACTOR_RESET = ("factor_reset", "动态口令和通行密钥已由管理员重置")
    PASSKEY_ADDED = ("passkey_added", "添加了一个通行密钥")
    PASSKEY_REMOVED = ("passkey_removed", "移除了一个通行密钥")
    PASSKEY_COPIED = ("passkey_copied", "一个通行密钥可能被复制，登录已被拒绝")


HANDLING = frozenset(
    {
        Permission.USE_DESK,
        Permission.HANDLE_MATTERS,
        Permission.HANDLE_REDRESS,
        Permission.SHOW_IDENTITY,
        Permission.HANDLE_REWARDS,
        Permission.JOIN_ASSESSMENT,
    }
)
"""Who answers complaints for a body decides about its records, too."""

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HANDLER: HANDLING,
    Role.HEAD: HANDLING,
    Role.COORDINATOR: HANDLING
    | {
        Permission.MANAGE_ROUTING,
        Permission.VISIT_REPORTERS,
        Permission.RUN_ASSESSMENT,
        Permission.CORRECT_REPORTS,
    },
    Role.EDITOR: frozenset(
        {
            Permission.USE_DESK,
            Permission.READ_RECORDS,
            Permission.EDIT_RECORDS,
            Permission.KEEP_FINDINGS,
            Permission.READ_ORIGINALS,
            Permission.IMPORT_RECORDS,
        }
    ),
    Role.REVIEWER: frozenset(
        {
            Permission.USE_DESK,
            Permission.READ_RECORDS,
            Permission.KEEP_FINDINGS,
            Permission.READ_ORIGINALS,
            Permission.PUBLISH_RECORDS,
        }
    ),
    Role.PAYER: frozenset({Permission.USE_DESK, Permission.PAY_REWARDS}),
    Role.AUDITOR: frozenset({Permission.USE_DESK, Permission.READ_AUDIT}),
    Role.SYSTEM_ADMIN: frozenset({Permission.USE_DESK, Permission.MANAGE_SITE}),
    Role.SECURITY_ADMIN: frozenset({Permission.USE_DESK, Permission.MANAGE_STAFF}),
}

SEPARATED_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
"""系统、安全、审计三员 (GB/T 22239-2019): who holds one of these holds no other role."""

MAX_FAILURES = 5
"""How many wrong passwords or codes in a row lock an account (GB/T 22239-2019 asks for a limit)."""
LOCK = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
"""Time after which it ends however much it is used (OWASP ASVS 5.0, 7.3)."""
CODE_WITHIN = timedelta(minutes=5)
"""How long after the password the code must come."""
STEP_SECONDS = 30
"""Seconds that each code stands for (RFC 6238)."""
RECOVERY_CODES = 10
MANY_FAILURES = 3
"""Wrong passwords or codes before a right one of which the person is told."""
MAX_PASSKEYS = 10
CHALLENGE_WITHIN = timedelta(minutes=5)
"""How long a device has to sign what it is asked."""
ALL_ROLES, NO_ROLES = "all", "none"


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """All that the roles together allow."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


def roles_conflict(roles: Iterable[Role]) -> bool:
    """Whether one person may not hold these roles together (GB/T 22239-2019, 三员分立)."""
    distinct = set(roles)
    return bool(distinct & SEPARATED_ROLES) and len(distinct) > 1


def possible_steps(now: datetime) -> tuple[int, ...]:
    """The half minutes since 1970 whose codes count now, the neighbours too, for clocks differ."""
    step = int(now.timestamp()) // STEP_SECONDS
    return step - 1, step, step + 1


def tidy_code(code: str) -> str:
    """A code as it is compared, however it was typed."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def needs_second_factor(roles: Iterable[Role], demanded: str) -> bool:
    """Whether the setting ``demanded`` (``all``, or names of roles) asks one of these roles for a
    second factor."""
    names = _names(demanded)
    return any(ALL_ROLES in names or role.value in names for role in roles)


def unknown_roles(demanded: str) -> set[str]:
    """Names in the setting that mean nothing: a slip there would ask nobody."""
    return _names(demanded) - {ALL_ROLES, NO_ROLES, *(role.value for role in Role)}


def _names(demanded: str) -> set[str]:
    return {name.strip() for name in demanded.split(",") if name.strip()}


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """Whether an account is closed, for fifteen minutes, after failed sign-ins."""
    return locked_until is not None and now < locked_until
