"""The code from a telephone that is asked for after the password, and what replaces it once."""

import base64
import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

import pyotp
from sqlalchemy import Update, delete, update

from app.kernel import audit, clock
from app.kernel.crypto.columns import is_altered
from app.kernel.db.browser_sessions import new_token, token_hash
from app.kernel.db.session import db
from app.kernel.errors import AlteredValueError, ConflictError, InvalidInputError, NotAllowedError
from app.people import passwords, queries
from app.people.models import Passkey, RecoveryCode, SecondFactor, Staff, StaffSession
from app.people.rules import (
    ABSOLUTE,
    LOCK,
    MANY_FAILURES,
    MAX_FAILURES,
    RECOVERY_CODES,
    AccountNews,
    SignInRefusal,
    is_locked,
    possible_steps,
    tidy_code,
)
from app.people.services import alerts, end_sessions, news_of_browser, record, record_on

RECOVERY_BYTES = 10
"""Random bytes of a recovery code."""


class WrongCodeError(NotAllowedError):
    """The same words for a wrong code, one that was used already, and a closed account."""

    message = (
        "动态口令不正确或者已经用过。请等下一个口令出现后再输入；连续输错五次后，须等 15 分钟。"
    )


class CodeExpiredError(NotAllowedError):
    """The five minutes between password and code are over."""

    message = "登录已超时，请重新输入用户名和密码。"


def confirm_sign_in(*, token: str, code: str, known_here: Collection[int] | None = None) -> str:
    """Complete a sign-in that waits for its code; returns the token of the session.

    Raises CodeExpiredError five minutes after the password; WrongCodeError counts as a failure.
    """
    now = clock.now()
    session = queries.awaiting_session(token_hash(token), now)
    factor = queries.second_factor_of(session.staff_id) if session else None
    if session is None or factor is None:
        raise CodeExpiredError
    often = factor.failed_attempts >= MANY_FAILURES or factor.locked_until is not None
    if not _accept(factor, code, now):
        db.session.commit()
        raise WrongCodeError
    fresh = new_token()
    session.token_hash, session.awaits_code = token_hash(fresh), False
    session.second_factor_at = session.last_seen_at = now
    session.expires_at = now + ABSOLUTE
    record(session.staff, "session.begin")
    news = [AccountNews.AFTER_FAILURES] if often else []
    alerts.tell(session.staff, *news, *news_of_browser(session.staff, known_here))
    db.session.commit()
    return fresh


def begin_enrolment(*, staff: Staff) -> None:
    """Make a new secret, which counts once a code that was made with it is shown.

    Raises ConflictError where one is in use already.
    """
    factor = queries.second_factor_of(staff.id)
    if factor and factor.confirmed_at:
        raise ConflictError("动态口令已经启用。换手机请先停用，再重新设置。")
    if factor is None:
        factor = SecondFactor(staff_id=staff.id)
        db.session.add(factor)
    factor.secret, factor.created_at = new_secret(), clock.now()
    db.session.commit()


def confirm_enrolment(*, staff: Staff, session: StaffSession, code: str) -> list[str]:
    """Ask for codes from now on; returns the recovery codes, which are shown only now.

    Sessions that began without a code end, except the one that asks. Raises InvalidInputError for
    a wrong code, ConflictError where nothing is being set up.
    """
    now = clock.now()
    factor = queries.second_factor_of(staff.id)
    if factor is None:
        raise ConflictError("没有正在进行的设置，请重新开始。")
    if factor.confirmed_at:
        raise ConflictError("动态口令已经启用。没有抄下备用码的，请在这里重新生成。")
    if not _is_right(factor, code, now):
        raise InvalidInputError("动态口令不正确，请核对手机的时间是否准确，再输入下一个口令。")
    factor.confirmed_at = session.second_factor_at = now
    end_sessions(staff, but=session.id)
    codes = _new_recovery_codes(staff, now)
    record(staff, "factor.enable")
    alerts.tell(staff, AccountNews.FACTOR_ENABLED)
    db.session.commit()
    return codes


def renew_codes(*, staff: Staff, code: str) -> list[str]:
    """New recovery codes, which are shown only now; the old ones are worth nothing.

    Raises InvalidInputError for a wrong code, ConflictError where no factor is in use.
    """
    now = clock.now()
    factor = queries.second_factor_of(staff.id)
    if factor is None or factor.confirmed_at is None:
        raise ConflictError("动态口令没有启用。")
    if not _accept(factor, code, now):
        db.session.commit()
        raise InvalidInputError("动态口令不正确，或者已经用过。请等下一个口令出现后再输入。")
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))
    codes = _new_recovery_codes(staff, now)
    record(staff, "factor.codes")
    db.session.commit()
    return codes


