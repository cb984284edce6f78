"""What is set for a body."""

import re

from app import audit
from app.accounts.models import Bureau
from app.core.db import db
from app.core.errors import InvalidInputError

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def set_contact(*, bureau: Bureau, email: str) -> None:
    """Set the address to which a body is told of its matters."""
    if not _ADDRESS.fullmatch(email):
        raise InvalidInputError("电子邮箱应像 name@example.com 这样填写。")
    before, bureau.email = bureau.email, email
    audit.record(
        "bureau.contact",
        object_type="bureau",
        object_id=bureau.code,
        changes={"email": (before, email)},
    )
    db.session.commit()
