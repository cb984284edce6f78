"""What all forms have: a token of the session, the language of messages, checks of fields."""

import re
import unicodedata
from collections.abc import Iterable

from flask import Flask, g
from flask_babel import Babel
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from wtforms import Field, FileField, Form, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import Length

from app.kernel.web import headers


class ForeignOriginError(CSRFError):
    """The browser says that the form stands on a page of another site."""


class FormProtection(CSRFProtect):
    """A token for each form, and no page of another site where the browser says which it was.

    Browsers that protect their owner send no ``Referer``, and no ``Origin`` or ``null``: then the
    token decides alone (OWASP ASVS 5.0, 3.5.1). Who says where a form stands must say: here.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        super().protect(apply_exemptions=apply_exemptions)
        if g.get("csrf_valid", False) and headers.is_from_elsewhere():
            raise ForeignOriginError("The form stands on a page of another site.")


csrf = FormProtection()
"""Only an endpoint that never writes and needs no session may be exempted from it."""


_PHONE = re.compile(r"(\+?86)?1[3-9]\d{9}|0\d{2,3}\d{7,8}(\d{1,6})?|\d{7,8}|\+\d{8,15}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})


def init_app(app: Flask) -> None:
    """Refuse unsafe methods without a token, which lives as long as its session.

    Messages of libraries are in the locale of the settings.
    """
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.config.setdefault("WTF_CSRF_SSL_STRICT", False)  # it would ask for a Referer
    csrf.init_app(app)
    Babel(
        app,
        default_locale=str(app.config["BABEL_DEFAULT_LOCALE"]),
        default_timezone=str(app.config["BABEL_DEFAULT_TIMEZONE"]),
    )


def has_files(form: type[Form]) -> bool:
    """Whether a form of this class has a field for files."""
    fields = (getattr(form, name) for name in dir(form))
    kinds = (field.field_class for field in fields if isinstance(field, UnboundField))
    return any(issubclass(kind, FileField) for kind in kinds)


def as_choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Values and their labels as fields take them."""
    return [SelectChoice(value, label) for value, label in pairs]


def tidy(value: str | None) -> str:
    """Text without control characters and outer blanks; line breaks stay."""
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n")
    visible = (
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in _INVISIBLE
    )
    return "".join(visible).strip()


def tidy_code(value: str | None) -> str:
    """A code or number as it is meant: half-width, upper case, no blanks or hyphens."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", tidy(value))).upper()


def at_most(length: int) -> Length:
    """No longer than ``length`` characters."""
    return Length(max=length, message=f"最多 {length} 个字，请写短一些")


def check_phone(_form: Form, field: Field) -> None:
    """A telephone number of the country, or one with a leading plus."""
    if field.data and not _PHONE.fullmatch(field.data):
        raise ValidationError("请填写能打通的电话，例如 11 位手机号，或 0577-88880000")


def check_email(_form: Form, field: Field) -> None:
    """Something that can be an e-mail address, or nothing."""
    if field.data and not _EMAIL.fullmatch(field.data):
        raise ValidationError("电子邮箱应像 name@example.com 这样填写")
