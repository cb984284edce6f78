"""What becomes of a submission's matters: who takes them on, and how far they come."""

from dataclasses import dataclass

from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.rules.outcomes import MatterDeclineGround
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.matters.complaints.routing.rules import RoutingLine
from app.ops.demo.companies import Firm
from app.ops.demo.histories import Course
from app.ops.demo.tracks import lingers, run_track
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

    firms: list[Firm]
    projects: list[KeyProject]
    districts: list[District]
    slugs: dict[str, str]
    categories: dict[str, ComplaintCategory]
    rules: list[RoutingLine]
    code_hash: str


def run(course: Course, office: Office, submission: Submission) -> None:
    """Let the matter go as far as the days since its arrival allow, and mostly to its end."""
    rng, matter = course.stage.rng, course.matter
    if not submission.category.is_in_scope:
        if course.later(1, 3):
            course.decline(MatterDeclineGround.NOT_COMPETENT, submission.category.pointer or "")
        return
    if not _find_body(course, office, submission) or lingers(course, 0.03):
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


def _handle(course: Course) -> None:
    """The body takes the matter on; a few take longer than they may, a few never end."""
    course.accept()
    if course.later(1, 2):
        course.report()
    if _ask_back(course):
        run_track(course)


def _find_body(course: Course, office: Office, submission: Submission) -> bool:
    """Referrals and disputes before a body takes the matter on; False while undecided."""
    stage, matter = course.stage, course.matter
    coordination = stage.bureaus["coordination-office"]
    if matter.bureau is coordination:
        return _settled(course, office, submission)
    chance = stage.rng.random()
    city = stage.bureaus.get("city-" + matter.bureau.code.partition("-")[2])
    if chance < 0.06 and city and city is not matter.bureau and course.later(1, 3):
        course.refer(city)
    elif chance < 0.1 and matter.bureau.district_code and course.later(1, 3):
        return _dispute(course, coordination, city or coordination)
    return True


def _dispute(course: Course, coordination: Bureau, other: Bureau) -> bool:
    """The body returns the matter, some of them twice; the office mostly gives it back."""
    stage, first = course.stage, course.matter.bureau
    for _ in range(stage.rng.choice((1, 1, 2))):
        course.dispute(coordination, other)
        if not course.later(1, 2 if stage.rng.random() < 0.2 else 1):
            return False
        course.settle(other if stage.rng.random() < 0.3 else first)
        if course.matter.bureau is not first or not course.later(1, 1):
            break
    return True


def _settled(course: Course, office: Office, submission: Submission) -> bool:
    """The coordination office finds a body within a day or so; some still wait."""
    if not course.later(1, 2) or lingers(course, 0.1):
        return False
    course.settle(_competent(course, office, submission))
    return True


def _competent(course: Course, office: Office, submission: Submission) -> Bureau:
    if submission.project and submission.project.lead_bureau_id:
        by_id = {bureau.id: bureau for bureau in course.stage.bureaus.values()}
        return by_id[submission.project.lead_bureau_id]
    kind = course.told.get("settled", "market-supervision")
    place = submission.district.code if submission.district else None
    return course.stage.body(kind, place, office.slugs)


def _ask_back(course: Course) -> bool:
    """Some reporters are asked for more; False where the answer is still awaited."""
    if course.stage.rng.random() > 0.15 or not course.later(1, 3):
        return True
    course.ask()
    if lingers(course, 0.25) or not course.later(1, 4):
        return False
    course.add_material()
    return True
