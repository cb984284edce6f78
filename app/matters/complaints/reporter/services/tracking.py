"""What a reporter does later with number and code: add, withdraw, judge."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.kernel import audit, clock
from app.kernel.crypto.tracking_codes import opens, tidy_digits
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from app.kernel.files.uploads import MAX_FILES, store_uploads
from app.matters.complaints.clocks.services.timing import resume_main_clock
from app.matters.complaints.matter.models.answers import Rating
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence, ReporterMessage
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import Manner, Satisfaction
from app.matters.complaints.matter.rules.states import OPEN, MatterStatus
from app.matters.complaints.reporter.queries.tracking import (
    code_hash_of,
    own_matter,
    submission_by_id,
)

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


DATE_DIGITS = 8


def open_submission(*, number: str, code: str) -> int | None:
    """The id of the submission that number and code open together.

    A wrong number costs the same time as a wrong code, and is answered alike.
    """
    submission_id, kept = code_hash_of(tidy_number(number))
    return submission_id if opens(tidy_digits(code), kept) else None


def tidy_number(typed: str) -> str:
    """The registration number, though someone typed the number of one of its matters."""
    digits = tidy_digits(typed)
    return f"{digits[:DATE_DIGITS]}-{digits[DATE_DIGITS:]}"


def add_material(*, submission_id: int, text: str, files: Sequence["FileStorage"]) -> None:
    """The reporter tells more, in words or files; a body that waited for it goes on."""
    already = len(submission_by_id(submission_id).evidence)
    db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files, already=already)
    submission = submission_by_id(submission_id)
    open_matters = [matter for matter in submission.matters if matter.status in OPEN]
    if not open_matters:
        raise ConflictError("事项已经办结，不能再补充材料。有新情况请重新提交。")
    if not text and not stored:
        raise InvalidInputError("请写明补充的情况，或选择要补充的文件")
    if len(submission.evidence) + len(stored) > MAX_FILES:
        raise InvalidInputError(f"最多可以上传 {MAX_FILES} 个文件")
    message = ReporterMessage(sent_at=clock.now(), text=text)
    submission.messages.append(message)
    for file in stored:
        evidence = Evidence.of(file)
        submission.evidence.append(evidence)
        message.evidence.append(evidence)
    for matter in open_matters:
        note(matter, MatterEventKind.MATERIAL_ADDED)
        _resume(matter)
    log("submission.material_added", submission)
    db.session.commit()


def rate_matter(
    *,
    submission_id: int,
    matter_id: int,
    satisfaction: Satisfaction,
    manner: Manner,
    comment: str,
) -> None:
    """The reporter judges result and manner of a closed matter, once."""
    matter = own(submission_id, matter_id)
    if matter.status is not MatterStatus.CLOSED:
        raise ConflictError("事项办结后才能评价。")
    if matter.rating is not None:
        raise ConflictError("您已经评价过了，谢谢。")
    matter.rating = Rating(
        rated_at=clock.now(), satisfaction=satisfaction, manner=manner, comment=comment or None
    )
    note(matter, MatterEventKind.RATED)
    log("matter.rated", matter)
    db.session.commit()


def stop_publication(*, submission_id: int) -> None:
    """The reporter takes the consent back: nothing of the submission is public from now on."""
    submission = submission_by_id(submission_id)
    submission.consents_to_publication = False
    for matter in submission.matters:
        matter.is_public = False
    log("submission.publication_stopped", submission)
    db.session.commit()


def _resume(matter: Matter) -> None:
    """A body that asked for more has it now; a clock that stood still for it goes on."""
    if matter.status is MatterStatus.WAITING_REPORTER:
        matter.status = MatterStatus.IN_PROGRESS if matter.accepted_on else MatterStatus.NEW
        if dates := resume_main_clock(matter):
            note(matter, MatterEventKind.RESUMED, dates)
    matter.version += 1


def own(submission_id: int, matter_id: int) -> Matter:
    """The reporter's matter; NotFoundError for any other."""
    matter = own_matter(submission_id, matter_id)
    if matter is None:
        raise NotFoundError
    return matter


def note(matter: Matter, kind: MatterEventKind, text: str | None = None) -> None:
    """Write what the reporter did into the history, in the transaction of the caller."""
    matter.events.append(MatterEvent(at=clock.now(), kind=kind, text=text))


def log(action: str, record: Matter | Submission) -> None:
    """Write the audit row of what a reporter did, without a word of theirs."""
    audit.record(
        action,
        actor=audit.PUBLIC,
        object_type=type(record).__name__.lower(),
        object_id=record.number,
        changes=audit.changes_of(record) if isinstance(record, Matter) else None,
    )
