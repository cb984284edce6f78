"""Four hundred submissions of the last year, with matters in every state."""

from dataclasses import dataclass
from datetime import date, datetime, time

from app.accounts.models import Bureau, District
from app.complaints.catalogue import ComplaintCategory
from app.complaints.models import Matter, MatterEvent, Submission
from app.complaints.queries.routing_table import all_rules, as_rule
from app.complaints.routing import Rule, resolve
from app.complaints.rules import FIRST_STEP, ComplaintKind, DeclineGround, EventKind, MatterStatus
from app.complaints.services.assistance import open_tasks
from app.complaints.services.clocks import start_clock
from app.complaints.services.traits import traits_of
from app.core.clock import CITY_ZONE
from app.core.db import db
from app.core.serials import SerialCounter
from app.demo.companies import Firm
from app.demo.histories import Course
from app.demo.identities import masked_person
from app.demo.material import Json, Stage, material
from app.demo.numbering import number_by_day
from app.demo.staff import Personnel
from app.demo.tracks import run_track
from app.projects.models import KeyProject

COUNT = 400
DAYS = 330
HOME = "330304"
"""The district whose bureau has an account to sign in with: it gets the most to do."""
GROUNDS = (
    DeclineGround.NOT_COMPETENT,
    DeclineGround.ALREADY_HANDLED,
    DeclineGround.NOT_CONSUMER,
    DeclineGround.NO_MATERIAL,
)


@dataclass(frozen=True)
class Office:
    """What is needed to send a submission where it belongs."""

    firms: list[Firm]
    projects: list[KeyProject]
    districts: list[District]
    slugs: dict[str, str]
    categories: dict[str, ComplaintCategory]
    rules: list[Rule]
    code_hash: str


def read_rules() -> list[Rule]:
    """The routing table as the resolver takes it."""
    return [as_rule(row) for row in all_rules()]


def make_submissions(stage: Stage, office: Office, personnel: Personnel) -> list[Submission]:
    """All submissions in order of arrival, and the counters of their numbers."""
    told = material("complaints")["complaints"]
    chosen = stage.rng.choices(told, [one["weight"] for one in told], k=COUNT - len(told))
    arrivals = sorted(stage.recent(DAYS, lean=2.0) for _ in range(COUNT))
    order = [*told, *chosen]
    stage.rng.shuffle(order)
    last: dict[str, int] = {}
    made = []
    for received_on, one in zip(arrivals, order, strict=True):
        day = f"{received_on:%Y%m%d}"
        last[day] = last.get(day, 0) + stage.rng.randrange(1, 30)
        submission = _submission(stage, office, one, f"{day}-{last[day]:05d}", received_on)
        _open_matters(stage, office, personnel, submission, one)
        made.append(submission)
    for day, value in last.items():
        db.session.add(SerialCounter(name="submission", period=day, value=value))
    number_by_day([paper for one in made for each in one.matters for paper in each.documents])
    return made


def _submission(
    stage: Stage, office: Office, told: Json, number: str, received_on: date
) -> Submission:
    rng = stage.rng
    firm = _subject(stage, office, told)
    is_anonymous = "demand" not in told and rng.random() < 0.55
    district = firm.district if firm else rng.choice(office.districts)
    submission = Submission(
        number=number,
        code_hash=office.code_hash,
        submitted_at=datetime.combine(
            received_on, time(rng.randrange(7, 22), rng.randrange(60)), CITY_ZONE
        ),
        is_anonymous=is_anonymous,
        contact=None if is_anonymous else _contact(stage, number),
        consents_to_publication=rng.random() < 0.6 and told["category"] != "integrity-conduct",
        category=office.categories[told["category"]],
        district=district,
        company=firm.company if firm else None,
        subject_name=None if firm else district.name + rng.choice(told["subjects"]),
        title=told["title"],
        narrative=told["text"],
        place=told.get("place") or "现场",
        happened=rng.choice(told.get("happened", ["昨天下午", "上周末", "三天前", "本月初"])),
        demand=told.get("demand"),
    )
    _point_elsewhere(stage, office, submission)
    submission.traits = traits_of(submission)
    return submission


def _point_elsewhere(stage: Stage, office: Office, submission: Submission) -> None:
    """What is about a project, or about the people of a body, names these."""
    code = submission.district.code if submission.district else None
    if submission.category.code == "integrity-project":
        submission.project = stage.rng.choice(office.projects)
        submission.subject_name = None
    elif submission.category.code == "integrity-conduct":
        submission.subject_bureau = stage.body("market-supervision", code, office.slugs)


