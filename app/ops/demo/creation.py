"""Creation in every state: drafts, scores that differ, objections, badges, and old ones."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from app.kernel.files.cleaning import clean_document
from app.kernel.files.uploads import store
from app.ops.demo.material import Demo, material, years_later
from app.ops.demo.papers import document, picture
from app.people.models import District, Staff
from app.people.rules import Role
from app.records.creation.models import (
    CreationApplication,
    CreationEvidence,
    CreationObjection,
    CreationScore,
)
from app.records.creation.rules import CreationKind, CreationState
from app.records.creation.standards import newest

ONE_DAY = timedelta(days=1)
STRONG = 8
"""How many districts hold the badge; the ninth's has ended, the others are on their way."""
WAY: tuple[dict[str, Any], ...] = (
    {"state": CreationState.NOTICE, "totals": (90, 88), "objected": ("open",), "ago": 3},
    {"state": CreationState.IN_REVIEW, "totals": (94, 78)},
    {"state": CreationState.DRAFT, "totals": (), "reason": "第 3 条没有考核指标完成情况表，请补。"},
)
OTHERS = (
    (CreationKind.TOWN, "{town}"),
    (CreationKind.TRADE, "{name}泵阀产业"),
    (CreationKind.FIRM, "{name}演示制造企业"),
    (CreationKind.BRAND, "“{short}演示”集体商标"),
    (CreationKind.ECOLOGY, "{town}"),
)
LACKING = "3"
"""The criterion without a file, for which an application was sent back."""
OBJECTION = "公示对象去年没有公布质量考核指标完成情况，请核实第三条标准。"
ANSWER = "经核实，完成情况已在政府网站公开，异议不成立。"
UPHELD = "经核实，有一批次产品监督抽查不合格，异议成立。"


def make_creation(
    demo: Demo, districts: list[District], people: Iterable[Staff]
) -> list[CreationApplication]:
    """Of each district its own application, and some of towns, trades, firms and brands."""
    # Chance of its own: what is made besides stays as it was without it.
    demo = demo.apart(3)
    reviewer = next(one for one in people for held in one.roles if held.role is Role.REVIEWER)
    made = [*_counties(demo, districts), *_others(demo, districts)]
    for number, one in enumerate(made, start=1):
        one.number = f"CJ{demo.today.year}-{number:03}"
        for score in one.scores[:1]:
            score.staff_id, score.staff_name = reviewer.id, reviewer.full_name
    return made


def _counties(demo: Demo, districts: list[District]) -> Iterator[CreationApplication]:
    for place, district in enumerate(districts):
        if place < STRONG:
            way: dict[str, Any] = {"ago": 40 + 30 * place, "objected": ("no",) * (place == 0)}
        elif place == STRONG:
            way = {"ago": 3 * 365 + 60}
        else:
            way = WAY[min(place - STRONG - 1, len(WAY) - 1)]
        yield _application(demo, district, CreationKind.COUNTY, district.name, **way)


def _others(demo: Demo, districts: list[District]) -> Iterator[CreationApplication]:
    places = material("places")["districts"]
    for district in districts[: demo.some(len(districts))]:
        words = {"name": district.name, "short": district.short_name}
        words["town"] = places[district.code]["towns"][0]
        for kind, name in demo.rng.sample(OTHERS, 3):
            ago = demo.rng.randrange(20, 900)
            yield _application(demo, district, kind, name.format(**words), ago=ago)
    way: dict[str, Any] = {"state": CreationState.REFUSED, "objected": ("yes",), "ago": 12}
    name = f"{districts[-1].name}演示阀门企业"
    yield _application(demo, districts[-1], CreationKind.FIRM, name, **way)


def _application(
    demo: Demo,
    district: District,
    kind: CreationKind,
    applicant: str,
    *,
    ago: int = 5,
    **way: Any,
) -> CreationApplication:
    """One whose notice began so many days ago; ``way`` says what it is not usual in."""
    standard, totals = newest()[kind], way.get("totals", (91, 87))
    made = CreationApplication(
        kind=kind,
        year=standard.year,
        applicant=applicant,
        district_code=district.code,
        bureau_id=demo.body("government", district.code).id,
        lead_bureau_id=demo.bureaus[standard.lead].id,
        statement=f"{applicant}对照标准逐条自查，已经达到要求（演示）。",
        state=way.get("state", CreationState.AWARDED),
        author_id=0,
        author_name="演示申报员",
        created_at=demo.moment(demo.days_ago(ago + 30)),
        submitted_at=demo.moment(demo.days_ago(ago + 20)) if totals else None,
        reason=way.get("reason", ""),
    )
    made.evidence += list(_evidence(made))
    made.scores += [_score(demo, made, total, place, ago) for place, total in enumerate(totals)]
    made.objections += [_objection(demo, verdict, ago) for verdict in way.get("objected", ())]
    _date(made, demo.days_ago(ago))
    return made


def _evidence(application: CreationApplication) -> Iterator[CreationEvidence]:
    """A document for each criterion, for the last a photograph; what was sent back lacks one."""
    criteria = application.standard.criteria
    for one in criteria:
        if application.reason and application.state is CreationState.DRAFT and one.code == LACKING:
            continue
        is_photo = one is criteria[-1]
        lines = (
            f"{application.applicant}（演示）",
            f"对应标准第 {one.code} 条：{one.text}",
            one.evidence,
        )
        name = f"{one.code} {one.evidence[:20]}（演示）.{'jpg' if is_photo else 'docx'}"
        media_type, cleaned = clean_document(picture() if is_photo else document(lines))
        yield CreationEvidence.of(store(name, media_type, cleaned), criterion=one.code)


def _date(application: CreationApplication, started: date) -> None:
    """The days of its notice and of its badge, as far as it has come."""
    if application.state in (CreationState.DRAFT, CreationState.IN_REVIEW):
        return
    application.notice_from = started
    application.notice_until = started + timedelta(days=application.standard.notice_days)
    if application.state is CreationState.REFUSED:
        application.reason = "公示期间的异议成立。"
    elif application.state is CreationState.AWARDED:
        application.awarded_on = application.notice_until + ONE_DAY
        application.valid_until = (
            years_later(application.awarded_on, application.standard.valid_years) - ONE_DAY
        )


def _score(
    demo: Demo, application: CreationApplication, total: int, place: int, ago: int
) -> CreationScore:
    """The points of one of two invented people, spread over the criteria."""
    criteria = application.standard.criteria
    points = [one.points * total // application.standard.points for one in criteria]
    for index in range(total - sum(points)):
        points[index] += 1
    return CreationScore(
        staff_id=-1 - place,
        staff_name=f"演示评审{place + 1}",
        points=points,
        comment="材料齐全，第一条做得扎实。" if place == 0 else "",
        scored_at=demo.moment(demo.days_ago(ago + 10)),
    )


def _objection(demo: Demo, verdict: str, ago: int) -> CreationObjection:
    is_open = verdict == "open"
    return CreationObjection(
        text=OBJECTION,
        created_at=demo.moment(demo.days_ago(ago - 1)),
        is_upheld=verdict == "yes",
        answer="" if is_open else UPHELD if verdict == "yes" else ANSWER,
        staff_name="" if is_open else "演示审核",
        answered_at=None if is_open else demo.moment(demo.days_ago(max(ago - 4, 0))),
    )
