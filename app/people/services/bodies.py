"""What is set for a body."""

import re

from app.kernel import audit
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.people.models import Bureau

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def set_contact(*, bureau: Bureau, email: str) -> None:
    """Set the address to which a body is told of its matters, or raise InvalidInputError."""
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
