"""A badge: applied for with evidence, scored by two, under notice, objected to, awarded, over."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.people.models import Staff
from app.people.rules import Role
from app.records.creation.models import CreationApplication, CreationObjection
from app.records.creation.rules import CreationKind, CreationState
from app.records.creation.standards import newest
from tests.support.creation_factories import (
    make_application,
    make_badge,
    make_evidence,
    make_objection,
)
from tests.support.documents import docx
from tests.support.factories import make_bureau, make_coordination_office, make_district, make_staff
from tests.support.pages import PageClient
from tests.support.staff import take_over
from tests.support.transactions import Counted

Counting = Callable[[], AbstractContextManager[Counted]]
DAY = timedelta(days=1)
OBJECTION = "第三条标准没有达到，指标完成情况没有公开。"


@pytest.fixture
def scorers(app) -> list[Staff]:
    office = make_coordination_office()
    return [make_staff(Role.REVIEWER, bureau=office) for _ in range(3)]


def only() -> CreationApplication:
    return db.session.scalars(select(CreationApplication)).one()


def desk(application: CreationApplication) -> str:
    return f"/admin/creation/{application.number}"


def points(*lost: int) -> dict[str, str]:
    criteria = newest()[CreationKind.COUNTY].criteria
    taken = (*lost, *(0,) * len(criteria))
    return {
        f"score-points_{one.code}": str(one.points - less)
        for one, less in zip(criteria, taken, strict=False)
    }


def answer_to(objection: CreationObjection, outcome: str, words: str) -> dict[str, str]:
    form = f"answer-{objection.id}"
    return {f"{form}-outcome": outcome, f"{form}-answer": words}


def score(client: PageClient, application: CreationApplication, staff: Staff, *lost: int):
    take_over(client, staff)
    return client.post_form(desk(application), points(*lost), action="/score")


def test_an_application_needs_evidence_and_its_scores_settle(
    client: PageClient, scorers: list[Staff]
) -> None:
    take_over(client, make_staff(Role.EDITOR, Role.REVIEWER, bureau=make_bureau()))
    fields = {"kind": "county", "applicant": "试验区", "statement": "逐条达到。"}
    client.post_form("/admin/creation/new", fields | {"district": make_district().code})
    application = only()
    page = client.post_form(desk(application), action="/submit")
    assert (page.status_code, "还没有证明材料" in page.body_text) == (409, True)
    first, *others = (one.code for one in application.standard.criteria)
    file = (io.BytesIO(docx("证明")), "材料.docx")
    evidence = {"evidence-criterion": first, "evidence-files": file}
    client.post_form(desk(application), evidence, action="/evidence")
    for code in others:
        make_evidence(application, code)
    assert "等待两人评分" in client.post_form(desk(application), action="/submit").body_text
    assert "提交评分" not in client.get(desk(application)).body_text

    assert "已记录" in score(client, application, scorers[0], 5).body_text
    assert "95 分" not in client.get(desk(application)).body_text
    assert "相差超过" in score(client, application, scorers[1], 20).body_text
    assert "结果 94.5 分" in score(client, application, scorers[2], 6).body_text
    client.post_form(desk(application), action="/notice")
    assert "试验区" in client.get("/creation").body_text


def test_from_the_notice_to_the_badge_and_its_end(
    client: PageClient, scorers: list[Staff], frozen_clock: time_machine.Traveller
) -> None:
    application = make_application()
    public = f"/creation/{application.number}"
    client.post_form(f"{public}/object", {"text": OBJECTION})
    text = client.get(public).body_text
    assert ("正在核实" in text, OBJECTION in text) == (True, False)

    frozen_clock.shift(8 * DAY)
    take_over(client, scorers[0])
    page = client.get(desk(application))
    assert OBJECTION in page.body_text
    assert "授牌" not in page.texts("//button")
    objection = db.session.scalars(select(CreationObjection)).one()
    answer = answer_to(objection, "no", "已在网站公开，异议不成立。")
    client.post_form(desk(application), answer, action=f"/objections/{objection.id}")
    client.post_form(desk(application), action="/award")
    text = client.get(public).body_text
    assert "已授牌" in text
    assert "已在网站公开" in text
    assert "持牌 1 个" in client.get("/evaluation/targets/JC01").body_text
    until = only().valid_until
    assert until
    frozen_clock.move_to(clock.day_start(until + DAY) + timedelta(hours=9))
    assert client.get(public).status_code == 410
    assert "还没有授牌" in client.get("/creation").body_text


def test_nobody_scores_beyond_a_criterion_or_twice_or_what_their_own_body_handed_in(
    client: PageClient, scorers: list[Staff]
) -> None:
    application = make_application(
        state=CreationState.IN_REVIEW, totals=(), bureau=make_bureau(), notice_from=None
    )
    own = make_staff(Role.REVIEWER, bureau=application.bureau)
    take_over(client, own)
    assert not client.get(desk(application)).all("//form[contains(@action, '/score')]")
    page = score(client, application, scorers[0], -1)
    assert (page.status_code, "应为 0 至 20 分的整数" in page.body_text) == (400, True)
    score(client, application, scorers[0])
    assert not client.get(desk(application)).all("//form[contains(@action, '/score')]")
    other = make_staff(Role.REVIEWER)
    take_over(client, other)
    assert client.get(desk(application)).status_code == 404


def test_too_few_points_are_refused_and_missing_evidence_is_sent_back(
    client: PageClient, scorers: list[Staff]
) -> None:
    low = make_application(state=CreationState.IN_REVIEW, totals=(80, 78), notice_from=None)
    open_ = make_application(state=CreationState.IN_REVIEW, totals=(80,), notice_from=None)
    take_over(client, scorers[0])
    client.post_form(desk(low), {"refuse-reason": "指标没有完成。"}, action="/refuse")
    client.post_form(desk(open_), {"return-reason": "请补预算文件。"}, action="/return")
    assert (low.state, open_.state) == (CreationState.REFUSED, CreationState.DRAFT)
    assert not open_.scores
    assert client.get(f"/creation/{low.number}").status_code == 404


def test_an_objection_that_is_upheld_ends_it_and_its_answer_stays(
    client: PageClient, scorers: list[Staff]
) -> None:
    application = make_application()
    objection = make_objection(application)
    take_over(client, scorers[0])
    answer = answer_to(objection, "yes", "抽查不合格，异议成立。")
    client.post_form(desk(application), answer, action=f"/objections/{objection.id}")
    page = client.get(f"/creation/{application.number}")
    assert "未通过" in page.body_text
    assert "抽查不合格" in page.body_text


def test_objections_end_with_the_notice_and_hold_no_numbers_of_people(
    client: PageClient, frozen_clock: time_machine.Traveller
) -> None:
    application = make_application()
    place = f"/creation/{application.number}/object"
    page = client.post_form(place, {"text": f"{OBJECTION}我的电话13800000000"})
    assert page.status_code == 400
    application.notice_until = clock.today() - DAY
    db.session.commit()
    assert client.post_form(place, {"text": OBJECTION}).status_code == 409


def test_badges_are_counted_by_district_and_cost_the_same_at_any_number(
    client: PageClient, count_statements: Counting
) -> None:
    make_badge()
    make_badge(valid_until=clock.today() - DAY, kind=CreationKind.TOWN)
    client.get("/creation")
    with count_statements() as few:
        page = client.get("/creation")
    assert "共 1 个" in page.body_text
    for number in range(9):
        make_badge(kind=CreationKind.TOWN, applicant=f"试验{number}镇")
        make_application(kind=CreationKind.FIRM, applicant=f"试验{number}厂")
    db.session.commit()
    client.get("/creation")  # what is held against the promises is remembered
    with count_statements() as many:
        page = client.get("/creation?kind=town")
    assert "共 9 个" in page.body_text
    assert len(many) <= len(few) + 1 <= 9, str(many)
    assert "评价标准" in client.get("/creation/standards", follow_redirects=True).body_text
