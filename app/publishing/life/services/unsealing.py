"""Looking at who a natural person is whom a record shows as 张某某: with a reason, in the log."""

from app.kernel import audit
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError, NotFoundError
from app.kernel.search.documents import SearchKind
from app.publishing.life.models import Publication
from app.publishing.life.sealed import Original, original_of

READ, VERSIONS_READ = "record.original_read", "record.versions_read"


def read_versions(record: Publication, *, kind: SearchKind, actor: Actor, reason: str) -> None:
    """Note, before they are shown, that somebody reads the versions without their masks."""
    _note(VERSIONS_READ, record, kind=kind, actor=actor, reason=reason)


def read_original(record: Publication, *, kind: SearchKind, actor: Actor, reason: str) -> Original:
    """The full name and number, after a row with the reason has been committed to the log."""
    found = original_of(record)
    if found is None:
        raise NotFoundError("没有密封保存这位当事人的原名和证件号码。")
    _note(READ, record, kind=kind, actor=actor, reason=reason)
    return Original(found.shown, found.name, found.paper)


def _note(action: str, record: Publication, *, kind: SearchKind, actor: Actor, reason: str) -> None:
    if not reason.strip():
        raise InvalidInputError("请写明查看的理由。")
    audit.record(
        action,
        actor=actor,
        object_type=kind.value,
        object_id=record.index_key,
        reason=reason.strip(),
    )
    db.session.commit()