def disable(*, staff: Staff, password: str, code: str) -> None:
    """Ask for no codes any more; for who changes telephones, too.

    Raises InvalidInputError for a wrong password or code, ConflictError where none is in use.
    """
    factor = queries.second_factor_of(staff.id)
    if factor is None or factor.confirmed_at is None:
        raise ConflictError("动态口令没有启用。")
    matches = passwords.password_matches(staff.password_hash, password)
    if not (_accept(factor, code, clock.now()) and matches):
        record(staff, "factor.disable", result=audit.Result.DENIED)
        db.session.commit()
        raise InvalidInputError("密码或动态口令不正确，或者口令已经用过。")
    _forget(staff)
    record(staff, "factor.disable")
    alerts.tell(staff, AccountNews.FACTOR_DISABLED)
    db.session.commit()


def reset(*, staff: Staff, by: Staff | None = None) -> None:
    """Take away what a person has lost; all their sessions end.

    Raises ConflictError for one's own factor, and where none is in use.
    """
    if by is not None and by.id == staff.id:
        raise ConflictError("不能重置自己的动态口令，请在“我的账号”里停用。")
    if queries.second_factor_of(staff.id) is None:
        raise ConflictError("该账号没有启用动态口令。")
    _forget(staff)
    end_sessions(staff)
    record_on(staff, "factor.reset", by=by)
    alerts.tell(staff, AccountNews.FACTOR_RESET)
    db.session.commit()


def new_secret() -> str:
    """What site and telephone make the same codes from (RFC 6238): 160 bits, in Base32."""
    return pyotp.random_base32()


def address_for_apps(factor: SecondFactor, *, username: str, site: str) -> str:
    """What the QR code says to the app on the telephone."""
    return pyotp.TOTP(factor.secret).provisioning_uri(name=username, issuer_name=site)


def _accept(factor: SecondFactor, code: str, now: datetime) -> bool:
    """Whether ``code`` lets the person in; it is used up by that, and a failure is counted."""
    staff = factor.staff
    locked = is_locked(factor.locked_until, now)
    if not locked and (_is_right(factor, code, now) or _use_recovery_code(staff, code, now)):
        factor.failed_attempts, factor.locked_until = 0, None
        return True
    if not locked:
        factor.failed_attempts += 1
        if factor.failed_attempts >= MAX_FAILURES:
            factor.failed_attempts, factor.locked_until = 0, now + LOCK
    refusal = SignInRefusal.CLOSED if locked else SignInRefusal.CODE
    record(staff, "session.code", result=audit.Result.DENIED, reason=refusal.label)
    return False


def _is_right(factor: SecondFactor, code: str, now: datetime) -> bool:
    """Whether it is a code of these moments, and later than any that was used.

    Raises AlteredValueError where the secret does not open: it may be somebody else's."""
    if is_altered(factor.secret):
        raise AlteredValueError("动态口令的设置没有通过完整性校验，请联系安全管理员重置。")
    totp = pyotp.TOTP(factor.secret)
    given = tidy_code(code)
    for step in possible_steps(now):
        if secrets.compare_digest(totp.generate_otp(step).encode(), given.encode()):
            return _changed_one(
                update(SecondFactor)
                .where(SecondFactor.staff_id == factor.staff_id, SecondFactor.last_step < step)
                .values(last_step=step)
            )
    return False


def _use_recovery_code(staff: Staff, code: str, now: datetime) -> bool:
    used = _changed_one(
        update(RecoveryCode)
        .where(
            RecoveryCode.staff_id == staff.id,
            RecoveryCode.code_hash == _hash_of_code(tidy_code(code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    if used:
        record(staff, "factor.recover")
    return used


def _changed_one(change: Update) -> bool:
    """Of many that come at once with the same code, one changes the row."""
    done = db.session.execute(change)
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE counts its rows


def _new_recovery_codes(staff: Staff, now: datetime) -> list[str]:
    codes = [_spelled(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(staff_id=staff.id, code_hash=_hash_of_code(tidy_code(code)), created_at=now)
        for code in codes
    )
    return codes


def _spelled(value: bytes) -> str:
    """Sixteen letters and digits in fours, none of which looks like another."""
    text = base64.b32encode(value).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _hash_of_code(code: str) -> str:
    """As quick as it can be: nobody guesses eighty random bits."""
    return hashlib.sha256(code.encode()).hexdigest()


def _forget(staff: Staff) -> None:
    """Take away what was set up, passkeys too: who comes by password alone could else set up a
    factor of their own beside them. The person's sessions count as begun by password alone."""
    db.session.execute(
        update(StaffSession).where(StaffSession.staff_id == staff.id).values(second_factor_at=None)
    )
    for model in (RecoveryCode, Passkey, SecondFactor):
        db.session.execute(delete(model).where(model.staff_id == staff.id))
