"""Tracking by number and code: what the reporter sees, and what strangers do not."""

import io
import re
import statistics
import time

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.crypto.tracking_codes import hash_code
from app.kernel.db.session import db
from app.matters.complaints.matter.models.answers import PublicReply, Rating
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.models.submissions import Evidence
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.complaints.reporter.views import tracked
from tests.support.citizens import PERSON, answer_all, photo
from tests.support.complaint_factories import CODE, make_matter, make_submission
from tests.support.factories import make_bureau, make_staff

WRONG = "登记编号或查询码不对"


def sign_in(client, number, code=CODE):
    return client.post_form("/complaints/track", {"number": number, "code": code})


@pytest.fixture
def matter(app):
    return make_matter(kind=ComplaintKind.COMPLAINT)


def closed(matter):
    matter.status, matter.outcome = MatterStatus.CLOSED, MatterOutcome.MEDIATED
    matter.closed_on, matter.due_on = clock.today(), None
    matter.working_days_taken, matter.met_deadline = 3, True
    return matter


def test_the_code_of_the_receipt_opens_the_submission(client):
    page = client.submit(answer_all(client, kind="both"))
    number, code = page.texts("//dl[@class='mj-code']/dd")
    page = sign_in(client, f"T{number}", code)
    assert page.request.path == "/complaints/track/matter"
    assert "酱油换贴生产日期标签" in page.body_text
    assert "个工作日内答复" in page.body_text
    assert "这个日期怎么算的" in page.body_text
    assert PERSON["name"] not in page.body_text


def test_wrong_number_and_wrong_code_get_the_same_answer(client, matter):
    number = matter.submission.number
    wrong_code = sign_in(client, number, "0000000000000000")
    wrong_number = sign_in(client, "20200101-99999")
    assert WRONG in wrong_code.body_text

    def plain(page):
        return re.sub(r'value="[^"]*"', "", page.get_data(as_text=True))

    assert plain(wrong_code) == plain(wrong_number)


def test_wrong_number_and_wrong_code_take_the_same_time(app):
    number = make_submission(code_hash=hash_code(CODE)).number

    def seconds(asked):
        started = time.perf_counter()
        assert tracked.opened_by(number=asked, code="0000000000000000") is None
        return time.perf_counter() - started

    known = statistics.median(seconds(number) for _ in range(7))
    unknown = statistics.median(seconds("20200101-99999") for _ in range(7))
    assert 1 / 3 < known / unknown < 3


def test_a_number_is_found_however_it_is_written(client, matter):
    number = matter.submission.number
    for spelling in (number, f"T{number}", f" {number} ", number.replace("-", "")):
        assert sign_in(client, spelling).request.path == "/complaints/track/matter"


def test_the_pages_are_not_kept_name_no_number_and_close_when_left(client, matter):
    page = sign_in(client, matter.submission.number)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert matter.submission.number not in page.title
    client.submit(page, action="/leave")
    page = client.get("/complaints/track/matter", follow_redirects=True)
    assert page.request.path == "/complaints/track"


def test_the_reporter_reads_the_body_and_never_the_person(client, matter):
    staff = make_staff(full_name="周承办", bureau=matter.bureau)
    by = {"staff_id": staff.id, "bureau_id": matter.bureau_id, "at": clock.now()}
    matter.replies.append(PublicReply(text="请来领取", **by))
    hidden = {"kind": MatterEventKind.ASSIGNED, "is_visible_to_reporter": False}
    matter.events.append(MatterEvent(text="周承办", **hidden, **by))
    page = sign_in(client, matter.submission.number)
    assert "请来领取" in page.body_text
    assert matter.bureau.name in page.body_text
    assert "周承办" not in page.get_data(as_text=True)


