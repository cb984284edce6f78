"""Points by hand: a reason and evidence from one person of the office, the signature of another."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.insight.assessment.acts import UNIT_RULES
from app.insight.assessment.models import AssessmentFile, AssessmentMark, AssessmentUnit
from app.insight.assessment.queries.cycles import marks_of, unit_of
from app.insight.assessment.rules import Act, MarkStatus, show_points
from app.insight.assessment.services.counting import place
from app.insight.assessment.services.noting import note
from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.kernel.files.uploads import store_uploads
from app.people.models import Staff

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

TWO_PEOPLE = "提出和签字应当由两个人完成，请由质量强市办的另一位同事签字。"


def mark(
    *, year: int, key: str, staff: Staff, points: int, reason: str, files: Sequence["FileStorage"]
) -> None:
    """Propose points by hand, in hundredths; they count once another person has signed them.

    Raises InvalidInputError without a reason or without evidence, or beyond what the formula
    allows for one unit.
    """
    unit = unit_of(staff, year, key)
    UNIT_RULES.require(Act.MARK, unit, staff)
    _refuse_unfounded(unit, points, reason)
    db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files)
    if not stored:
        raise InvalidInputError("加减分要有依据，请上传证明材料。")
    unit = unit_of(staff, year, key, for_update=True)
    UNIT_RULES.require(Act.MARK, unit, staff)
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
    note(Act.MARK, unit.cycle, staff, unit=unit, text=f"{show_points(points)} 分")
    db.session.commit()


def decide_mark(
    *, year: int, key: str, staff: Staff, mark_id: int, is_signed: bool, text: str = ""
) -> None:
    """Sign points by hand, or refuse them with a reason; never who proposed them."""
    unit = unit_of(staff, year, key, for_update=True)
    act = Act.SIGN if is_signed else Act.REFUSE
    UNIT_RULES.require(act, unit, staff)
    found = next((one for one in marks_of(unit.id) if one.id == mark_id), None)
    if found is None:
        raise NotFoundError
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
    note(act, unit.cycle, staff, unit=unit, text=f"{show_points(found.points)} 分")
    db.session.commit()


def _refuse_unfounded(unit: AssessmentUnit, points: int, reason: str) -> None:
    most = unit.cycle.terms.manual_most
    if not points or abs(points) > most:
        raise InvalidInputError(f"加减分不能是 0，最多加或者减 {show_points(most)} 分。")
    if not reason.strip():
        raise InvalidInputError("请写明加减分的理由。")