def _subject(stage: Stage, office: Office, told: Json) -> Firm | None:
    """A company of a fitting trade. The company of the drawn pages gets its share."""
    trades = set(told.get("trades", ()))
    if not trades:
        return None
    fitting = [
        firm for firm in office.firms if firm.trade["key"] in trades and "red" not in firm.drawn
    ]
    drawn = [firm for firm in fitting if firm.drawn.get("uscc")]
    if drawn and stage.rng.random() < 0.4:
        return stage.rng.choice(drawn)
    near = [firm for firm in fitting if firm.district.code == HOME]
    return stage.rng.choice(near if near and stage.rng.random() < 0.2 else fitting)


def _contact(stage: Stage, number: str) -> dict[str, str]:
    """A person that nobody is, at an address that reaches nobody."""
    contact = {"name": masked_person(stage.rng), "phone": "13800000000"}
    if stage.rng.random() < 0.4:
        contact["email"] = f"reporter-{number}@example.invalid"
    return contact


def _open_matters(
    stage: Stage, office: Office, personnel: Personnel, submission: Submission, told: Json
) -> None:
    kinds = [ComplaintKind.COMPLAINT] if "demand" in told else [ComplaintKind.VIOLATION_REPORT]
    if "demand" in told and "measure" in told:
        choices = ([ComplaintKind.COMPLAINT], list(ComplaintKind), [ComplaintKind.VIOLATION_REPORT])
        kinds = stage.rng.choices(choices, (5, 3, 2))[0]
    if ComplaintKind.COMPLAINT not in kinds:
        submission.demand = None
    for kind in kinds:
        matter = _matter(stage, office, submission, kind)
        words = _words(submission, told)
        course = Course(
            stage,
            personnel,
            matter,
            told,
            words,
            submission.submitted_at.astimezone(CITY_ZONE).date(),
        )
        _run(course, office, submission)


def _matter(stage: Stage, office: Office, submission: Submission, kind: ComplaintKind) -> Matter:
    received_on = submission.submitted_at.astimezone(CITY_ZONE).date()
    category, district = submission.category, submission.district
    place = district.code if district else None
    route = resolve(category.code, place, received_on, office.rules)
    bureau = stage.bureaus[route.lead]
    words = f"事项类别：{category.name}；地点：{district.name if district else '未注明'}"
    matter = Matter(
        kind=kind,
        number=f"{kind.letter}{submission.number}",
        status=MatterStatus.ROUTING if bureau.is_coordination_office else MatterStatus.NEW,
        bureau=bureau,
        assistants=[stage.bureaus[code] for code in route.assisting],
        routing_rule_id=route.rule_id,
        routing_reason=f"{words}。{route.because}。",
        received_on=received_on,
        submission=submission,
        version=1,
    )
    at = submission.submitted_at
    matter.events = [
        MatterEvent(at=at, kind=EventKind.SUBMITTED),
        MatterEvent(at=at, kind=EventKind.ROUTED, bureau=bureau, text=matter.routing_reason),
    ]
    start_clock(matter, FIRST_STEP[kind], received_on)
    open_tasks(matter, matter.assistants)
    return matter


def _words(submission: Submission, told: Json) -> dict[str, str]:
    place = submission.district.name if submission.district else ""
    return {
        "issue": f"{place}{told['who']}{told['issue'].removeprefix(told['who'][1:])}",
        "who": told["who"],
        "settle": told.get("settle", "作出说明并道歉"),
        "measure": told.get("measure", ""),
        "check": told["check"],
        "pointer": submission.category.pointer or "",
    }


def _run(course: Course, office: Office, submission: Submission) -> None:
    """Let the matter go as far as the days since its arrival allow, and mostly to its end."""
    rng, matter = course.stage.rng, course.matter
    if not submission.category.is_in_scope:
        if course.later(1, 3):
            course.decline(DeclineGround.NOT_COMPETENT, submission.category.pointer or "")
        return
    if not _find_body(course, office, submission) or rng.random() < 0.03:
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
    if not course.later(1, 2) or course.stage.rng.random() < 0.1:
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
    if course.stage.rng.random() < 0.25 or not course.later(1, 4):
        return False
    course.add_material()
    return True
