"""What happens to accounts: signing in and out, new passwords, locks, new and closed accounts."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import update

from app.kernel import audit, clock
from app.kernel.db.browser_sessions import new_token, note_use, token_hash
from app.kernel.db.session import db, reading_only, writing
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.people import passwords, queries
from app.people.models import Bureau, Staff, StaffRole, StaffSession
from app.people.permissions import Permission
from app.people.rules import (
    ABSOLUTE,
    CODE_WITHIN,
    LOCK,
    MANY_FAILURES,
    MAX_FAILURES,
    AccountNews,
    Role,
    SignInRefusal,
    is_locked,
    roles_conflict,
)
from app.people.services import alerts


class SignInError(NotAllowedError):
    """The same words for a wrong name, a wrong password, a locked and a closed account."""

    message = "用户名或密码不正确。连续输错五次后，账号会锁定 15 分钟。"


def sign_in(*, username: str, password: str, known_here: Collection[int] | None = None) -> str:
    """Begin a session and return its token; raises SignInError.

    Of who uses a second factor the session is none yet: it waits for the code. ``known_here`` are
    the ids of those who have signed in in this browser before; others are told by mail.

    The password is checked outside the write transaction: hashing takes long on purpose.
    """
    with reading_only():
        found = queries.staff_by_username(username)
        stored = found.password_hash if found else passwords.nobodys_hash()
        db.session.rollback()
    matches = passwords.password_matches(stored, password)
    now = clock.now()
    staff = queries.staff_by_username(username)
    if staff is None or not staff.is_enabled or is_locked(staff.locked_until, now) or not matches:
        _note_failure(staff, matches=matches, now=now)
        raise SignInError
    news = [AccountNews.AFTER_FAILURES] if _failed_often(staff) else []
    staff.failed_attempts, staff.locked_until = 0, None
    if passwords.hash_is_outdated(staff.password_hash):
        staff.password_hash = passwords.hash_password(password)
    awaits_code = queries.has_second_factor(staff.id)
    token = add_session(staff, awaits_code=awaits_code)
    if not awaits_code:
        record(staff, "session.begin")
        news += news_of_browser(staff, known_here)
    alerts.tell(staff, *news)
    db.session.commit()
    return token


def add_session(staff: Staff, *, awaits_code: bool = False, with_factor: bool = False) -> str:
    """A new session in the caller's transaction; returns its token."""
    token, now = new_token(), clock.now()
    db.session.add(
        StaffSession(
            token_hash=token_hash(token),
            staff_id=staff.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + (CODE_WITHIN if awaits_code else ABSOLUTE),
            awaits_code=awaits_code,
            second_factor_at=now if with_factor else None,
        )
    )
    return token


def news_of_browser(staff: Staff, known_here: Collection[int] | None) -> list[AccountNews]:
    """Whether the person is told of a browser that was never used; None where nobody has asked."""
    is_new = known_here is not None and staff.id not in known_here
    return [AccountNews.NEW_BROWSER] if is_new else []


def session_for(token: str) -> StaffSession | None:
    """The live session of a cookie; its time of use is noted once a minute."""
    session = queries.live_session(token_hash(token), clock.now())
    if session:
        note_use(session)
    return session


def sign_out(*, session: StaffSession) -> None:
    """End the session: copies of its cookie are dead too (OWASP ASVS 5.0, 7.4)."""
    session.ended_at = clock.now()
    record(session.staff, "session.end")
    db.session.commit()


def end_session(*, staff: Staff, session_id: int) -> None:
    """End one of the person's own sessions; NotFoundError where it has ended, or is another's."""
    sessions = queries.live_sessions_of(staff.id, clock.now())
    session = next((one for one in sessions if one.id == session_id), None)
    if session is None:
        raise NotFoundError("这个登录已经结束。")
    session.ended_at = clock.now()
    record(staff, "session.end_other")
    db.session.commit()


def change_password(*, staff: Staff, old: str, new: str) -> None:
    """Set a new password, or raise InvalidInputError; all sessions end, this one too."""
    if not passwords.password_matches(staff.password_hash, old):
        record(staff, "password.change", result=audit.Result.DENIED)
        db.session.commit()
        raise InvalidInputError("当前密码不正确。")
    if old == new:
        raise InvalidInputError("新密码不能与当前密码相同。")
    _set_password(staff, new)
    record(staff, "password.change")
    alerts.tell(staff, AccountNews.PASSWORD)
    db.session.commit()


def change_email(*, staff: Staff, email: str | None) -> None:
    """Set where reminders for the person go; None sends them to the person's body."""
    staff.email = email
    record(staff, "staff.email")
    db.session.commit()


