"""A clock is stopped on a paper that is uploaded; staff of the matter read it, nobody else."""

from io import BytesIO

import pytest

from app.kernel.db.session import db
from app.matters.complaints.clocks.queries import pause_papers
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.rules.states import ComplaintKind
from tests.support.citizens import photo
from tests.support.factories import make_staff
from tests.support.matter_desk import actions, desk_page, followed, taken_up
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def report(bureau, handler):
    return taken_up(bureau, handler, ComplaintKind.VIOLATION_REPORT)


def stop(**changes):
    """What is sent to stop a clock: why, on which paper, and the paper itself."""
    form = {"pause_reason": "test", "document": "委托书温试检3号", "file": photo("委托书.jpg")}
    return {f"pause-{name}": value for name, value in {**form, **changes}.items()}


def test_staff_pause_from_the_day_of_the_act_resume_and_see_each_day(client, report, handler):
    sign_in(client, handler)
    forged = stop() | {"pause-first_day": "2026-02-01"}
    page = client.submit(desk_page(client, report), forged, action="/pause")
    assert "暂停计时" in page.texts("//main//h1/../..")[0] + page.body_text
    assert "resume" in actions(page)
    assert "pause" not in actions(page)
    page = client.submit(page, action="/resume")
    assert "已恢复计时" in page.body_text
    assert "委托书温试检3号" in page.body_text
    assert "第 15 个工作日" in page.body_text
    db.session.refresh(report)
    assert str(report.deadlines[-1].pauses[0].first_day) == "2026-03-04"


def test_the_paper_of_a_pause_is_kept_encrypted_for_the_staff_of_the_matter(
    client, report, handler, app
):
    sign_in(client, handler)
    page = client.submit(desk_page(client, report), stop(), action="/pause")
    paper = report.deadlines[-1].pauses[0].paper
    assert (paper.media_type, paper.name) == ("image/jpeg", "委托书.jpg")
    assert paper.upload_id in pause_papers(), "the sweeper takes what nobody remembers"
    assert any("委托书.jpg" in words for words in page.texts("//main//a"))
    address = f"/admin/complaints/{report.number}/evidence/{paper.upload_id}"
    assert client.get(address, buffered=True).data.startswith(b"\xff\xd8")
    stored = app.config["DATA_DIR"].rglob(f"{paper.upload_id}*")
    assert all(b"\xff\xd8\xff" not in file.read_bytes()[:16] for file in stored)
    assert "委托书.jpg" not in followed(client, report).text
    take_over(client, make_staff())
    assert client.get(address).status_code == 404


def test_a_test_is_waited_for_on_a_paper_that_is_there(client, report, handler):
    sign_in(client, handler)
    page = client.submit(desk_page(client, report), {"pause-pause_reason": "test"}, action="/pause")
    assert page.status_code == 400
    bad = (BytesIO(b"MZ\x90"), "委托书.exe")
    for file, words in (("", "请上传暂停所依据的文书"), (bad, "文件")):
        page = client.submit(page, stop(file=file), action="/pause")
        assert page.status_code == 409
        assert words in page.body_text
        assert "委托书温试检3号" in page.text
    assert not report.deadlines[-1].pauses


def test_material_is_waited_for_on_the_notice_that_the_site_issued(client, report, handler):
    handling.request_correction(matter=report, staff=handler, text="请补充小票。")
    sign_in(client, handler)
    form = stop(pause_reason="correction", file="")
    page = client.submit(desk_page(client, report), form, action="/pause")
    assert "已暂停计时" in page.body_text


def test_an_older_page_stops_no_clock(client, report, handler):
    sign_in(client, handler)
    seen = desk_page(client, report)
    handling.reply_to_reporter(matter=report, staff=handler, text="正在核查。")
    page = client.submit(seen, stop(), action="/pause")
    assert page.status_code == 409
    assert not report.deadlines[-1].pauses
    again = {"pause-file": photo("委托书.jpg")}
    assert "已暂停计时" in client.submit(page, again, action="/pause").body_text
    assert report.deadlines[-1].pauses[0].document == "委托书温试检3号"
