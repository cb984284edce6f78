"""What staff bring from the spot, cleaned as a reporter's files are; and how it is looked at."""

import io

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.files.uploads import store_uploads, sweep_files
from app.matters.complaints.intake.queries import evidence_files
from app.matters.complaints.matter.models.handling import MatterEvent, SiteEvidence
from app.matters.complaints.matter.models.submissions import Evidence
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import MatterStatus
from tests.support.complaint_factories import make_matter
from tests.support.factories import make_staff
from tests.support.matter_desk import followed
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")

GPS = 0x8825
MAKER = "手机厂商"


def photo():
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif[GPS] = {1: "N", 2: (27.0, 59.0, 0.0)}
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


@pytest.fixture
def matter(bureau):
    return make_matter(bureau=bureau)


@pytest.fixture
def at_desk(client, bureau):
    staff = make_staff(bureau=bureau, full_name="陈承办")
    sign_in(client, staff)
    return staff


def address(matter):
    return f"/admin/complaints/{matter.number}"


def bring(client, matter, *files, **fields):
    page = client.get(address(matter))
    sent = [(io.BytesIO(data), name) for data, name in files]
    first, rest = sent[:1], sent[1:]
    named = {f"attach-{name}": value for name, value in fields.items()}
    nothing = (io.BytesIO(b""), "")
    chosen = {"attach-photo": first[0] if first else nothing, "attach-files": rest or [nothing]}
    return client.submit(page, {**chosen, **named}, action="/attach")


def test_a_photograph_from_the_spot_is_kept_without_its_position_for_staff_alone(
    client, matter, at_desk, frozen_clock
):
    page = bring(client, matter, (photo(), "货架.jpg"), (photo(), "门头.jpg"), note="三楼货架")
    assert "已保存 2 个现场文件" in page.body_text
    assert "现场材料 2 件" in page.body_text
    assert "三楼货架" in page.body_text
    evidence = db.session.scalars(select(SiteEvidence)).first()
    shown = client.get(f"{address(matter)}/evidence/{evidence.upload_id}/view")
    with Image.open(io.BytesIO(shown.data)) as image:
        assert dict(image.getexif()) == {}
    assert MAKER.encode() not in shown.data
    assert (evidence.staff_id, evidence.matter_id) == (at_desk.id, matter.id)
    events = db.session.scalars(select(MatterEvent.kind).where(~MatterEvent.is_visible_to_reporter))
    assert list(events) == [MatterEventKind.SITE_EVIDENCE]
    assert "matter.attach" in db.session.scalars(select(AuditEvent.action)).all()
    assert evidence.upload_id in evidence_files(), "the sweep takes what nobody remembers"
    client.delete_cookie("mingjian")
    followed_page = followed(client, matter)
    assert matter.submission.number in followed_page.body_text
    assert not [word for word in ("货架", "现场材料") if word in followed_page.text]
    frozen_clock.shift(3 * 24 * 3600)
    assert sweep_files() == 0


def test_adding_a_photograph_does_not_make_a_colleagues_page_old(client, matter, at_desk):
    old = client.get(address(matter))
    bring(client, matter, (photo(), "货架.jpg"))
    page = client.submit(old, {"reply-text": "已到现场核查。"}, action="/reply")
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "请先拍照或者选择文件"),
        ([(b"MZ not a picture", "x.jpg")], "请选择 jpg、png、webp 或 pdf 文件"),
    ],
)
def test_what_is_no_photograph_is_refused_in_words(client, matter, at_desk, files, words):
    page = bring(client, matter, *files, note="说明还在")
    assert page.status_code == 400
    assert words in page.body_text
    assert page.one("//input[@name='attach-note']").value == "说明还在"
    assert db.session.scalars(select(SiteEvidence)).all() == []


def test_an_ended_matter_takes_no_more_files(client, matter, at_desk):
    old = client.get(address(matter))
    matter.status = MatterStatus.CLOSED
    page = client.submit(old, {"attach-photo": (io.BytesIO(photo()), "晚.jpg")}, action="/attach")
    assert page.status_code == 400
    assert db.session.scalars(select(SiteEvidence)).all() == []
    assert not client.get(address(matter)).all("//form[contains(@action,'/attach')]")


def test_files_of_another_body_do_not_exist(client, matter, at_desk):
    bring(client, matter, (photo(), "货架.jpg"))
    evidence = db.session.scalars(select(SiteEvidence)).one()
    other = make_matter(bureau=at_desk.bureau)
    wrong = f"{address(other)}/evidence/{evidence.upload_id}"
    assert client.get(wrong).status_code == 404
    client.delete_cookie("mingjian")
    sign_in(client, make_staff())
    for tail in ("", f"/{evidence.upload_id}", f"/{evidence.upload_id}/view"):
        assert client.get(f"{address(matter)}/evidence{tail}").status_code == 404, tail


def test_a_file_stands_beside_the_text_and_leads_to_the_next(client, matter, at_desk):
    assert "这件事项没有文件" in client.get(f"{address(matter)}/evidence").body_text
    handed_in = store_uploads([FileStorage(io.BytesIO(photo()), filename="标签.jpg")])
    matter.submission.evidence.append(Evidence.of(handed_in[0]))
    bring(client, matter, (photo(), "货架.jpg"))
    page = client.get(f"{address(matter)}/evidence")
    assert matter.submission.narrative in page.body_text
    assert "第 1 件，共 2 件：标签.jpg" in page.body_text
    picture = page.one("//img[@class='mj-shown']").get("src")
    shown = client.get(picture)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Content-Disposition"].startswith("inline")
    newest = select(AuditEvent.action, AuditEvent.object_id).order_by(AuditEvent.id.desc()).limit(2)
    actions = [row.action for row in db.session.execute(newest)]
    assert actions == ["file.downloaded", "matter.opened"]
    page = client.get(page.one("//a[@rel='next']").get("href"))
    assert "第 2 件，共 2 件：货架.jpg" in page.body_text
    assert "现场材料，陈承办上传" in page.body_text
    assert client.get(f"{address(matter)}/evidence?file=nothing").status_code == 404
