"""Signing in and out, one's own account, and the list of accounts. Nested under ``admin``."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import (
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import login_user
from werkzeug.wrappers import Response

from app.kernel import clock
from app.kernel.errors import DomainError, NotFoundError
from app.kernel.web import headers, limits
from app.people import access, queries, services
from app.people.access import current_session, current_staff, requires
from app.people.forms import EmailForm, PasswordForm, SignInCodeForm, SignInForm
from app.people.known_browsers import known_here, remember
from app.people.permissions import Permission
from app.people.services import second_factor
from app.people.staff_views.blueprint import bp

if TYPE_CHECKING:
    from app.people.models import Staff

AWAITING = "awaiting_code"
"""Under which the browser's session keeps the token of a sign-in that waits for its code."""


@bp.route("/login", methods=["GET", "POST"])
@limits.sign_in
def login() -> str | Response | tuple[str, int]:
    """Check name and password, and begin a session under a new token."""
    if access.is_signed_in():
        return redirect(url_for("admin.home"))
    form = SignInForm(data={"next": request.args.get("next", "")})
    if not form.validate_on_submit():
        page = render_template("people/sign_in.html", form=form)
        return (page, 400) if form.errors else page
    try:
        name, password = form.username.data.strip(), form.password.data
        token = services.sign_in(username=name, password=password, known_here=known_here())
    except services.SignInError as error:
        form.form_errors.append(error.message)
        return render_template("people/sign_in.html", form=form), 401
    signed_in = access.load(token)
    if signed_in is None:
        session.clear()
        session[AWAITING] = token
        return redirect(url_for("admin.accounts.code", next=form.next.data or None))
    return let_in(signed_in, form.next.data)


@bp.route("/login/code", methods=["GET", "POST"])
@limits.sign_in
def code() -> str | Response | tuple[str, int]:
    """The code from the telephone, which makes the password a session."""
    if AWAITING not in session:
        return redirect(url_for("admin.accounts.login"))
    form = SignInCodeForm(data={"next": request.args.get("next", "")})
    if not form.validate_on_submit():
        page = render_template("people/code.html", form=form)
        return (page, 400) if form.errors else page
    try:
        token = second_factor.confirm_sign_in(
            token=session[AWAITING], code=form.code.data, known_here=known_here()
        )
    except second_factor.WrongCodeError as error:
        form.form_errors.append(error.message)
        return render_template("people/code.html", form=form), 401
    except second_factor.CodeExpiredError as error:
        return _start_again(error.message)
    return let_in(access.load(token), form.next.data)


@bp.post("/logout")
@requires(Permission.USE_DESK)
def sign_out() -> Response:
    """End the session on the server, and have the browser forget."""
    services.sign_out(session=current_session())
    session.clear()
    response = redirect(url_for("admin.accounts.login"))
    headers.forget_here(response)  # its cookie is gone, and what says that it is known may stay
    return response


@bp.get("/account")
@requires(Permission.USE_DESK)
def account() -> str:
    """One's own account: password, and where one is signed in."""
    return _account_page(PasswordForm())


@bp.post("/account/password")
@requires(Permission.USE_DESK)
def change_password() -> Response | tuple[str, int]:
    """Set a new password, and sign in anew with it."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _account_page(form), 400
    try:
        services.change_password(staff=current_staff(), old=form.old.data, new=form.new.data)
    except DomainError as error:
        form.form_errors.append(error.message)
        return _account_page(form), 400
    session.clear()
    flash("密码已修改，其他地方的登录也已退出。请用新密码登录。")
    return redirect(url_for("admin.accounts.login"))


@bp.post("/account/email")
@requires(Permission.USE_DESK)
def change_email() -> Response | tuple[str, int]:
    """Set where reminders go."""
    form = EmailForm()
    if not form.validate_on_submit():
        return _account_page(PasswordForm(formdata=None), form), 400
    services.change_email(staff=current_staff(), email=form.email.data or None)
    flash("提醒邮箱已保存。")
    return redirect(url_for("admin.accounts.account"))


@bp.post("/account/sessions/<int:session_id>/end")
@requires(Permission.USE_DESK)
def end_session(session_id: int) -> Response:
    """Sign out in another browser; NotFoundError where that has ended, or is not one's own."""
    services.end_session(staff=current_staff(), session_id=session_id)
    flash("已退出该处的登录。")
    return redirect(url_for("admin.accounts.account"))


@bp.get("/staff")
@requires(Permission.MANAGE_STAFF)
def staff_list() -> str:
    """The accounts and their state."""
    return render_template(
        "people/staff/list.html",
        page=queries.staff_page(request.args.get("page", 1, type=int)),
        own_id=current_staff().id,
        with_factor=queries.with_second_factor(),
        now=clock.now(),
    )


@bp.post("/staff/<int:staff_id>/disable")
@requires(Permission.MANAGE_STAFF)
def disable(staff_id: int) -> Response:
    """Close an account at once; NotFoundError for none, ConflictError for one's own."""
    services.disable_staff(staff=_staff(staff_id), by=current_staff())
    flash("账号已停用，登录已退出。")
    return redirect(url_for("admin.accounts.staff_list"))


@bp.post("/staff/<int:staff_id>/enable")
@requires(Permission.MANAGE_STAFF)
def enable(staff_id: int) -> Response:
    """Open or unlock an account; NotFoundError where there is none."""
    services.enable_staff(staff=_staff(staff_id), by=current_staff())
    flash("账号已启用。")
    return redirect(url_for("admin.accounts.staff_list"))


@bp.post("/staff/<int:staff_id>/second-factor/reset")
@requires(Permission.MANAGE_STAFF)
def reset_factor(staff_id: int) -> Response:
    """Let somebody in by password who has lost telephone and codes; NotFoundError for nobody."""
    second_factor.reset(staff=_staff(staff_id), by=current_staff())
    flash("动态口令已重置，该账号的登录已退出，下次登录只要密码。请确认是本人提出的。")
    return redirect(url_for("admin.accounts.staff_list"))


def let_in(signed_in: "access.SignedIn | None", target: str | None) -> Response:
    """Put the new session into the browser, which knows the person from now on."""
    session.clear()
    login_user(signed_in)
    return remember(redirect(_safe_target(target)), current_staff().id)


def _start_again(message: str) -> Response:
    session.clear()
    flash(message, "error")
    return redirect(url_for("admin.accounts.login"))


def _account_page(form: PasswordForm, email: EmailForm | None = None) -> str:
    own = queries.live_sessions_of(current_staff().id, clock.now())
    return render_template(
        "people/staff/account.html",
        form=form,
        email=email or EmailForm(formdata=None, obj=current_staff()),
        staff=current_staff(),
        sessions=own,
        has_factor=queries.has_second_factor(current_staff().id),
        passkeys=queries.passkeys_of(current_staff().id),
        this_session=current_session(),
    )


def _staff(staff_id: int) -> "Staff":
    found = queries.staff_by_id(staff_id)
    if found is None:
        raise NotFoundError
    return found


def _safe_target(target: str | None) -> str:
    """Where to go after signing in: only to a page of the desk, never to another site."""
    parts = urlsplit((target or "").replace("\\", "/"))
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/admin/")
    return parts.geturl() if is_ours else url_for("admin.home")
