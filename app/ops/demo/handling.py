"""What becomes of a submission's matters: who takes them on, and how far they come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.rules.outcomes import MatterDeclineGround, NotFiledGround
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.complaints.routing.rules import RoutingLine
from app.ops.demo.companies import Firm
from app.ops.demo.histories import MatterCourse
from app.ops.demo.tracks import file_case, leave_unfiled, lingers, run_track
from app.people.models import Bureau, District
from app.records.projects.models import KeyProject

GROUNDS = (
    MatterDeclineGround.NOT_COMPETENT,
    MatterDeclineGround.ALREADY_HANDLED,
    MatterDeclineGround.NOT_CONSUMER,
    MatterDeclineGround.NO_MATERIAL,
)


@dataclass(frozen=True)
class Office:
    """What is needed to send a submission where it belongs."""

    firms_of: dict[tuple[str, ...], list[Firm]]
    """By the trades that a complaint can be about."""
    projects: list[KeyProject]
    districts: list[District]
    categories: dict[str, ComplaintCategory]
    rules: list[RoutingLine]
    code_hash: str


def run(course: MatterCourse, submission: Submission) -> None:
    """Let the matter go as far as the days since its arrival allow, and mostly to its end."""
    rng, matter = course.demo.rng, course.matter
    if not submission.category.is_in_scope:
        if course.later(1, 3):
            course.decline(MatterDeclineGround.NOT_COMPETENT, submission.category.pointer or "")
        return
    if not _find_body(course, submission) or lingers(course, 0.03):
        return
    if not course.later(1, 7):
        return
    chance = rng.random()
    if chance < 0.05 and matter.kind is ComplaintKind.COMPLAINT:
        course.decline(rng.choice(GROUNDS))
    elif chance > 0.97:
        course.withdraw()
    else:
        _handle(course)


def _handle(course: MatterCourse) -> None:
    """The body takes the matter on; a few take longer than they may, a few never end."""
    course.accept()
    if course.later(1, 2):
        course.report()
    if _ask_back(course):
        run_track(course)


def _find_body(course: MatterCourse, submission: Submission) -> bool:
    """Referrals and disputes before a body takes the matter on; False while undecided."""
    demo, matter = course.demo, course.matter
    coordination = demo.bureaus["coordination-office"]
    if matter.bureau is coordination:
        return _settled(course, submission)
    chance = demo.rng.random()
    city = demo.bureaus.get("city-" + matter.bureau.code.partition("-")[2])
    if chance < 0.06 and city and city is not matter.bureau and course.later(1, 3):
        course.refer(city)
    elif chance < 0.1 and matter.bureau.district_code and course.later(1, 3):
        return _dispute(course, coordination, city or coordination)
    return True


def _dispute(course: MatterCourse, coordination: Bureau, other: Bureau) -> bool:
    """The body returns the matter, some of them twice; the office mostly gives it back."""
    demo, first = course.demo, course.matter.bureau
    for _ in range(demo.rng.choice((1, 1, 2))):
        course.dispute(coordination, other)
        if not course.later(1, 2 if demo.rng.random() < 0.2 else 1):
            return False
        course.settle(other if demo.rng.random() < 0.3 else first)
        if course.matter.bureau is not first or not course.later(1, 1):
            break
    return True


def _settled(course: MatterCourse, submission: Submission) -> bool:
    """The coordination office finds a body within a day or so; some still wait."""
    if not course.later(1, 2) or lingers(course, 0.1):
        return False
    course.settle(_competent(course, submission))
    return True


def _competent(course: MatterCourse, submission: Submission) -> Bureau:
    if submission.project and submission.project.lead_bureau_id:
        by_id = {bureau.id: bureau for bureau in course.demo.bureaus.values()}
        return by_id[submission.project.lead_bureau_id]
    kind = course.template.get("settled", "market-supervision")
    place = submission.district.code if submission.district else None
    return course.demo.body(kind, place)


def _ask_back(course: MatterCourse) -> bool:
    """Some reporters are asked for more; False where the answer is still awaited."""
    if course.demo.rng.random() > 0.15 or not course.later(1, 3):
        return True
    course.ask()
    if lingers(course, 0.25) or not course.later(1, 4):
        return False
    course.add_material()
    return True


EACH = 2


def hold_some(courses: Iterable[MatterCourse]) -> None:
    """Take some of the newest matters one step further, where they stay."""
    newest = sorted(courses, key=lambda one: one.matter.received_on, reverse=True)
    arrived, taken_up = _arrived(newest), _taken_up(newest)
    reports = (one for one in _taken_up(newest) if _is_report(one))
    for _ in range(EACH):
        if course := next(arrived, None):
            coordination = course.demo.bureaus["coordination-office"]
            course.dispute(coordination, coordination)
        if course := next(arrived, None):
            course.withdraw()
        if course := next(taken_up, None):
            course.ask()
        if course := next(reports, None):
            file_case(course)
        if course := next(reports, None):
            leave_unfiled(course, NotFiledGround.MINOR)


def _arrived(courses: Iterable[MatterCourse]) -> Iterator[MatterCourse]:
    """Those that a body of a district has before it, for the first time."""
    for course in courses:
        matter = course.matter
        is_new = matter.status is MatterStatus.NEW and not matter.returns and not matter.referrals
        if is_new and matter.bureau.district_code and matter.submission.category.is_in_scope:
            yield course


def _taken_up(courses: Iterable[MatterCourse]) -> Iterator[MatterCourse]:
    """Those whose clock runs, that nobody has asked anything about."""
    for course in courses:
        matter = course.matter
        if matter.status is not MatterStatus.IN_PROGRESS or matter.sessions:
            continue
        if not any(one.pauses or one.extensions for one in matter.running_clocks):
            yield course


def _is_report(course: MatterCourse) -> bool:
    return course.matter.kind is ComplaintKind.VIOLATION_REPORT
