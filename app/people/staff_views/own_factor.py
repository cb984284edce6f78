"""One's own second factor: set up, switched off, and new recovery codes."""

from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.web import limits
from app.kernel.web.qr_codes import qr_code
from app.people import access, queries
from app.people.access import current_session, current_staff, requires
from app.people.forms import ConfirmFactorForm, DisableFactorForm, RenewCodesForm
from app.people.permissions import Permission
from app.people.services import second_factor
from app.people.staff_views.blueprint import bp

if TYPE_CHECKING:
    from app.people.models import SecondFactor


@bp.get("/account/second-factor")
@requires(Permission.USE_DESK)
def factor() -> str:
    """One's own second factor: off, being set up, or on."""
    return _factor_page()


@bp.post("/account/second-factor/begin")
@requires(Permission.USE_DESK)
def begin_factor() -> Response:
    """Make a secret for the telephone; ConflictError where one is in use already."""
    second_factor.begin_enrolment(staff=current_staff())
    return redirect(url_for("admin.accounts.factor"))


@bp.post("/account/second-factor/confirm")
@requires(Permission.USE_DESK)
def confirm_factor() -> str | Response | tuple[str, int]:
    """Switch it on; the recovery codes are shown only here."""
    form = ConfirmFactorForm()
    if not form.validate_on_submit():
        return _factor_page(form), 400
    try:
        codes = second_factor.confirm_enrolment(
            staff=current_staff(), session=current_session(), code=form.code.data
        )
    except InvalidInputError as error:
        form.form_errors.append(error.message)
        return _factor_page(form), 400
    except ConflictError as error:  # the button was pressed twice, and the codes went by unseen
        flash(error.message, "error")
        return redirect(url_for("admin.accounts.factor"))
    return render_template("people/staff/recovery_codes.html", codes=codes, are_renewed=False)


@bp.post("/account/second-factor/codes")
@requires(Permission.USE_DESK)
@limits.sign_in
def renew_codes() -> str | tuple[str, int]:
    """New recovery codes in place of those that are used up, or were seen by others."""
    renewing = RenewCodesForm()
    if not renewing.validate_on_submit():
        return _factor_page(renewing=renewing), 400
    try:
        codes = second_factor.renew_codes(staff=current_staff(), code=renewing.code_now.data)
    except InvalidInputError as error:
        renewing.form_errors.append(error.message)
        return _factor_page(renewing=renewing), 400
    return render_template("people/staff/recovery_codes.html", codes=codes, are_renewed=True)


@bp.post("/account/second-factor/disable")
@requires(Permission.USE_DESK)
@limits.sign_in
def disable_factor() -> Response | tuple[str, int]:
    """Switch it off, with password and code."""
    form = DisableFactorForm()
    if not form.validate_on_submit():
        return _factor_page(form), 400
    try:
        second_factor.disable(
            staff=current_staff(), password=form.password.data, code=form.code.data
        )
    except InvalidInputError as error:
        form.form_errors.append(error.message)
        return _factor_page(form), 400
    flash("动态口令已停用。")
    return redirect(url_for("admin.accounts.factor"))


def _factor_page(
    form: ConfirmFactorForm | DisableFactorForm | None = None,
    renewing: RenewCodesForm | None = None,
) -> str:
    staff = current_staff()
    factor = queries.second_factor_of(staff.id)
    is_on = factor is not None and factor.confirmed_at is not None
    address = _setup_address(factor, staff.username) if factor and not is_on else ""
    form_class = DisableFactorForm if is_on else ConfirmFactorForm
    fits = factor is not None and isinstance(
        form, form_class
    )  # it may have changed in another window
    return render_template(
        "people/staff/second_factor.html",
        form=form if fits else form_class(formdata=None),
        renewing=(is_on and renewing) or RenewCodesForm(formdata=None),
        factor=factor,
        qr=qr_code(address) if address else None,
        key=factor.secret if factor and not is_on else "",
        left=queries.recovery_codes_left(staff.id),
        username=staff.username,
        is_required=access.is_required(),
        is_demanded=access.must_enrol(),
    )


def _setup_address(factor: "SecondFactor", username: str) -> str:
    """What the QR code says to the app on the telephone."""
    site = str(current_app.config["SITE_NAME"])
    return second_factor.address_for_apps(factor, username=username, site=site)
