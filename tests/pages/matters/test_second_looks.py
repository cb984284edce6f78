"""Answers say what was done and why; one review by another officer; visits drawn by chance."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.errors import ConflictError, NotAllowedError
from app.matters.complaints.handling.rules import in_turns
from app.matters.complaints.handling.services import reviews
from app.matters.complaints.matter.models.answers import ClosingAnswer, FollowUp, Rating
from app.matters.complaints.matter.rules.outcomes import (
    Manner,
    MatterOutcome,
    ReviewResult,
    Satisfaction,
)
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.complaints.reporter.services.tracking import answer_follow_up, ask_for_review
from app.people.rules import Role
from tests.support.complaint_factories import make_matter, make_rating
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.matter_desk import close, desk_page, followed, taken_up
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")

DECISION = {
    "text": "复核查到了新的小票。",
    "measures": "责令退款。",
    "basis": "《消费者权益保护法》第二十四条：不符合要求的，可以退货。",
}


@pytest.fixture
def matter(handler):
    """A complaint that its handler has closed."""
    matter = taken_up(handler.bureau, handler, ComplaintKind.COMPLAINT)
    close(matter, handler, MatterOutcome.PARTLY_SOLVED, measures="约谈商家。", basis="双方协商。")
    return matter


def ask(matter, text="小票没有看"):
    ask_for_review(submission_id=matter.submission_id, matter_id=matter.id, text=text)


def decide(matter, staff, outcome=MatterOutcome.SOLVED):
    result = ReviewResult.CHANGED if outcome else ReviewResult.UPHELD
    reviews.decide_review(
        matter=matter, staff=staff, review_result=result, outcome=outcome, **DECISION
    )


def test_a_matter_is_not_closed_without_measures_and_basis(client, handler):
    matter = taken_up(handler.bureau, handler, ComplaintKind.COMPLAINT)
    sign_in(client, handler)
    fields = {"close-outcome": "solved", "close-text": "已退款。"}
    page = client.submit(desk_page(client, matter), fields, action="/close")
    assert page.status_code == 400
    assert "请写明采取了什么措施" in page.body_text
    assert "请写明依据" in page.body_text
    assert matter.status is MatterStatus.IN_PROGRESS


def test_an_answer_says_what_was_done_and_why_and_is_reviewed_once_and_in_time(
    client, matter, frozen_clock
):
    page = followed(client, matter)
    for words in ("部分解决", "约谈商家。", "双方协商。", "不满意，申请复核投诉"):
        assert words in page.body_text
    address = f"/complaints/track/review/{matter.id}"
    page = client.post_form(address, {"text": "小票没有看"})
    assert "2026年3月25日前答复" in page.body_text
    with pytest.raises(ConflictError, match="已经申请过了"):
        ask(matter)
    other = make_matter(status=MatterStatus.CLOSED, outcome=MatterOutcome.UNFOUNDED)
    other.closed_on = other.received_on
    frozen_clock.shift(timedelta(days=31))
    with pytest.raises(ConflictError, match="期限已过"):
        ask(other)


def test_an_open_matter_has_nothing_to_review(client):
    matter = make_matter()
    with pytest.raises(ConflictError, match="办结后"):
        ask(matter)
    followed(client, matter)
    page = client.get(f"/complaints/track/review/{matter.id}")
    assert "现在不能申请复核" in page.body_text


def test_nobody_looks_again_at_their_own_answer(client, matter, handler):
    ask(matter)
    with pytest.raises(NotAllowedError, match="没有办理过"):
        decide(matter, handler)
    sign_in(client, handler)
    page = desk_page(client, matter)
    assert "反映人申请复核：" in page.body_text
    assert not page.all("//form[contains(@action,'/review')]")
    take_over(client, make_staff(Role.HEAD, bureau=handler.bureau))
    page = desk_page(client, matter)
    assert page.all("//form[contains(@action,'/review')]")


def test_another_officer_changes_the_answer_and_the_reporter_judges_both_rounds(
    client, matter, handler
):
    make_rating(matter_id=matter.id, satisfaction=Satisfaction.UNSOLVED, manner=Manner.POOR)
    db.session.refresh(matter)
    ask(matter)
    sign_in(client, make_staff(bureau=handler.bureau))
    answer = {f"review-{name}": words for name, words in DECISION.items()}
    answer |= {"review-review_result": "changed"}
    page = client.submit(desk_page(client, matter), answer, action="/review")
    assert "请选择改变后的办理结果" in page.body_text
    page = client.submit(page, {**answer, "review-outcome": "solved"}, action="/review")
    assert "已作出复核答复" in page.body_text
    rounds = db.session.scalars(select(ClosingAnswer).order_by(ClosingAnswer.round)).all()
    assert [one.round for one in rounds] == [1, 2]
    outcomes = [one.outcome for one in rounds]
    assert outcomes == [MatterOutcome.PARTLY_SOLVED, MatterOutcome.SOLVED]
    assert matter.outcome is MatterOutcome.SOLVED
    assert rounds[0].staff_id != rounds[1].staff_id
    review = matter.review
    first = (review.first_satisfaction, review.first_manner)
    assert first == (Satisfaction.UNSOLVED, Manner.POOR)

    client.delete_cookie("mingjian")
    page = followed(client, matter)
    for words in ("复核结果：改变原答复", "责令退款。", DECISION["basis"], "约谈商家。"):
        assert words in page.body_text
    fields = {f"matter{matter.id}-satisfaction": "partly", f"matter{matter.id}-manner": "good"}
    client.submit(page, fields, action="/rate")
    assert db.session.scalars(select(Rating)).one().satisfaction is Satisfaction.PARTLY


def test_an_answer_that_is_upheld_also_by_the_coordination_office_stays_as_it_was(matter, handler):
    coordinator = make_staff(Role.COORDINATOR, bureau=make_coordination_office())
    ask(matter)
    decide(matter, coordinator, outcome=None)
    assert matter.outcome is MatterOutcome.PARTLY_SOLVED
    assert matter.review.result is ReviewResult.UPHELD
    with pytest.raises(ConflictError, match="没有待复核"):
        decide(matter, make_staff(bureau=handler.bureau))


def test_the_list_of_reviews_shows_those_of_ones_body_and_costs_the_same(
    client, matter, handler, count_statements
):
    ask(matter)
    sign_in(client, handler)
    client.get("/admin/answers/")  # the calendar is read once, and again after matters were closed
    with count_statements() as few:
        page = client.get("/admin/answers/")
    assert page.texts("//main//tbody//a") == [matter.number]
    for _ in range(3):
        other = make_matter(bureau=handler.bureau, status=MatterStatus.CLOSED)
        other.outcome, other.closed_on = MatterOutcome.UNFOUNDED, other.received_on
        ask(other)
    db.session.commit()
    client.get("/admin/answers/")
    with count_statements() as many:
        page = client.get("/admin/answers/")
    assert len(page.texts("//main//tbody//a")) == 4
    assert len(many) == len(few) <= 7
    take_over(client, make_staff(bureau=make_bureau()))
    assert "没有待复核的事项" in client.get("/admin/answers/").body_text


def test_a_visit_is_drawn_answered_and_counted_by_body(client, matter):
    coordinator = make_staff(Role.COORDINATOR, bureau=make_coordination_office())
    sign_in(client, coordinator)
    page = client.post_form("/admin/answers/visits", {"count": "0"}, action="/visits")
    assert "请填写 1 到 200 的整数" in page.body_text
    page = client.submit(page, {"count": "20"}, action="/visits")
    assert "已抽取 1 件" in page.body_text
    page = client.submit(page, {"count": "20"}, action="/visits")
    assert "都抽取过了" in page.body_text

    client.delete_cookie("mingjian")
    page = followed(client, matter)
    assert "质量强市办回访" in page.body_text
    answer = {"contacted": "yes", "true": "no", "satisfaction": "unsolved", "manner": "fair"}
    page = client.get(f"/complaints/track/visit/{matter.id}")
    page = client.submit(page, {"contacted": "yes"}, action="/visit/")
    assert page.title.startswith("错误：")
    page = client.submit(page, {**answer, "comment": "商家没有退"}, action="/visit/")
    assert "谢谢您的回答" in page.body_text
    assert client.get(f"/complaints/track/visit/{matter.id}").status_code == 404

    take_over(client, coordinator)
    page = client.get("/admin/answers/visits")
    assert page.texts("(//main//tbody)[1]/tr/td") == ["1", "1", "100%", "0%"]
    assert "不属实，没有解决，一般" in page.body_text


def test_the_body_never_sees_what_was_answered_to_a_visit(client, matter, handler):
    coordinator = make_staff(Role.COORDINATOR, bureau=make_coordination_office())
    reviews.draw_follow_ups(staff=coordinator, count=5)
    answer_follow_up(
        submission_id=matter.submission_id,
        matter_id=matter.id,
        was_contacted=False,
        is_true=False,
        satisfaction=Satisfaction.UNSOLVED,
        manner=Manner.VERY_POOR,
        comment="商家没有退",
    )
    sign_in(client, handler)
    page = desk_page(client, matter)
    assert "商家没有退" not in page.body_text
    assert client.get("/admin/answers/visits").status_code == 403


def test_only_what_was_closed_lately_is_drawn(matter, frozen_clock):
    coordinator = make_staff(Role.COORDINATOR, bureau=make_coordination_office())
    make_matter()
    frozen_clock.shift(timedelta(days=91))
    with pytest.raises(ConflictError, match="没有可以回访的"):
        reviews.draw_follow_ups(staff=coordinator, count=5)
    frozen_clock.shift(timedelta(days=-91))
    assert reviews.draw_follow_ups(staff=coordinator, count=5) == 1
    assert db.session.scalars(select(FollowUp.matter_id)).all() == [matter.id]


def test_a_draw_leaves_no_body_out():
    items = [("large", number) for number in range(50)] + [("small", 100), ("tiny", 200)]
    drawn = in_turns(items, 5)
    assert {100, 200} < set(drawn)
    assert Counter(drawn).most_common(1)[0][1] == 1
    assert in_turns(items[:2], 5) == [1, 0]
