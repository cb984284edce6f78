"""A matter that was not accepted is looked at again, once, and handled after all."""

from datetime import date, timedelta

import pytest

from app.kernel import clock
from app.kernel.errors import ConflictError, NotAllowedError
from app.matters.complaints.handling.services import handling, reviews
from app.matters.complaints.matter.rules.outcomes import (
    MatterDeclineGround,
    MatterOutcome,
    ReviewResult,
)
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus, MatterStep
from app.matters.complaints.reporter.services.tracking import ask_for_review
from tests.support.complaint_factories import make_matter
from tests.support.factories import make_staff
from tests.support.matter_desk import close, followed
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")

REASONS = {"text": "小票表明是为生活消费。", "basis": "《消费者权益保护法》第二条。"}


def ask(matter):
    ask_for_review(submission_id=matter.submission_id, matter_id=matter.id, text="小票没有看")


@pytest.fixture
def refused(handler):
    """A complaint that its handler has not accepted."""
    matter = make_matter(bureau=handler.bureau, kind=ComplaintKind.COMPLAINT)
    handling.decline_matter(
        matter=matter, staff=handler, ground=MatterDeclineGround.NOT_CONSUMER, text="没有消费凭证。"
    )
    return matter


def overturn(matter, staff, result=ReviewResult.CHANGED):
    reviews.decide_review(matter=matter, staff=staff, review_result=result, **REASONS)


def test_a_refusal_names_the_ways_of_law_and_can_be_reviewed_once(client, refused, frozen_clock):
    page = followed(client, refused)
    for words in ("没有消费凭证", "行政复议", "行政诉讼", "不服不予受理，申请复核"):
        assert words in page.body_text
    paper = refused.documents[-1]
    assert all(words in paper.content["text"] for words in ("申请一次复核", "行政复议"))
    page = client.post_form(f"/complaints/track/review/{refused.id}", {"text": "有小票。"})
    assert "2026年3月25日前答复" in page.body_text
    with pytest.raises(ConflictError, match="已经申请过了"):
        ask(refused)


def test_the_time_for_a_review_of_a_refusal_is_over_after_thirty_days(refused, frozen_clock):
    frozen_clock.shift(timedelta(days=31))
    with pytest.raises(ConflictError, match="期限已过"):
        ask(refused)


def test_another_officer_accepts_what_was_refused_and_its_clock_starts(
    client, refused, handler, frozen_clock
):
    ask(refused)
    frozen_clock.shift(timedelta(days=7))
    sign_in(client, make_staff(bureau=handler.bureau))
    page = client.get(f"/admin/complaints/{refused.number}")
    answer = {f"review-{name}": words for name, words in REASONS.items()}
    page = client.submit(page, {**answer, "review-review_result": "changed"}, action="/review")
    assert "已作出复核答复" in page.body_text
    assert refused.status is MatterStatus.IN_PROGRESS
    assert refused.closed_on is refused.handler_id is None
    assert refused.accepted_on == clock.today()
    due_on = date(2026, 5, 18)  # 45 working days by the rule of March
    assert (refused.step, refused.due_on) == (MatterStep.MEDIATE, due_on)
    page = followed(client, refused)
    for words in ("撤销不予受理，予以受理", "小票表明", "调解中", "投诉受理通知书"):
        assert words in page.body_text


def test_a_refusal_that_stands_stays_the_end_and_who_refused_does_not_look_again(
    client, refused, handler
):
    ask(refused)
    with pytest.raises(NotAllowedError, match="没有办理过"):
        overturn(refused, handler)
    overturn(refused, make_staff(bureau=handler.bureau), ReviewResult.UPHELD)
    assert refused.status is MatterStatus.DECLINED
    assert "维持不予受理" in followed(client, refused).body_text


def test_both_rounds_and_the_last_answer_are_kept_and_counted(
    client, refused, handler, frozen_clock
):
    ask(refused)
    frozen_clock.shift(timedelta(days=7))
    overturn(refused, make_staff(bureau=handler.bureau))
    frozen_clock.shift(timedelta(days=7))
    close(refused, handler, MatterOutcome.SOLVED)
    titles = [answer.title for answer in refused.answers]
    assert titles == ["不予受理决定", "复核答复", "办结答复"]
    assert refused.working_days_taken == 5, "between refusal and review no clock ran"
    page = followed(client, refused)
    assert all(title in page.body_text for title in titles)


def test_the_answer_after_an_overturned_refusal_can_be_reviewed_in_its_turn(
    client, refused, handler
):
    ask(refused)
    first, second = make_staff(bureau=handler.bureau), make_staff(bureau=handler.bureau)
    overturn(refused, first)
    with pytest.raises(ConflictError, match="才能申请复核"):
        ask(refused)
    close(refused, handler, MatterOutcome.PARTLY_SOLVED)
    assert "不满意，申请复核" in followed(client, refused).body_text
    page = client.get(f"/complaints/track/review/{refused.id}")
    assert page.texts("//h1") == ["申请复核投诉的答复"]
    client.post_form(f"/complaints/track/review/{refused.id}", {"text": "应当全退。"})
    with pytest.raises(ConflictError, match="已经申请过了"):
        ask(refused)
    with pytest.raises(NotAllowedError, match="没有办理过"):
        overturn(refused, first)
    changed = {"review_result": ReviewResult.CHANGED, "outcome": MatterOutcome.SOLVED}
    reviews.decide_review(matter=refused, staff=second, **changed, **REASONS)
    assert (refused.status, refused.outcome) == (MatterStatus.CLOSED, MatterOutcome.SOLVED)
    titles = [answer.title for answer in refused.answers]
    assert titles == ["不予受理决定", "复核答复", "办结答复", "复核答复"]
    page = followed(client, refused)
    assert all(words in page.body_text for words in ("撤销不予受理，予以受理", "改变原答复"))


def test_a_report_that_was_refused_is_verified_after_all(handler):
    report = make_matter(bureau=handler.bureau)
    ground = MatterDeclineGround.NOT_COMPETENT
    handling.decline_matter(matter=report, staff=handler, ground=ground, text="不属职责。")
    ask(report)
    overturn(report, make_staff(bureau=handler.bureau))
    assert (report.step, report.status) == (MatterStep.VERIFY, MatterStatus.IN_PROGRESS)
    assert report.due_on is not None
