"""The papers of an objection or a repair: made of its data, numbered, and kept as they were."""

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.files.papers import can_make_pdf
from app.matters.redress.models import RedressDocument
from app.matters.redress.rules import RedressDocumentKind, RedressKind, RedressOutcome
from tests.support.factories import make_bureau, make_case, make_staff
from tests.support.redress_desk import CODE, accepted, decide, desk_page, make_application
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def bureau(app):
    return make_bureau(name="试验市监管局", short_name="试验局")


def follow(client, application):
    return client.post_form("/redress/track", {"number": application.number, "code": CODE})


def read_paper(client, application, title):
    (link,) = follow(client, application).all(f"//a[contains(.,'{title}')]")
    return client.get(link.get("href"))


def papers():
    return db.session.scalars(select(RedressDocument).order_by(RedressDocument.id)).all()


def test_accepting_gives_a_paper_that_both_sides_read(client, bureau, handler):
    application = make_application(bureau=bureau)
    sign_in(client, handler)
    page = client.submit(client.get(desk_page(application)), action="/accept")
    (link,) = page.all("//a[contains(.,'异议受理通知书')]")
    shown = client.get(link.get("href"))
    read = read_paper(client, application, "异议受理通知书")
    for page in (shown, read):
        assert "试验局信办〔2026〕1号" in page.body_text
        assert "10 个工作日内，即 2026 年 3 月 18 日前作出决定" in page.body_text
        assert "标注“异议处理中”" in page.body_text
        assert application.party in page.body_text
        assert handler.full_name not in page.all("//article")[0].text_content()


def test_not_accepting_names_ground_reason_and_remedy(client, bureau, handler):
    application = make_application(bureau=bureau)
    sign_in(client, handler)
    fields = {"decline-text": "申请书没有盖章。", "decline-ground": "no_material"}
    client.submit(client.get(desk_page(application)), fields, action="/decline")
    page = read_paper(client, application, "异议不予受理通知书")
    assert "材料不全，或者没有加盖公章、签字，本机关决定不予受理" in page.body_text
    assert "申请书没有盖章。" in page.body_text
    assert "行政复议" in page.body_text


@pytest.mark.parametrize(
    ("kind", "outcome", "says", "has_remedy"),
    [
        (RedressKind.REPAIR, RedressOutcome.GRANTED, "准予信用修复，该记录自即日起终止公示", False),
        (RedressKind.REPAIR, RedressOutcome.REFUSED, "不予信用修复，该记录继续公示", True),
        (RedressKind.OBJECTION, RedressOutcome.TAKEN_DOWN, "该记录自即日起撤下", False),
        (RedressKind.OBJECTION, RedressOutcome.UNFOUNDED, "异议不成立，维持公示", True),
    ],
)
def test_the_decision_says_what_was_decided(
    client, bureau, handler, head, kind, outcome, says, has_remedy
):
    case = make_case(deciding_bureau_id=bureau.id, earliest_repair_on=clock.today())
    application = accepted(bureau, handler, kind, record=case)
    sign_in(client, head)
    decide(client, application, outcome, "核对了决定书。\n\n也核对了缴款凭证。")
    page = read_paper(client, application, f"{kind.label}决定书")
    assert says in page.body_text
    assert "本机关于 2026 年 3 月 4 日受理" in page.body_text
    assert "也核对了缴款凭证。" in page.body_text
    assert ("行政复议" in page.body_text) is has_remedy


def test_numbers_run_on_within_a_body_and_a_year(client, bureau, handler, head, frozen_clock):
    other = make_bureau(short_name="旁局")
    for body in (bureau, other, bureau):
        accepted(body, make_staff(bureau=body))
    frozen_clock.shift(310 * 24 * 3600)
    accepted(bureau, handler)
    assert [paper.number for paper in papers()] == [
        "试验局信办〔2026〕1号",
        "旁局信办〔2026〕1号",
        "试验局信办〔2026〕2号",
        "试验局信办〔2027〕1号",
    ]


def test_a_paper_says_for_ever_what_it_said(client, bureau, handler):
    application = accepted(bureau, handler)
    title = application.record.title
    application.record.title = "更正以后的案名"
    application.record.decision_number = "别号"
    page = read_paper(client, application, "异议受理通知书")
    assert title in page.body_text
    assert "别号" not in page.body_text


def test_papers_are_for_both_sides_alone(client, bureau, handler):
    paper = accepted(bureau, handler).documents[0]
    application = make_application(bureau=bureau)
    assert client.get(f"/redress/track/papers/{paper.id}").status_code == 302
    follow(client, application)
    assert client.get(f"/redress/track/papers/{paper.id}").status_code == 404
    sign_in(client, make_staff())
    assert client.get(f"/admin/redress/{application.number}/papers/{paper.id}").status_code == 404
    take_over(client, handler)
    assert client.get(f"/admin/redress/{application.number}/papers/{paper.id}").status_code == 404


def test_a_paper_is_a_file_where_these_can_be_made(client, bureau, handler, monkeypatch):
    application = accepted(bureau, handler)
    page = read_paper(client, application, "受理通知书")
    address = f"{page.request.path}/pdf"
    monkeypatch.setattr("app.kernel.files.papers.can_make_pdf", lambda: False)
    assert "下载 PDF" not in client.get(page.request.path).body_text
    assert client.get(address).status_code == 303
    monkeypatch.undo()
    if can_make_pdf():
        assert client.get(address).get_data().startswith(b"%PDF-")
    assert papers()[0].kind is RedressDocumentKind.ACCEPTANCE
