"""Looking at who a natural person is whom a record shows as 张某某: with a reason, in the log."""

from app import audit
from app.audit import Actor
from app.core.db import db
from app.core.errors import InvalidInputError, NotFoundError
from app.publishing.models import Publication
from app.publishing.sealed import Original, original_of
from app.search.documents import SearchKind

READ = "record.original_read"


def read_original(record: Publication, *, kind: SearchKind, actor: Actor, reason: str) -> Original:
    """The full name and number, after a row with the reason has been committed to the log."""
    if not reason.strip():
        raise InvalidInputError("请写明查看的理由。")
    found = original_of(record)
    if found is None:
        raise NotFoundError("没有密封保存这位当事人的原名和证件号码。")
    audit.record(
        READ,
        actor=actor,
        object_type=kind.value,
        object_id=record.index_key,
        reason=reason.strip(),
    )
    db.session.commit()
    return Original(found.shown, found.name, found.paper)
