"""Applying, scoring, giving notice, answering objections, awarding."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.db.site import next_serial
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.files.cleaning import clean_document
from app.kernel.files.uploads import store_uploads
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.people.models import Staff
from app.publishing.life.rules import years_later
from app.records.creation.acts import RULES
from app.records.creation.models import (
    CreationApplication,
    CreationEvidence,
    CreationObjection,
    CreationScore,
)
from app.records.creation.queries.applications import lead_bureau, locked
from app.records.creation.rules import (
    CreationAct,
    CreationKind,
    CreationState,
    Standard,
    faults_of_scores,
)
from app.records.creation.standards import newest

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

ONE_DAY = timedelta(days=1)


def apply(
    *, kind: CreationKind, applicant: str, district_code: str, statement: str, staff: Staff
) -> CreationApplication:
    """Keep a draft by the newest standard of its kind; NotFoundError without its leading body."""
    made = new_draft(
        newest()[kind],
        applicant=applicant,
        district_code=district_code,
        bureau_id=staff.bureau_id,
        statement=statement,
        author_id=staff.id,
        author_name=staff.full_name,
    )
    _record("applied", made, staff)
    db.session.commit()
    return made


def new_draft(standard: Standard, **content: Any) -> CreationApplication:
    """An application by the standard, with the next number of the year; nothing is committed.

    ``content``: the applicant with its district and statement, the body and the author.
    """
    year = clock.today().year
    made = CreationApplication(
        number=f"CJ{year}-{next_serial('creation', str(year)):03}",
        kind=standard.kind,
        year=standard.year,
        lead_bureau_id=lead_bureau(standard.lead).id,
        state=CreationState.DRAFT,
        created_at=clock.now(),
        **content,
    )
    db.session.add(made)
    return made


def add_evidence(
    *,
    application: CreationApplication,
    criterion: str,
    files: Sequence["FileStorage"],
    staff: Staff,
) -> None:
    """Put files to a criterion of a draft. Raises InvalidInputError for one that can't be taken."""
    RULES.require(CreationAct.EVIDENCE, application, staff)
    if criterion not in {one.code for one in application.standard.criteria}:
        raise InvalidInputError("请选择材料对应的标准。")
    already = sum(one.criterion == criterion for one in application.evidence)
    db.session.rollback()  # reading a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files, already=already, clean=clean_document)
    if not stored:
        raise InvalidInputError("请选择要上传的文件。")
    current = _begin(CreationAct.EVIDENCE, application, staff)
    for file in stored:
        db.session.add(CreationEvidence.of(file, application_id=current.id, criterion=criterion))
    _record("evidence", current, staff)
    db.session.commit()


def submit(*, application: CreationApplication, staff: Staff) -> None:
    """Hand a draft in. Raises InvalidInputError while a criterion has no evidence."""
    current = _begin(CreationAct.SUBMIT, application, staff)
    shown = {one.criterion for one in current.evidence}
    missing = [one for one in current.standard.criteria if one.code not in shown]
    if missing:
        raise InvalidInputError(f"“{missing[0].text[:20]}”还没有证明材料，不能提交。")
    current.state, current.submitted_at = CreationState.IN_REVIEW, clock.now()
    current.reason, current.author_id = "", staff.id
    current.author_name = staff.full_name
    _record("submitted", current, staff)
    db.session.commit()


def score(
    *, application: CreationApplication, points: Sequence[int], comment: str, staff: Staff
) -> None:
    """What one person gives. Nobody scores twice, or what their own body handed in.

    Raises InvalidInputError for points that a criterion does not have, ConflictError for a second
    score or once the scores settle, NotAllowedError for who applies.
    """
    current = _begin(CreationAct.SCORE, application, staff)
    if wrong := faults_of_scores(points, current.standard.criteria):
        raise InvalidInputError(f"{wrong[0]}。")
    current.scores.append(
        CreationScore(
            staff_id=staff.id,
            staff_name=staff.full_name,
            points=list(points),
            comment=comment,
            scored_at=clock.now(),
        )
    )
    _record("scored", current, staff)
    db.session.commit()


def send_back(*, application: CreationApplication, reason: str, staff: Staff) -> None:
    """For more evidence; scores begin anew. Raises ConflictError once they have settled."""
    current = _begin(CreationAct.RETURN, application, staff)
    current.state, current.reason = CreationState.DRAFT, reason
    current.scores.clear()
    _record("returned", current, staff)
    db.session.commit()


def give_notice(*, application: CreationApplication, staff: Staff) -> None:
    """Let everyone know from today on, and object through so many calendar days.

    Raises ConflictError unless the scores settle at enough points, NotAllowedError for who applies.
    """
    current = _begin(CreationAct.NOTICE, application, staff)
    today = clock.today()
    current.state, current.notice_from = CreationState.NOTICE, today
    current.notice_until = today + timedelta(days=current.standard.notice_days)
    _record("noticed", current, staff)
    db.session.commit()


def refuse(*, application: CreationApplication, reason: str, staff: Staff) -> None:
    """Too few points: with the reason. Raises ConflictError unless the scores settle there."""
    current = _begin(CreationAct.REFUSE, application, staff)
    current.state, current.reason = CreationState.REFUSED, reason
    _record("refused", current, staff)
    db.session.commit()


def object_to(*, application: CreationApplication, text: str) -> None:
    """What a citizen holds against it; raises ConflictError when the notice is over."""
    current = locked(application.id)
    if not current.takes_objections:
        raise ConflictError("公示已经结束，不能再提异议。可以通过投诉举报反映。")
    row = CreationObjection(application_id=current.id, text=text, created_at=clock.now())
    db.session.add(row)
    audit.record(
        "creation.objected",
        actor=audit.PUBLIC,
        object_type="creation",
        object_id=current.number,
    )
    db.session.commit()


def answer(
    *, application: CreationApplication, key: int, is_upheld: bool, text: str, staff: Staff
) -> None:
    """Answer an objection in public. One that is upheld ends the application.

    Raises ConflictError for one that is answered already, NotAllowedError for who applies.
    """
    current = _begin(CreationAct.ANSWER, application, staff)
    objection = next((one for one in current.objections if one.id == key), None)
    if objection is None or objection.answered_at is not None:
        raise ConflictError("这条异议已经答复。")
    objection.answer, objection.is_upheld = text, is_upheld
    objection.staff_id, objection.staff_name = staff.id, staff.full_name
    objection.answered_at = clock.now()
    if is_upheld:
        current.state, current.reason = CreationState.REFUSED, "公示期间的异议成立。"
    _record("answered", current, staff)
    db.session.commit()


def award(*, application: CreationApplication, staff: Staff) -> None:
    """Give the badge, from today through so many years; raises ConflictError before its time.

    That is when the notice is over and nothing is left to answer. NotAllowedError for who applies.
    """
    current = _begin(CreationAct.AWARD, application, staff)
    today = clock.today()
    current.state, current.awarded_on = CreationState.AWARDED, today
    current.valid_until = years_later(today, current.standard.valid_years) - ONE_DAY
    _record("awarded", current, staff)
    db.session.commit()


def _begin(act: CreationAct, application: CreationApplication, staff: Staff) -> CreationApplication:
    """The application, locked, if the person may do that to it now."""
    current = locked(application.id)
    RULES.require(act, current, staff)
    return current


def _record(what: str, application: CreationApplication, staff: Staff) -> None:
    if application.notice_from is not None:
        changed(SearchKind.CREATION, [application.id])
    audit.record(
        f"creation.{what}",
        actor=staff.as_actor(),
        object_type="creation",
        object_id=application.number,
    )
