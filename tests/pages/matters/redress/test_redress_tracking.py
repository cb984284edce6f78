"""Tracking an objection or a repair by number and code."""

import re

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.redress.models import RedressFile
from app.matters.redress.rules import RedressKind, RedressStatus
from tests.support.factories import make_bureau, make_case
from tests.support.redress_desk import CODE, PERSON, answer_all, make_application

WRONG = "登记编号或查询码不对"

pytestmark = pytest.mark.usefixtures("frozen_clock")


def sign_in(client, number, code=CODE):
    return client.post_form("/redress/track", {"number": number, "code": code})


@pytest.fixture
def application(app):
    return make_application()


def test_the_page_tells_state_and_deadline_and_is_kept_nowhere(client, application, frozen_clock):
    page = sign_in(client, application.number)
    assert "待受理" in page.body_text
    assert "10 个工作日内办结" in page.body_text
    assert "2026年3月18日前作出决定" in page.body_text
    assert "周末" in page.body_text
    assert application.bureau.name in page.body_text
    assert PERSON["phone"] not in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"
    assert application.number not in page.title
    frozen_clock.shift(30 * 24 * 3600)
    assert "已超过期限" in sign_in(client, application.number).body_text


def test_a_number_opens_with_or_without_its_letter_and_wrong_ones_are_answered_alike(
    client, application
):
    wrong_code = sign_in(client, application.number, "0000000000000000")
    wrong_number = sign_in(client, "Y20200101-99999")
    assert WRONG in wrong_code.body_text

    def plain(page):
        return re.sub(r'value="[^"]*"', "", page.get_data(as_text=True))

    assert plain(wrong_code) == plain(wrong_number)
    for spelling in (application.number, application.number[1:], application.number.lower()):
        assert sign_in(client, spelling).request.path == "/redress/track/application"


def test_leaving_and_half_an_hour_close_it_in_this_browser(client, application, frozen_clock):
    client.submit(sign_in(client, application.number), action="/leave")
    page = client.get("/redress/track/application", follow_redirects=True)
    assert page.request.path == "/redress/track"
    sign_in(client, application.number)
    frozen_clock.shift(31 * 60)
    page = client.get("/redress/track/application", follow_redirects=True)
    assert "已退出查询" in page.body_text


def test_withdrawing_asks_first_stops_the_clock_and_unmarks_the_record(client):
    application = make_application(status=RedressStatus.ACCEPTED, accepted_on=clock.today())
    application.record.objected_on = clock.today()
    db.session.commit()
    sign_in(client, application.number)
    assert "也不能恢复" in client.get("/redress/track/withdraw").body_text
    assert application.status is RedressStatus.ACCEPTED
    page = client.post_form("/redress/track/withdraw")
    assert "您已于2026年3月4日撤回" in page.body_text
    assert (application.status, application.due_on) == (RedressStatus.WITHDRAWN, None)
    assert application.record.objected_on is None
    assert "不能再撤回" in client.get("/redress/track/withdraw").body_text


def test_a_repair_taken_back_leaves_the_mark_of_an_objection(client):
    application = make_application(RedressKind.REPAIR, status=RedressStatus.ACCEPTED)
    application.record.objected_on = clock.today()
    db.session.commit()
    sign_in(client, application.number)
    client.post_form("/redress/track/withdraw")
    assert application.record.objected_on == clock.today()


def test_files_come_as_attachments_and_only_to_who_handed_them_in(client):
    case = make_case(deciding_bureau_id=make_bureau().id)
    page = client.submit(answer_all(client, f"case-{case.id}", case.uscc))
    number, code = page.texts("//dl[@class='mj-code']/dd")
    sign_in(client, number, code)
    file = db.session.scalars(select(RedressFile)).one()
    answer = client.get(f"/redress/track/files/{file.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sign_in(client, make_application().number)
    assert client.get(f"/redress/track/files/{file.id}").status_code == 404
