"""Who is signed in, and may they? Views under ``/admin`` say ``@requires(Permission.…)``."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app
from flask_login import LoginManager, current_user

from app.kernel.errors import NotAllowedError
from app.people import services
from app.people.models import Staff, StaffSession
from app.people.permissions import Permission
from app.people.rules import (
    ALL_ROLES,
    NO_ROLES,
    Role,
    needs_second_factor,
    permissions_of,
    unknown_roles,
)

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class SignedIn:
    """The signed-in person as Flask-Login takes them: the cookie holds the session's token."""

    session: StaffSession
    token: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def staff(self) -> Staff:
        """The person."""
        return self.session.staff

    @property
    def bureau_id(self) -> int:
        """The body for which the person acts."""
        return self.staff.bureau_id

    def get_id(self) -> str:
        """What the cookie holds: a token that is worth nothing once its row has ended."""
        return self.token


def init_app(app: Flask) -> None:
    """Set up Flask-Login without its own protections, which put the address into the cookie.

    Raises ValueError where the settings ask a role for a second factor that does not exist.
    """
    if unknown := unknown_roles(str(app.config["SECOND_FACTOR_ROLES"])):
        known = ", ".join((ALL_ROLES, NO_ROLES, *(role.value for role in Role)))
        raise ValueError(f"SECOND_FACTOR_ROLES names {', '.join(unknown)}; there is: {known}")
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(load)
    app.jinja_env.globals["can"] = can


def load(token: str) -> SignedIn | None:
    """The person whose session this is, if it lives."""
    session = services.session_for(token)
    return SignedIn(session, token) if session else None


def is_signed_in() -> bool:
    """Whether someone of staff asks."""
    return bool(current_user.is_authenticated)


def current_session() -> StaffSession:
    """The session of this request; NotAllowedError when nobody is signed in."""
    if not is_signed_in():
        raise NotAllowedError("请先登录。")
    session: StaffSession = current_user.session
    return session


def current_staff() -> Staff:
    """The signed-in person; NotAllowedError when there is none."""
    return current_session().staff


def is_required() -> bool:
    """Whether the settings ask the signed-in person for a second factor.

    Raises NotAllowedError when nobody is signed in.
    """
    demanded = str(current_app.config["SECOND_FACTOR_ROLES"])
    return needs_second_factor((held.role for held in current_staff().roles), demanded)


def must_enrol() -> bool:
    """Whether the signed-in person has to set up a second factor before anything else.

    Raises NotAllowedError when nobody is signed in.
    """
    return is_required() and current_session().second_factor_at is None


def can(permission: Permission | str) -> bool:
    """Whether the signed-in person has a permission. For templates and menus."""
    if not is_signed_in():
        return False
    roles = [held.role for held in current_staff().roles]
    return Permission(permission) in permissions_of(roles)


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only those through who have ``permission``; NotAllowedError for others, audited.

    Whether this very record is theirs to see is another question: its query answers 404.
    """

    def guarded(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            staff = current_staff()
            if not can(permission):
                services.record_denial(staff=staff, permission=permission)
                raise NotAllowedError
            return view(*args, **kwargs)

        checked.required_permission = permission  # type: ignore[attr-defined]  # read by the guard
        return checked

    return guarded


def required_permission(view: Callable[..., Any]) -> Permission | None:
    """The permission a view declares; None when it declares none, and nobody may use it."""
    return getattr(view, "required_permission", None)
