"""What reviewers do with what was sent to them: approve it, or return it with a reason."""

from datetime import date

from app.kernel import clock
from app.kernel.audit import Actor
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchKind
from app.publishing.life.models import ChangeNote, Publication, RecordVersion, Sourced
from app.publishing.life.queries import assign, open_version, proposed, writers
from app.publishing.life.rules import PublicationStatus, VersionState, resting
from app.publishing.life.services.files import refuse_unseen
from app.publishing.life.services.masking import refuse_exposure
from app.publishing.life.services.writing import finish, lock, needs_note
from app.publishing.life.values import decoded, snapshot

PUBLISHED, SCHEDULED = "record.published", "record.scheduled"
CORRECTED, RETURNED = "record.corrected", "record.returned"
CHANGED_SINCE = "送审之后内容又有变化，请退回，由编辑核对后重新送审。"


def approve(
    record: Publication,
    *,
    kind: SearchKind,
    actor: Actor,
    number: int,
    from_day: date | None = None,
) -> None:
    """Let version ``number`` be public: at once, or from a day to come.

    A correction is applied to what is public. Who wrote or sent the version may not approve it.
    Raises ConflictError where the state, the period, the content or the person is not right,
    InvalidInputError for a day that is past, or to come for what was public before.
    """
    version = _under_review(record, number, actor)
    if record.status is PublicationStatus.PUBLISHED:
        action = CORRECTED
        _apply(record, version, actor)
    else:
        action = PUBLISHED if from_day is None or from_day <= clock.today() else SCHEDULED
        _show(record, version, actor, from_day)
    _judge(version, VersionState.APPROVED, actor)
    if isinstance(record, Sourced):
        record.checked_on = clock.today()
    record.updated_at = clock.now()
    record.settle()
    finish(action, record, kind=kind, actor=actor)


def send_back(
    record: Publication, *, kind: SearchKind, actor: Actor, number: int, reason: str
) -> None:
    """Return a version to its editor, who reads the reason. What is public stays as it is.

    Raises ConflictError where the version is not in review or the person wrote it,
    InvalidInputError where no reason is given.
    """
    version = _under_review(record, number, actor)
    if not reason.strip():
        raise InvalidInputError("请写明退回的理由。")
    if record.status is PublicationStatus.IN_REVIEW:
        record.status = resting(record.published_on, record.withdrawn_on)
    _judge(version, VersionState.RETURNED, actor)
    version.reason = reason.strip()
    record.updated_at = clock.now()
    finish(RETURNED, record, kind=kind, actor=actor, reason=reason.strip())


def refuse_unfit(record: Publication, note: str = "") -> None:
    """Raise ConflictError for what may not be public as it stands.

    Asked before anything becomes public: of a draft, and of a record with its correction and
    the note that tells of it.
    """
    if record.publish_blocker:
        raise ConflictError(record.publish_blocker)
    refuse_exposure(record, note)


def _under_review(record: Publication, number: int, actor: Actor) -> RecordVersion:
    lock(record)
    version = open_version(record)
    if version is None or version.state is not VersionState.IN_REVIEW or version.number != number:
        raise ConflictError("这个版本已经不在待审，可能已由他人办理，或者编辑又作了改动。")
    if actor.id in writers(version):
        raise ConflictError("录入和审核应当由两个人完成，请由其他审核人员办理。")
    return version


def _show(record: Publication, version: RecordVersion, actor: Actor, from_day: date | None) -> None:
    today = clock.today()
    day = from_day or today
    now = snapshot(record)
    if now | version.values != now:
        raise ConflictError(CHANGED_SINCE)
    if day < today:
        raise InvalidInputError("公示日期不能早于今天。")
    if day > today and record.published_on is not None:
        raise InvalidInputError("这条内容以前公示过，首次公示日期不变，不能改为定时公示。")
    if record.publish_until is not None and record.publish_until < day:
        raise ConflictError("公示截止日期早于公示日期，不能公示。请退回，由编辑更正截止日期。")
    refuse_unfit(record)
    refuse_unseen(record, actor)
    record.status = PublicationStatus.PUBLISHED
    record.published_on = record.published_on or day
    record.withdrawn_on = record.withdrawal_reason = None


def _apply(record: Publication, version: RecordVersion, actor: Actor) -> None:
    """Change what the version changes, if nobody has changed the same since."""
    now = snapshot(record)
    if any(now[name] != before for name, before in version.was.items()):
        raise ConflictError(CHANGED_SINCE)
    values = {name: version.values[name] for name in version.was}
    changed = proposed(record, values)
    refuse_unfit(changed, version.note)
    refuse_unseen(changed, actor)
    if needs_note(record):
        correction = ChangeNote(
            kind=record.__tablename__,
            record_id=record.id,
            on=clock.today(),
            text=version.note,
            fields=[name for name in record.FIELDS if name in version.was],
        )
        db.session.add(correction)
    assign(record, decoded(type(record), values))


def _judge(version: RecordVersion, state: VersionState, actor: Actor) -> None:
    version.state = state
    version.reviewer_id, version.reviewer_name = actor.id, actor.name
    version.reviewed_at = clock.now()
