"""Passkeys: one's own, and signing in with one. The browser's script talks to the device."""

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.web import limits
from app.people import access, queries
from app.people.access import current_staff, requires
from app.people.forms import AddPasskeyForm, FinishPasskeyForm, PasskeySignInForm
from app.people.known_browsers import known_here
from app.people.permissions import Permission
from app.people.services import passkeys
from app.people.staff_views.blueprint import bp
from app.people.staff_views.people import let_in


@bp.get("/account/passkeys")
@requires(Permission.USE_DESK)
def own_passkeys() -> str:
    """One's passkeys by name, and the form for another."""
    return _own_page(AddPasskeyForm(formdata=None))


@bp.post("/account/passkeys/begin")
@requires(Permission.USE_DESK)
@limits.sign_in
def begin_passkey() -> str | Response | tuple[str, int]:
    """Check the password, and ask the device; without script the page says what else helps."""
    form = AddPasskeyForm()
    if not form.validate_on_submit():
        return _own_page(form), 400
    try:
        options = passkeys.begin_adding(
            staff=current_staff(), password=form.password.data, party=_party()
        )
    except (ConflictError, InvalidInputError) as error:
        form.form_errors.append(error.message)
        return _own_page(form), 400
    finish = FinishPasskeyForm(formdata=None, name=form.name.data)
    return render_template("people/staff/new_passkey.html", form=finish, options=options)


@bp.post("/account/passkeys/finish")
@requires(Permission.USE_DESK)
def finish_passkey() -> Response:
    """Keep what the device has made."""
    form = FinishPasskeyForm()
    try:
        if not form.validate_on_submit():
            raise passkeys.PasskeyError
        passkeys.finish_adding(
            staff=current_staff(), name=form.name.data, answer=form.answer.data, party=_party()
        )
    except passkeys.PasskeyError:
        flash("没有添加成功：设备的回答没有通过核对，或者超过了五分钟。请重新添加。", "error")
    else:
        flash("通行密钥已添加，下次可以用它登录。")
    return redirect(url_for("admin.accounts.own_passkeys"))


@bp.post("/account/passkeys/<int:passkey_id>/remove")
@requires(Permission.USE_DESK)
def remove_passkey(passkey_id: int) -> Response:
    """Trust a device no more; NotFoundError where it is not one's own."""
    passkeys.remove(staff=current_staff(), passkey_id=passkey_id)
    flash("通行密钥已移除，该设备不能再登录。")
    return redirect(url_for("admin.accounts.own_passkeys"))


@bp.post("/login/passkey")
@limits.challenges
def ask_passkey() -> str:
    """Ask any device that knows the site to sign."""
    form = PasskeySignInForm(formdata=None, next=request.form.get("next", ""))
    return _sign_in_page(form)


@bp.post("/login/passkey/answer")
@limits.sign_in
def passkey_login() -> Response | tuple[str, int]:
    """Begin a session for whose device has signed."""
    if access.is_signed_in():
        return redirect(url_for("admin.home"))
    form = PasskeySignInForm()
    try:
        if not form.validate_on_submit():
            raise passkeys.PasskeyError
        token = passkeys.sign_in(answer=form.answer.data, party=_party(), known_here=known_here())
    except passkeys.PasskeyError as error:
        form.form_errors = [error.message]
        return _sign_in_page(form), 401
    return let_in(access.load(token), form.next.data)


def _sign_in_page(form: PasskeySignInForm) -> str:
    options = passkeys.begin_signing_in(party=_party())
    return render_template("people/passkey.html", form=form, options=options)


def _own_page(form: AddPasskeyForm) -> str:
    staff = current_staff()
    return render_template(
        "people/staff/passkeys.html",
        form=form,
        passkeys=queries.passkeys_of(staff.id),
        has_factor=queries.has_second_factor(staff.id),
        username=staff.username,
    )


def _party() -> passkeys.RelyingParty:
    """The site under the name by which the browser knows it; the host is one of ours."""
    return passkeys.RelyingParty(
        id=request.host.partition(":")[0],
        origin=f"{request.scheme}://{request.host}",
        name=str(current_app.config["SITE_NAME"]),
    )
