"""Four hundred submissions of the last year, with matters in every state, and some of before."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from app.kernel.clock import CITY_ZONE
from app.kernel.db.session import db
from app.kernel.db.site import SerialCounter
from app.matters.complaints.clocks.services.timing import start_clock
from app.matters.complaints.handling.services.assistance import open_tasks
from app.matters.complaints.intake.services.submission import traits_of
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import FIRST_STEP, ComplaintKind, MatterStatus
from app.matters.complaints.routing.queries.table import all_rules, as_line
from app.matters.complaints.routing.rules import RoutingLine, resolve
from app.ops.demo.companies import Firm
from app.ops.demo.handling import Office, hold_some, run
from app.ops.demo.histories import MatterCourse
from app.ops.demo.material import Demo, Json, masked_person, material, number_by_day
from app.ops.demo.staff import Personnel

COUNT = 400
DAYS = 330
EARLIER = 150
"""Submissions of the year before that, nearly all ended: years can be compared."""
HOME = "330304"
"""The district whose bureau has an account to sign in with: it gets the most to do."""


def read_rules() -> list[RoutingLine]:
    """The routing table as the resolver takes it."""
    return [as_line(row) for row in all_rules()]


def make_submissions(
    demo: Demo, office: Office, personnel: Personnel
) -> tuple[list[Submission], list[Submission]]:
    """The submissions of the last year, and those of the year before, in order of arrival.

    The counters of their numbers are made, too.
    """
    templates = material("complaints")["complaints"]
    chosen = demo.rng.choices(
        templates, [one["weight"] for one in templates], k=demo.some(COUNT - len(templates))
    )
    order = [*templates, *chosen]
    arrivals = sorted(demo.recent(DAYS, lean=2.0) for _ in order)
    demo.rng.shuffle(order)
    last: dict[str, int] = {}
    arrived = list(_arrive(demo, office, personnel, zip(arrivals, order, strict=True), last))
    # Chance of its own: what is made besides stays as it was without the year before.
    apart = demo.apart(6)
    before = list(_arrive(apart, office, personnel, _earlier(apart, templates), last))
    hold_some(course for courses in arrived for course in courses)
    made, earlier = (
        [first.matter.submission for first, *_ in courses] for courses in (arrived, before)
    )
    for day, value in last.items():
        db.session.add(SerialCounter(name="submission", period=day, value=value))
    whole = [*earlier, *made]
    number_by_day([paper for one in whole for each in one.matters for paper in each.documents])
    return made, earlier


def _earlier(demo: Demo, templates: list[Json]) -> Iterator[tuple[date, Json]]:
    """Days of the year before the last one, each with what was handed in on it."""
    days = sorted(DAYS + 1 + demo.rng.randrange(365) for _ in range(demo.some(EARLIER)))
    chosen = demo.rng.choices(templates, [one["weight"] for one in templates], k=len(days))
    for ago, one in zip(reversed(days), chosen, strict=True):
        yield demo.days_ago(ago), one


def _arrive(
    demo: Demo,
    office: Office,
    personnel: Personnel,
    arrivals: Iterable[tuple[date, Json]],
    last: dict[str, int],
) -> Iterator[list[MatterCourse]]:
    """What comes of submissions of these days; ``last`` counts the numbers of each day."""
    for received_on, one in arrivals:
        day = f"{received_on:%Y%m%d}"
        last[day] = last.get(day, 0) + demo.rng.randrange(1, 30)
        submission = _submission(demo, office, one, f"{day}-{last[day]:05d}", received_on)
        yield _open_matters(demo, office, personnel, submission, one)


def _submission(
    demo: Demo, office: Office, template: Json, number: str, received_on: date
) -> Submission:
    rng = demo.rng
    firm = _subject(demo, office, template)
    is_anonymous = "demand" not in template and rng.random() < 0.55
    district = firm.district if firm else rng.choice(office.districts)
    submission = Submission(
        number=number,
        code_hash=office.code_hash,
        submitted_at=datetime.combine(
            received_on, time(rng.randrange(7, 22), rng.randrange(60)), CITY_ZONE
        ),
        is_anonymous=is_anonymous,
        contact=None if is_anonymous else _contact(demo, number),
        consents_to_publication=rng.random() < 0.6 and template["category"] != "integrity-conduct",
        category=office.categories[template["category"]],
        district=district,
        company=firm.company if firm else None,
        subject_name=None if firm else district.name + rng.choice(template["subjects"]),
        title=template["title"],
        narrative=template["text"],
        place=template.get("place") or "现场",
        happened=rng.choice(template.get("happened", ["昨天下午", "上周末", "三天前", "本月初"])),
        demand=template.get("demand"),
    )
    _point_elsewhere(demo, office, submission)
    submission.traits = traits_of(submission)
    return submission


def _point_elsewhere(demo: Demo, office: Office, submission: Submission) -> None:
    """What is about a project, or about the people of a body, names these."""
    code = submission.district.code if submission.district else None
    if submission.category.code == "integrity-project":
        submission.project = demo.rng.choice(office.projects)
        submission.subject_name = None
    elif submission.category.code == "integrity-conduct":
        submission.subject_bureau = demo.body("market-supervision", code)


def _subject(demo: Demo, office: Office, template: Json) -> Firm | None:
    """A company of a fitting trade. The company of the drawn pages gets its share."""
    fitting = office.firms_of[tuple(template.get("trades", ()))]
    if not fitting:
        return None
    drawn = [firm for firm in fitting if firm.drawn.get("uscc")]
    if drawn and demo.rng.random() < 0.4:
        return demo.rng.choice(drawn)
    near = [firm for firm in fitting if firm.district.code == HOME]
    return demo.rng.choice(near if near and demo.rng.random() < 0.2 else fitting)


def _contact(demo: Demo, number: str) -> dict[str, str]:
    """A person that nobody is, at an address that reaches nobody."""
    contact = {"name": masked_person(demo.rng), "phone": "13800000000"}
    if demo.rng.random() < 0.4:
        contact["email"] = f"reporter-{number}@example.invalid"
    return contact


def _open_matters(
    demo: Demo, office: Office, personnel: Personnel, submission: Submission, template: Json
) -> list[MatterCourse]:
    """The course of each matter, at least one."""
    kinds = [ComplaintKind.COMPLAINT] if "demand" in template else [ComplaintKind.VIOLATION_REPORT]
    if "demand" in template and "measure" in template:
        choices = ([ComplaintKind.COMPLAINT], list(ComplaintKind), [ComplaintKind.VIOLATION_REPORT])
        kinds = demo.rng.choices(choices, (5, 3, 2))[0]
    if ComplaintKind.COMPLAINT not in kinds:
        submission.demand = None
    courses = []
    for kind in kinds:
        matter = _matter(demo, office, submission, kind)
        words = _words(submission, template)
        course = MatterCourse(
            demo,
            personnel,
            matter,
            template,
            words,
            submission.submitted_at.astimezone(CITY_ZONE).date(),
        )
        run(course, submission)
        courses.append(course)
    return courses


def _matter(demo: Demo, office: Office, submission: Submission, kind: ComplaintKind) -> Matter:
    received_on = submission.submitted_at.astimezone(CITY_ZONE).date()
    category, district = submission.category, submission.district
    place = district.code if district else None
    route = resolve(category.code, place, received_on, office.rules)
    bureau = demo.bureaus[route.lead]
    words = f"事项类别：{category.name}；地点：{district.name if district else '未注明'}"
    matter = Matter(
        kind=kind,
        number=f"{kind.letter}{submission.number}",
        status=MatterStatus.ROUTING if bureau.is_coordination_office else MatterStatus.NEW,
        bureau=bureau,
        assistants=[demo.bureaus[code] for code in route.assisting],
        routing_rule_id=route.rule_id,
        routing_reason=f"{words}。{route.because}。",
        received_on=received_on,
        submission=submission,
        version=1,
    )
    at = submission.submitted_at
    matter.events = [
        MatterEvent(at=at, kind=MatterEventKind.SUBMITTED),
        MatterEvent(at=at, kind=MatterEventKind.ROUTED, bureau=bureau, text=matter.routing_reason),
    ]
    start_clock(matter, FIRST_STEP[kind], received_on)
    open_tasks(matter, matter.assistants)
    return matter


def _words(submission: Submission, template: Json) -> dict[str, str]:
    place = submission.district.name if submission.district else ""
    return {
        "issue": f"{place}{template['who']}{template['issue'].removeprefix(template['who'][1:])}",
        "who": template["who"],
        "settle": template.get("settle", "作出说明并道歉"),
        "measure": template.get("measure", ""),
        "check": template["check"],
        "pointer": submission.category.pointer or "",
    }
