"""Matters that wait in each state: chance alone would leave a state out on some days."""

from collections.abc import Iterable, Iterator

from app.matters.complaints.matter.rules.outcomes import NotFiledGround
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.ops.demo.histories import Course
from app.ops.demo.tracks import file_case, leave_unfiled

EACH = 2


def hold_some(courses: Iterable[Course]) -> None:
    """Take some of the newest matters one step further, where they stay."""
    newest = sorted(courses, key=lambda one: one.matter.received_on, reverse=True)
    arrived, taken_up = _arrived(newest), _taken_up(newest)
    reports = (one for one in _taken_up(newest) if _is_report(one))
    for _ in range(EACH):
        if course := next(arrived, None):
            coordination = course.stage.bureaus["coordination-office"]
            course.dispute(coordination, coordination)
        if course := next(arrived, None):
            course.withdraw()
        if course := next(taken_up, None):
            course.ask()
        if course := next(reports, None):
            file_case(course)
        if course := next(reports, None):
            leave_unfiled(course, NotFiledGround.MINOR)


def _arrived(courses: Iterable[Course]) -> Iterator[Course]:
    """Those that a body of a district has before it, for the first time."""
    for course in courses:
        matter = course.matter
        is_new = matter.status is MatterStatus.NEW and not matter.returns and not matter.referrals
        if is_new and matter.bureau.district_code and matter.submission.category.is_in_scope:
            yield course


def _taken_up(courses: Iterable[Course]) -> Iterator[Course]:
    """Those whose clock runs, that nobody has asked anything about."""
    for course in courses:
        matter = course.matter
        if matter.status is not MatterStatus.IN_PROGRESS or matter.sessions:
            continue
        if not any(one.pauses or one.extensions for one in matter.running_clocks):
            yield course


def _is_report(course: Course) -> bool:
    return course.matter.kind is ComplaintKind.VIOLATION_REPORT
