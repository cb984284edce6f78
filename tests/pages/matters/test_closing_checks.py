"""四不放过: a report with findings is closed when each of the four is shown, or let go."""

import json

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.matters.complaints.handling.services import findings
from app.matters.complaints.matter.models.handling import ClosingCheck, ClosingFile
from app.matters.complaints.matter.rules.outcomes import (
    CheckState,
    ClosingItem,
    MatterOutcome,
    NotFiledGround,
)
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.people.rules import Role
from tests.support.citizens import photo
from tests.support.complaint_factories import make_matter, show_all_items
from tests.support.factories import make_staff
from tests.support.matter_desk import close, file_case, file_none, followed, taken_up
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")

FOUND = "现场检查笔录载明，库存四瓶均有两层标签。"
WHY = "首次违法、情节轻微并已改正，依法不予处罚。"


@pytest.fixture
def matter(bureau, handler, head):
    return taken_up(bureau, handler, ComplaintKind.VIOLATION_REPORT)


def page_of(matter):
    return f"/admin/complaints/{matter.number}/checks"


def end(matter, staff, outcome=MatterOutcome.CASE_FILED):
    """The report is decided on, if that is still to be done, and closed."""
    grounds = {
        MatterOutcome.CORRECTED: NotFiledGround.MINOR,
        MatterOutcome.UNFOUNDED: NotFiledGround.NO_VIOLATION,
    }
    if matter.status is MatterStatus.IN_PROGRESS and outcome in grounds:
        file_none(matter, staff, grounds[outcome])
    elif matter.status is MatterStatus.IN_PROGRESS:
        file_case(matter, staff)
    close(matter, staff, outcome)


def show(matter, staff, *items):
    for item in items:
        findings.show_item(matter=matter, staff=staff, item=item, text=FOUND, files=[])


def ask(matter, staff, item=ClosingItem.PUNISHMENT):
    findings.ask_to_waive(matter=matter, staff=staff, item=item, reason=WHY)


def answer(matter, staff, *, is_granted):
    item = ClosingItem.PUNISHMENT
    findings.answer_waiver(matter=matter, staff=staff, item=item, is_granted=is_granted, reason="")


@pytest.mark.parametrize(
    "outcome", [MatterOutcome.CASE_FILED, MatterOutcome.CORRECTED, MatterOutcome.NO_PENALTY]
)
def test_a_report_with_findings_is_not_closed_with_one_of_the_four_open(matter, handler, outcome):
    left = list(ClosingItem)
    while left:
        open_ones = "、".join(item.label for item in left)
        with pytest.raises(ConflictError, match=f"还差：{open_ones}。"):
            end(matter, handler, outcome)
        db.session.refresh(matter)
        assert matter.status is not MatterStatus.CLOSED
        show(matter, handler, left.pop())
    end(matter, handler, outcome)
    assert matter.status is MatterStatus.CLOSED


def test_a_report_without_findings_and_a_complaint_are_closed_without_the_four(
    client, bureau, matter, handler
):
    show(matter, handler, ClosingItem.FACTS)
    end(matter, handler, MatterOutcome.UNFOUNDED)
    complaint = taken_up(bureau, handler, ComplaintKind.COMPLAINT)
    close(complaint, handler, MatterOutcome.SOLVED)
    assert matter.status is complaint.status is MatterStatus.CLOSED
    assert not followed(client, matter).all("//ul[@aria-label='四不放过']")


def test_a_minor_violation_is_not_closed_as_if_nothing_was_found(matter, handler):
    file_none(matter, handler, NotFiledGround.MINOR)
    with pytest.raises(InvalidInputError, match="查无实据"):
        end(matter, handler, MatterOutcome.UNFOUNDED)
    assert matter.status is MatterStatus.NOT_FILED


def test_an_item_is_let_go_by_the_head_and_by_nobody_who_asked(bureau, matter, handler, head):
    show(matter, handler, ClosingItem.FACTS, ClosingItem.HAZARD, ClosingItem.RECTIFICATION)
    ask(matter, head)
    for person in (handler, head):
        with pytest.raises(NotAllowedError):
            answer(matter, person, is_granted=True)
    with pytest.raises(NotFoundError):
        answer(matter, make_staff(Role.HEAD), is_granted=True)
    with pytest.raises(ConflictError, match="违法者受到惩处"):
        end(matter, handler, MatterOutcome.CORRECTED)
    answer(matter, make_staff(Role.HEAD, bureau=bureau), is_granted=True)
    end(matter, handler, MatterOutcome.CORRECTED)
    assert matter.status is MatterStatus.CLOSED