def test_added_material_reaches_the_matter_and_ends_the_waiting(client, matter):
    matter.status = MatterStatus.WAITING_REPORTER
    page = sign_in(client, matter.submission.number)
    page = client.submit(
        page, {"text": "补充付款截图", "files": [photo("付款.jpg")]}, action="/material"
    )
    assert "补充付款截图" in page.body_text
    assert "付款.jpg" in page.body_text
    assert matter.status is MatterStatus.NEW
    assert db.session.scalars(select(Evidence)).one().submission_id == matter.submission_id


def test_what_concerns_both_tracks_is_told_once(client, matter):
    make_matter(submission=matter.submission)
    page = sign_in(client, matter.submission.number)
    page = client.submit(page, {"text": "补充付款截图"}, action="/material")
    titles = page.texts("//ol[@class='mj-line mt-3']/li//b")
    assert titles.count("已补充材料") == 1
    assert titles.count("已提交") == 1


def test_nothing_or_a_wrong_file_is_refused_beside_it_and_the_words_are_kept(client, matter):
    page = sign_in(client, matter.submission.number)
    page = client.submit(page, {}, action="/material")
    assert page.title.startswith("错误：")
    assert "请写明补充的情况" in page.body_text
    wrong = (io.BytesIO(b"no picture"), "备忘.txt")
    page = client.submit(page, {"text": "补充付款截图", "files": [wrong]}, action="/material")
    assert page.one("//textarea[@id='text']").text.strip() == "补充付款截图"
    assert page.one("//input[@id='files']").get("aria-invalid") == "true"
    assert page.one("//textarea[@id='text']").get("aria-invalid") is None


def test_files_come_as_attachments_and_only_to_their_reporter(client, matter):
    page = sign_in(client, matter.submission.number)
    client.submit(page, {"text": "图", "files": [photo("付款.jpg")]}, action="/material")
    evidence = db.session.scalars(select(Evidence)).one()
    answer = client.get(f"/complaints/track/files/{evidence.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")

    other = make_matter()
    sign_in(client, other.submission.number)
    assert client.get(f"/complaints/track/files/{evidence.id}").status_code == 404


def test_withdrawing_asks_first_and_stops_the_clock_of_ones_own_matter(client, matter):
    other = make_matter()
    sign_in(client, matter.submission.number)
    assert client.get(f"/complaints/track/withdraw/{other.id}").status_code == 404
    page = client.post_form(f"/complaints/track/withdraw/{matter.id}")
    assert "您已于" in page.body_text
    assert matter.status is MatterStatus.WITHDRAWN
    assert matter.due_on is None
    assert all(deadline.met_on for deadline in matter.deadlines)


def test_result_and_manner_are_rated_apart_and_once(client, matter):
    closed(matter)
    page = sign_in(client, matter.submission.number)
    fields = {f"matter{matter.id}-manner": "good"}
    page = client.submit(page, fields, action="/rate")
    assert "请选择问题是否解决" in page.body_text
    fields |= {f"matter{matter.id}-satisfaction": "unsolved"}
    page = client.submit(page, fields, action="/rate")
    rating = db.session.scalars(select(Rating)).one()
    assert (rating.satisfaction.value, rating.manner.value) == ("unsolved", "good")
    assert "结果：没有解决；态度：满意" in page.body_text
    assert not page.all("//form[contains(@action, '/rate')]")


def test_an_overdue_matter_says_so(client, frozen_clock):
    matter = make_matter(bureau=make_bureau())
    frozen_clock.shift(60 * 24 * 3600)
    page = sign_in(client, matter.submission.number)
    assert "已超过期限" in page.body_text


def test_the_consent_to_publication_can_be_taken_back(client, matter):
    closed(matter)
    matter.submission.consents_to_publication = True
    matter.is_public, matter.public_title, matter.public_summary = True, "题", "述"
    assert client.get(f"/complaints/closed/{matter.id}").status_code == 200
    page = sign_in(client, matter.submission.number)
    client.submit(page, action="/unpublish")
    assert client.get(f"/complaints/closed/{matter.id}").status_code == 404
    assert not db.session.get(Matter, matter.id).is_public
