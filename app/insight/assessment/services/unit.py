"""What is done about one unit: inspection and rectification, points by hand, objections.

Each act raises NotFoundError for a unit that the person may not see, NotAllowedError where the act
is not theirs, ConflictError while the cycle stands where it has no place.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from app.insight.assessment.acts import UNIT_RULES
from app.insight.assessment.formula import show_points
from app.insight.assessment.models import (
    AssessmentFile,
    AssessmentFinding,
    AssessmentMark,
    AssessmentObjection,
    AssessmentUnit,
)
from app.insight.assessment.queries.cycles import findings_of, marks_of, objections_of, unit_of
from app.insight.assessment.rules import AssessmentAct, MarkStatus, ObjectionVerdict
from app.insight.assessment.services.counting import note, place, required_text
from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.kernel.files.uploads import store_uploads
from app.kernel.web.templating import day_long
from app.people.models import Staff

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

TWO_PEOPLE = "提出和签字应当由两个人完成，请由质量强市办的另一位同事签字。"
Item = TypeVar("Item", AssessmentFinding, AssessmentMark, AssessmentObjection)


def inspect(
    *,
    year: int,
    key: str,
    staff: Staff,
    text: str,
    demand: str = "",
    rectify_by: date | None = None,
) -> None:
    """Record what was found at a unit; with a demand, by which day it is to be met.

    Raises InvalidInputError without words, for a demand without a day, and for a day gone by.
    """
    unit = _begin(AssessmentAct.INSPECT, year, key, staff)
    found = required_text(text, "请写明督查情况。")
    if bool(demand.strip()) != (rectify_by is not None):
        raise InvalidInputError("整改要求和整改期限要一起填写；没有发现问题的，两项都空着。")
    if rectify_by is not None and rectify_by < clock.today():
        raise InvalidInputError("整改期限不能早于今天。")
    db.session.add(
        AssessmentFinding(
            unit_id=unit.id,
            found_on=clock.today(),
            text=found,
            demand=demand.strip(),
            rectify_by=rectify_by,
            staff_name=staff.full_name,
        )
    )
    _end(AssessmentAct.INSPECT, unit, staff)


def rectify(*, year: int, key: str, staff: Staff, finding_id: int, text: str) -> None:
    """The unit reports that it has mended what was demanded; today is the day that counts.

    Raises NotFoundError where nothing was demanded, ConflictError where it has reported already.
    """
    unit = _begin(AssessmentAct.RECTIFY, year, key, staff)
    finding = _demand(unit, finding_id)
    if finding.rectified_on is not None:
        raise ConflictError("这一项已经报告整改完成。")
    finding.report = required_text(text, "请写明怎样整改的。")
    finding.rectified_on = clock.today()
    _end(AssessmentAct.RECTIFY, unit, staff)


def reopen(*, year: int, key: str, staff: Staff, finding_id: int, text: str) -> None:
    """The office finds that it was not mended: the finding is open again, its last day stays.

    Raises NotFoundError where nothing was demanded, ConflictError where nothing was reported.
    """
    unit = _begin(AssessmentAct.REOPEN, year, key, staff)
    finding = _demand(unit, finding_id)
    if finding.rectified_on is None:
        raise ConflictError("这一项还没有报告整改完成。")
    reason = required_text(text, "请写明为什么整改不到位。")
    finding.rectified_on = None
    _end(AssessmentAct.REOPEN, unit, staff, reason)


def _demand(unit: AssessmentUnit, finding_id: int) -> AssessmentFinding:
    finding = _item(findings_of(unit.id), finding_id)
    if finding.rectify_by is None:
        raise NotFoundError
    return finding


def propose_manual_points(
    *, year: int, key: str, staff: Staff, points: int, reason: str, files: Sequence["FileStorage"]
) -> None:
    """Propose points by hand, in hundredths; they count once another person has signed them.

    Raises InvalidInputError without a reason or without evidence, or beyond what the formula
    allows for one unit.
    """
    unit = unit_of(staff, year, key)
    UNIT_RULES.require(AssessmentAct.MARK, unit, staff)
    _refuse_unfounded(unit, points, reason)
    db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files)
    if not stored:
        raise InvalidInputError("加减分要有依据，请上传证明材料。")
    unit = _begin(AssessmentAct.MARK, year, key, staff)
    db.session.add(
        AssessmentMark(
            unit_id=unit.id,
            points=points,
            reason=reason.strip(),
            author_id=staff.id,
            author_name=staff.full_name,
            proposed_at=clock.now(),
            files=[AssessmentFile.of(file) for file in stored],
        )
    )
    _end(AssessmentAct.MARK, unit, staff, f"{show_points(points)} 分")


def decide_manual_points(
    *, year: int, key: str, staff: Staff, mark_id: int, is_signed: bool, text: str = ""
) -> None:
    """Sign points by hand, or refuse them with a reason; never who proposed them.

    Raises NotAllowedError for that person, ConflictError where somebody has decided already,
    InvalidInputError for a refusal without a reason.
    """
    act = AssessmentAct.SIGN if is_signed else AssessmentAct.REFUSE
    unit = _begin(act, year, key, staff)
    found = _item(marks_of(unit.id), mark_id)
    if found.status is not MarkStatus.PROPOSED:
        raise ConflictError(f"这项加减分现在是“{found.status.label}”，可能已由他人办理。")
    if found.author_id == staff.id:
        raise NotAllowedError(TWO_PEOPLE)
    if not is_signed and not text.strip():
        raise InvalidInputError("不同意的，请写明理由。")
    found.status = MarkStatus.SIGNED if is_signed else MarkStatus.REFUSED
    found.signer_id, found.signer_name = staff.id, staff.full_name
    found.signed_at, found.answer = clock.now(), text.strip()
    place(unit.cycle, unit.cycle.terms)
    _end(act, unit, staff, f"{show_points(found.points)} 分")


def _refuse_unfounded(unit: AssessmentUnit, points: int, reason: str) -> None:
    most = unit.cycle.terms.manual_most
    if not points or abs(points) > most:
        raise InvalidInputError(f"加减分不能是 0，最多加或者减 {show_points(most)} 分。")
    required_text(reason, "请写明加减分的理由。")


def object_to(*, year: int, key: str, staff: Staff, measure: str, text: str) -> None:
    """Object to a measure, or without one to the whole, until the last day of the time set.

    Raises ConflictError after it, and while such an objection waits; InvalidInputError for a
    measure that does not apply to the unit, or without words.
    """
    unit = _begin(AssessmentAct.OBJECT, year, key, staff)
    due_on = unit.cycle.objections_due_on
    if due_on is None or clock.today() > due_on:
        raise ConflictError(f"异议期已于 {day_long(due_on)} 结束。")
    if measure and measure not in {one.code for one in unit.cycle.terms.of(unit.kind)}:
        raise InvalidInputError("没有这项考核内容。")
    reason = required_text(text, "请写明异议的理由。")
    if any(one.measure == measure and one.verdict is None for one in objections_of(unit.id)):
        raise ConflictError("对这一项已经提出异议，正在等待答复。")
    db.session.add(
        AssessmentObjection(
            unit_id=unit.id,
            measure=measure,
            text=reason,
            staff_id=staff.id,
            staff_name=staff.full_name,
            raised_at=clock.now(),
        )
    )
    _end(AssessmentAct.OBJECT, unit, staff)


def answer(
    *, year: int, key: str, staff: Staff, objection_id: int, verdict: ObjectionVerdict, text: str
) -> None:
    """Say whether an objection is well founded, and why. Points change by the facts or by hand.

    Raises ConflictError where it is answered, InvalidInputError without words.
    """
    unit = _begin(AssessmentAct.ANSWER, year, key, staff)
    found = _item(objections_of(unit.id), objection_id)
    if found.verdict is not None:
        raise ConflictError("这条异议已经答复。")
    found.verdict, found.answer = verdict, required_text(text, "请写明答复。")
    found.answerer_name, found.answered_at = staff.full_name, clock.now()
    _end(AssessmentAct.ANSWER, unit, staff, verdict.label)


def _begin(act: AssessmentAct, year: int, key: str, staff: Staff) -> AssessmentUnit:
    unit = unit_of(staff, year, key, for_update=True)
    UNIT_RULES.require(act, unit, staff)
    return unit


def _item(items: Sequence[Item], key: int) -> Item:
    found = next((one for one in items if one.id == key), None)
    if found is None:
        raise NotFoundError
    return found


def _end(act: AssessmentAct, unit: AssessmentUnit, staff: Staff, text: str = "") -> None:
    note(act, unit.cycle, staff, unit=unit, text=text)
    db.session.commit()