def test_a_refused_waiver_says_why_and_can_be_shown_or_asked_for_again(
    client, matter, handler, head
):
    ask(matter, handler)
    sign_in(client, head)
    page = client.get(page_of(matter))
    fields = {"answer_waiver-punishment-is_granted": "no"}
    refused = client.submit(page, fields, action="/punishment/answer")
    assert "不同意的，请写明理由" in refused.body_text
    fields["answer_waiver-punishment-reason"] = "已造成危害，不属于轻微。"
    page = client.submit(page, fields, action="/punishment/answer")
    assert "不同意免予" in page.body_text
    assert "已造成危害" in page.body_text
    ask(matter, handler)
    show(matter, handler, ClosingItem.PUNISHMENT)
    check = db.session.scalars(select(ClosingCheck)).one()
    assert (check.state, check.approver_id, check.answer) == (CheckState.SHOWN, None, None)


def test_what_is_shown_needs_words_and_may_have_files(client, matter, handler):
    sign_in(client, handler)
    page = client.get(page_of(matter))
    refused = client.submit(page, {"show_item-facts-text": "是"}, action="/facts/show")
    assert refused.status_code == 400
    assert "查证情况应为 5 至 2000 字" in refused.body_text
    fields = {"show_item-facts-text": FOUND, "show_item-facts-files": [photo("笔录.jpg")]}
    page = client.submit(page, fields, action="/facts/show")
    assert FOUND in page.body_text
    (link,) = page.all("//a[contains(.,'笔录.jpg')]")
    assert client.get(link.get("href")).status_code == 200
    assert db.session.scalars(select(ClosingFile)).one().media_type == "image/jpeg"
    other = make_matter(bureau=handler.bureau)
    wrong = link.get("href").replace(matter.number, other.number)
    assert client.get(wrong).status_code == 404
    take_over(client, make_staff())
    assert client.get(link.get("href")).status_code == 404


def test_an_item_that_does_not_exist_and_a_complaint_have_no_page(client, bureau, matter, handler):
    complaint = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    sign_in(client, handler)
    assert client.get(page_of(complaint)).status_code == 404
    token = client.get(page_of(matter)).all("//input[@name='csrf_token']")[0].value
    answer = client.post(f"{page_of(matter)}/nothing/show", data={"csrf_token": token})
    assert answer.status_code == 404


def test_the_reporter_sees_four_ticks_and_no_word_of_what_was_shown(client, matter, handler, head):
    assert not followed(client, matter).all("//ul[@aria-label='四不放过']")
    file_case(matter, handler)
    page = followed(client, matter)
    ticks = [f"{item.label}：尚未完成" for item in ClosingItem]
    assert [text.strip() for text in page.texts("//ul[@aria-label='四不放过']/li")] == ticks
    show(matter, handler, ClosingItem.FACTS)
    ask(matter, handler)
    asked = followed(client, matter)
    assert "案情查清：已经查证" in asked.body_text
    assert "违法者受到惩处：尚未完成" in asked.body_text
    answer(matter, head, is_granted=True)
    page = followed(client, matter)
    assert "违法者受到惩处：经批准免予" in page.body_text
    assert not any(words in page.text for words in (FOUND, WHY, handler.full_name))


def test_what_was_shown_is_encrypted(matter, handler):
    show(matter, handler, ClosingItem.FACTS)
    texts = db.session.execute(select(ClosingCheck.__table__.c.text).select_from(ClosingCheck))
    assert texts.scalar_one() == FOUND
    raw = db.session.connection().exec_driver_sql("SELECT text FROM closing_checks").scalar_one()
    assert FOUND not in raw


@pytest.mark.parametrize(("waived", "shown"), [(3, "3"), (1, None)])
def test_waivers_are_counted_publicly_for_each_body_but_fewer_than_three_are_kept_back(
    client, bureau, handler, head, waived, shown
):
    for number in range(3):
        matter = taken_up(bureau, handler, ComplaintKind.VIOLATION_REPORT)
        show_all_items(matter, handler)
        if number < waived:
            (check,) = [one for one in matter.checks if one.item is ClosingItem.PUNISHMENT]
            check.state, check.approver_id = CheckState.WAIVED, head.id
        end(matter, handler, MatterOutcome.CORRECTED)
    if shown:
        page = client.get(f"/evaluation?year={clock.today().year}")
        assert page.texts(f"//tr[th[contains(., '{bureau.name}')]]/td")[-1] == shown
    data = json.loads(client.get("/evaluation?format=json", buffered=True).data)
    (row,) = [item for item in data["items"] if item["bureau"] == bureau.name]
    assert row["waived"] == (int(shown) if shown else None)
