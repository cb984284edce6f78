"""What a reporter does later with number and code: add, judge, ask for a second look.

A matter of another submission raises NotFoundError.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.kernel import audit, clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.files.uploads import MAX_FILES, store_uploads
from app.matters.complaints.clocks.periods import due_date
from app.matters.complaints.clocks.queries import deadline_rule
from app.matters.complaints.clocks.services.timing import resume_main_clock
from app.matters.complaints.handling.queries import last_day_to_ask
from app.matters.complaints.matter.models.answers import Rating, Review
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence, ReporterMessage
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import (
    ANSWERED,
    Manner,
    ReviewStatus,
    Satisfaction,
)
from app.matters.complaints.matter.rules.states import OPEN, MatterStatus, MatterStep
from app.matters.complaints.reporter.queries import own_matter, submission_by_id

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


def add_material(*, submission_id: int, text: str, files: Sequence["FileStorage"]) -> None:
    """The reporter tells more, in words or files; a body that waited for it goes on.

    Raises ConflictError where every track has ended, InvalidInputError where there is nothing to
    add or too much.
    """
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
    conclude("submission.material_added", submission)


def rate_matter(
    *, submission_id: int, matter_id: int, satisfaction: Satisfaction, manner: Manner, comment: str
) -> None:
    """The reporter judges result and manner; ConflictError before it is closed or a second time."""
    matter = own_matter(submission_id, matter_id)
    if matter.status is not MatterStatus.CLOSED:
        raise ConflictError("事项办结后才能评价。")
    if matter.rating is not None:
        raise ConflictError("您已经评价过了，谢谢。")
    matter.rating = Rating(
        rated_at=clock.now(), satisfaction=satisfaction, manner=manner, comment=comment or None
    )
    note(matter, MatterEventKind.RATED)
    conclude("matter.rated", matter)


def stop_publication(*, submission_id: int) -> None:
    """The reporter takes the consent back: nothing of the submission is public from now on."""
    submission = submission_by_id(submission_id)
    submission.consents_to_publication = False
    for matter in submission.matters:
        matter.is_public = False
    conclude("submission.publication_stopped", submission)


def ask_for_review(*, submission_id: int, matter_id: int, text: str) -> None:
    """The reporter is not content with the answer, or that the matter was not accepted.

    Once for each of the two, and within the time for it (after 信访工作条例 Art. 35): an
    overturned refusal leaves the review of the answer, which comes later, open. Raises
    ConflictError otherwise.
    """
    matter = own_matter(submission_id, matter_id)
    last = last_day_to_ask(matter)
    if matter.status not in ANSWERED or last is None:
        raise ConflictError("事项办结后、不予受理后才能申请复核。")
    if matter.review is not None:
        raise ConflictError("对同一个决定或者答复可以申请一次复核，您已经申请过了。")
    if clock.today() > last:
        raise ConflictError(
            "申请复核的期限已过。有新情况请重新提交；也可以依法申请行政复议或者起诉。"
        )
    today = clock.today()
    rule = deadline_rule(matter.kind, MatterStep.REVIEW, today)
    due_on = due_date(today, rule.days, rule.unit, city_calendar()) if rule else None
    matter.reviews.append(
        Review(
            of_refusal=matter.status is MatterStatus.DECLINED,
            asked_at=clock.now(),
            reason=text,
            due_on=due_on,
            status=ReviewStatus.PENDING,
        )
    )
    matter.version += 1
    note(matter, MatterEventKind.REVIEW_ASKED)
    conclude("matter.review_asked", matter)


def answer_follow_up(
    *,
    submission_id: int,
    matter_id: int,
    was_contacted: bool,
    is_true: bool,
    satisfaction: Satisfaction,
    manner: Manner,
    comment: str,
) -> None:
    """What the reporter says to the coordination office; the body does not see who said it.

    Raises ConflictError where nothing is asked, or was answered already.
    """
    matter = own_matter(submission_id, matter_id)
    visit = matter.follow_up
    if visit is None:
        raise ConflictError("这件事项没有回访。")
    if visit.answered_at is not None:
        raise ConflictError("您已经回答过了，谢谢。")
    visit.answered_at = clock.now()
    visit.was_contacted, visit.is_true = was_contacted, is_true
    visit.satisfaction, visit.manner, visit.comment = satisfaction, manner, comment or None
    note(matter, MatterEventKind.VISITED)
    conclude("matter.visit_answered", matter)


def _resume(matter: Matter) -> None:
    """A body that asked for more has it now; a clock that stood still for it goes on."""
    if matter.status is MatterStatus.WAITING_REPORTER:
        matter.status = MatterStatus.IN_PROGRESS if matter.accepted_on else MatterStatus.NEW
        if dates := resume_main_clock(matter):
            note(matter, MatterEventKind.RESUMED, dates)
    matter.version += 1


def note(matter: Matter, kind: MatterEventKind, text: str | None = None) -> None:
    """Write what the reporter did into the history, in the transaction of the caller."""
    matter.events.append(MatterEvent(at=clock.now(), kind=kind, text=text))


def conclude(action: str, record: Matter | Submission) -> None:
    """Write the audit row of what a reporter did, without a word of theirs, and commit."""
    audit.record(
        action,
        actor=audit.PUBLIC,
        object_type=type(record).__name__.lower(),
        object_id=record.number,
        changes=audit.changes_of(record) if isinstance(record, Matter) else None,
    )
    db.session.commit()
