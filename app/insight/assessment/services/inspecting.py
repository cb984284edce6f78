"""The mid-year inspection: what was found, what to mend by when, and whether it was."""

from datetime import date

from app.insight.assessment.acts import UNIT_RULES
from app.insight.assessment.models import AssessmentFinding, AssessmentUnit
from app.insight.assessment.queries.cycles import findings_of, unit_of
from app.insight.assessment.rules import Act
from app.insight.assessment.services.noting import note
from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from app.people.models import Staff


def inspect(
    *,
    year: int,
    key: str,
    staff: Staff,
    text: str,
    demand: str = "",
    rectify_by: date | None = None,
) -> None:
    """Record what was found at a unit; with a demand, by which day it is to be met."""
    unit = unit_of(staff, year, key, for_update=True)
    UNIT_RULES.require(Act.INSPECT, unit, staff)
    if not text.strip():
        raise InvalidInputError("请写明督查情况。")
    if bool(demand.strip()) != (rectify_by is not None):
        raise InvalidInputError("整改要求和整改期限要一起填写；没有发现问题的，两项都空着。")
    if rectify_by is not None and rectify_by < clock.today():
        raise InvalidInputError("整改期限不能早于今天。")
    db.session.add(
        AssessmentFinding(
            unit_id=unit.id,
            found_on=clock.today(),
            text=text.strip(),
            demand=demand.strip(),
            rectify_by=rectify_by,
            staff_name=staff.full_name,
        )
    )
    note(Act.INSPECT, unit.cycle, staff, unit=unit)
    db.session.commit()


def rectify(*, year: int, key: str, staff: Staff, finding_id: int, text: str) -> None:
    """The unit reports that it has mended what was demanded; today is the day that counts."""
    unit = unit_of(staff, year, key, for_update=True)
    UNIT_RULES.require(Act.RECTIFY, unit, staff)
    finding = _demand(unit, finding_id)
    if finding.rectified_on is not None:
        raise ConflictError("这一项已经报告整改完成。")
    if not text.strip():
        raise InvalidInputError("请写明怎样整改的。")
    finding.rectified_on, finding.report = clock.today(), text.strip()
    note(Act.RECTIFY, unit.cycle, staff, unit=unit)
    db.session.commit()


def reopen(*, year: int, key: str, staff: Staff, finding_id: int, text: str) -> None:
    """The office finds that it was not mended: the finding is open again, its last day stays."""
    unit = unit_of(staff, year, key, for_update=True)
    UNIT_RULES.require(Act.REOPEN, unit, staff)
    finding = _demand(unit, finding_id)
    if finding.rectified_on is None:
        raise ConflictError("这一项还没有报告整改完成。")
    if not text.strip():
        raise InvalidInputError("请写明为什么整改不到位。")
    finding.rectified_on = None
    note(Act.REOPEN, unit.cycle, staff, unit=unit, text=text.strip())
    db.session.commit()


def _demand(unit: AssessmentUnit, finding_id: int) -> AssessmentFinding:
    for finding in findings_of(unit.id):
        if finding.id == finding_id and finding.rectify_by is not None:
            return finding
    raise NotFoundError