def create_staff(
    *,
    username: str,
    full_name: str,
    bureau: Bureau,
    roles: Iterable[Role],
    password: str,
    email: str | None = None,
) -> Staff:
    """Open an account.

    Raises InvalidInputError where roles or password break a rule, ConflictError where the name is
    taken.
    """
    chosen = sorted(set(roles))
    if not chosen:
        raise InvalidInputError("请至少选择一个角色。")
    _refuse_conflict(chosen)
    if queries.staff_by_username(username):
        raise ConflictError("这个用户名已经有人使用。")
    staff = Staff(
        username=username,
        full_name=full_name,
        email=email,
        bureau_id=bureau.id,
        roles=[StaffRole(role=role) for role in chosen],
        created_at=clock.now(),
    )
    _set_password(staff, password)
    db.session.add(staff)
    db.session.flush()
    record_on(staff, "staff.create", changes={"roles": ("", _words(chosen))})
    db.session.commit()
    return staff


def change_roles(*, staff: Staff, roles: Iterable[Role], by: Staff | None = None) -> None:
    """Give a person other roles, or raise InvalidInputError; they sign in again to use them."""
    chosen, before = set(roles), [role.role for role in staff.roles]
    _refuse_conflict(chosen)
    staff.roles = [role for role in staff.roles if role.role in chosen]
    db.session.flush()  # the database refuses the new ones beside some of the old
    present = {role.role for role in staff.roles}
    staff.roles += [StaffRole(role=role) for role in sorted(chosen - present)]
    end_sessions(staff)
    changes: audit.Changes = {"roles": (_words(before), _words(chosen))}
    record_on(staff, "staff.roles", by=by, changes=changes)
    db.session.commit()


def disable_staff(*, staff: Staff, by: Staff | None = None) -> None:
    """Close an account, never one's own (ConflictError); its sessions end at once."""
    if by is not None and by.id == staff.id:
        raise ConflictError("不能停用自己的账号。")
    staff.is_enabled = False
    end_sessions(staff)
    record_on(staff, "staff.disable", by=by)
    db.session.commit()


def enable_staff(*, staff: Staff, by: Staff | None = None) -> None:
    """Open a closed account again, or unlock one."""
    staff.is_enabled = True
    staff.failed_attempts, staff.locked_until = 0, None
    record_on(staff, "staff.enable", by=by)
    db.session.commit()


def record_denial(*, staff: Staff, permission: Permission) -> None:
    """Note that a person tried what is not theirs to do."""
    with writing():
        record(staff, "access.denied", result=audit.Result.DENIED, reason=permission.label)


def record(
    staff: Staff, action: str, *, result: audit.Result = audit.Result.DONE, reason: str = ""
) -> None:
    """A row about what a person did to their own account."""
    audit.record(
        action,
        actor=staff.as_actor(),
        object_type="staff",
        object_id=staff.id,
        result=result,
        reason=reason,
        changes=audit.changes_of(staff),
    )


def record_on(
    staff: Staff,
    action: str,
    *,
    by: Staff | None = None,
    changes: audit.Changes | None = None,
) -> None:
    """A row about what was done to an account by someone, or from the command line."""
    audit.record(
        action,
        actor=by.as_actor() if by else audit.SYSTEM,
        object_type="staff",
        object_id=staff.id,
        changes=audit.changes_of(staff) | (changes or {}),
    )


def _failed_often(staff: Staff) -> bool:
    return staff.failed_attempts >= MANY_FAILURES or staff.locked_until is not None


def _note_failure(staff: Staff | None, *, matches: bool, now: datetime) -> None:
    """Count a failure, and lock the account after the last one allowed."""
    if staff is None:
        audit.record("session.begin", actor=audit.PUBLIC, result=audit.Result.DENIED)
    else:
        is_closed = not staff.is_enabled or is_locked(staff.locked_until, now) or matches
        refusal = SignInRefusal.CLOSED if is_closed else SignInRefusal.PASSWORD
        staff.failed_attempts += not is_closed
        if staff.failed_attempts >= MAX_FAILURES:
            staff.failed_attempts, staff.locked_until = 0, now + LOCK
        record(staff, "session.begin", result=audit.Result.DENIED, reason=refusal.label)
    db.session.commit()


def _set_password(staff: Staff, password: str) -> None:
    faults = passwords.faults_of(
        password,
        username=staff.username,
        full_name=staff.full_name,
        words=queries.names_of_bodies_and_districts(),
    )
    if faults:
        raise InvalidInputError("；".join(faults) + "。")
    staff.password_hash = passwords.hash_password(password)
    staff.password_changed_at = clock.now()
    if staff.id is not None:
        end_sessions(staff)


def end_sessions(staff: Staff, *, but: int | None = None) -> None:
    """End all sessions of a person, except the one with the id ``but``, in the caller's
    transaction."""
    db.session.execute(
        update(StaffSession)
        .where(
            StaffSession.staff_id == staff.id,
            StaffSession.ended_at.is_(None),
            StaffSession.id.is_distinct_from(but),
        )
        .values(ended_at=clock.now())
    )


def _words(roles: Iterable[Role]) -> str:
    return "、".join(role.label for role in sorted(roles))


def _refuse_conflict(roles: Iterable[Role]) -> None:
    if roles_conflict(roles):
        raise InvalidInputError(
            "系统管理员、安全管理员、审计员须由不同的人担任，且不能兼任其他角色。"
        )
