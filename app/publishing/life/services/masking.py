"""Personal data: masked, or kept for a reason; and looked at, with a reason in the log."""

from collections.abc import Collection

from app.kernel import audit, clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from app.kernel.search.documents import SearchKind
from app.publishing.life import gate
from app.publishing.life.gate import NOTE, PersonalDataPlace, places, places_as_edited
from app.publishing.life.models import KeptFinding, Publication
from app.publishing.life.queries import as_edited, newest_number, open_version
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.sealed import Original, original_of
from app.publishing.life.services.writing import Edit, lock, save
from app.publishing.life.values import decoded, snapshot

KEPT = "record.finding_kept"
MASKED_NOTE = "隐去不应公开的个人信息。"
"""What the public is told of a correction that only hides what should not have been there."""


def refuse_exposure(record: Publication, note: str = "") -> None:
    """Raise ConflictError where personal data stands that nobody has masked or kept."""
    found = [place for place in places(record, note) if place.is_open]
    if found:
        words = gate.summary(found)
        raise ConflictError(f"公示前检查：{words}。请遮盖，或者写明保留的理由，再办理。")


def mask_findings(
    record: Publication, *, kind: SearchKind, actor: Actor, seen: int, picked: Collection[str]
) -> int:
    """Hide what was picked by the rules; returns how many places.

    A change like any other: of a draft at once, of what is public as a correction for review.
    What stands in a file is left: nobody but its author can rewrite that. Raises
    InvalidInputError where nothing else was picked, ConflictError where the text has changed.
    """
    chosen = [place for place in _chosen(record, seen, picked) if not place.is_in_file]
    if not chosen:
        raise InvalidInputError(
            "附件里的文字不能在这里改写。请在原文件里遮盖，再换上新的文件；"
            "确实可以公开的，写明理由保留。"
        )
    texts = dict(gate.masked(chosen))
    version = open_version(record)
    written = texts.pop(NOTE, version.note if version else "")
    is_public = record.status is PublicationStatus.PUBLISHED
    whole = snapshot(as_edited(record)) if is_public else {}
    values = decoded(type(record), {**whole, **texts})
    note = (written or MASKED_NOTE) if is_public else ""
    save(record, values, kind=kind, edit=Edit(actor, seen=seen, note=note))
    return len(chosen)


def keep_findings(
    record: Publication,
    *,
    kind: SearchKind,
    actor: Actor,
    seen: int,
    picked: Collection[str],
    reason: str,
) -> int:
    """Let what was picked stand, for a reason that others can read; returns how many places.

    Raises InvalidInputError for identity numbers, which no reason makes public, and where no
    reason is given; ConflictError where the text has changed.
    """
    if not reason.strip():
        raise InvalidInputError("请写明保留的理由。")
    lock(record)
    chosen = _chosen(record, seen, picked)
    if any(place.kind.is_certain for place in chosen):
        raise InvalidInputError("证件号码不能保留，只能遮盖。")
    for place in chosen:
        db.session.add(_kept_finding(record, place, actor, reason.strip()))
        audit.record(
            KEPT,
            actor=actor,
            object_type=kind.value,
            object_id=record.index_key,
            reason=f"{place.label}，{place.kind.label}：{reason.strip()}",
        )
    db.session.commit()
    return len(chosen)


def _kept_finding(
    record: Publication, place: PersonalDataPlace, actor: Actor, reason: str
) -> KeptFinding:
    return KeptFinding(
        kind=record.__tablename__,
        record_id=record.id,
        field=place.name,
        found=place.kind,
        words=place.context,
        staff_id=actor.id,
        staff_name=actor.name,
        reason=reason,
        kept_at=clock.now(),
    )


def _chosen(record: Publication, seen: int, picked: Collection[str]) -> list[PersonalDataPlace]:
    """The open places that were picked on a page that showed version ``seen``."""
    chosen = [place for place in places_as_edited(record) if place.is_open and place.key in picked]
    if newest_number(record) != seen or len(chosen) != len(set(picked)):
        raise ConflictError("您打开页面之后，内容或者检查结果已经改变，请重新核对。")
    return chosen


READ, VERSIONS_READ = "record.original_read", "record.versions_read"


def read_versions(record: Publication, *, kind: SearchKind, actor: Actor, reason: str) -> None:
    """Note, before they are shown, that somebody reads the versions without their masks.

    Raises InvalidInputError where no reason is given.
    """
    _note(VERSIONS_READ, record, kind=kind, actor=actor, reason=reason)


def read_original(record: Publication, *, kind: SearchKind, actor: Actor, reason: str) -> Original:
    """The full name and number, after a row with the reason has been committed to the log.

    Raises NotFoundError where nothing is sealed, InvalidInputError where no reason is given.
    """
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
