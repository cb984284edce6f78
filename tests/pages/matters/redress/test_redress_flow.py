"""Objecting to a record, and asking to have it repaired: the public form."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.redress.models import RedressApplication, RedressFile
from app.matters.redress.rules import RedressKind, RedressStatus
from app.people.models import BureauSuccession
from app.publishing.life.rules import PublicationStatus
from app.records.companies.rules import PartyKind
from app.records.credit.rules import ListKind
from tests.support.factories import (
    make_bureau,
    make_case,
    make_company,
    make_coordination_office,
    make_credit_entry,
    make_licence,
)
from tests.support.redress_desk import PERSON, WRONG, answer_all, seal

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def case(app):
    make_coordination_office()
    return make_case(
        deciding_bureau_id=make_bureau(name="试验监管局").id, earliest_repair_on=clock.today()
    )


def ref(case):
    return f"case-{case.id}"


def applications():
    return db.session.scalars(select(RedressApplication)).all()


def test_each_record_leads_to_its_form(client):
    for make, folder, kind in (
        (make_case, "cases", "case"),
        (make_credit_entry, "credit", "entry"),
        (make_licence, "licences", "licence"),
    ):
        record = make()
        page = client.get(f"/{folder}/{record.id}")
        page = client.get(page.all(f"//a[contains(@href,'{kind}-{record.id}')]")[0].get("href"))
        assert record.company.name in page.body_text
        (begin,) = page.all("//a[contains(@href,'/redress/new/kind')]")
        page = client.get(begin.get("href"))
        assert record.company.name in page.body_text
        back = client.get(page.all("//a[contains(.,'返回上一步')]")[0].get("href"))
        assert record.company.name in back.body_text


def test_the_form_without_a_public_record_says_how_to_begin_or_is_none(client, case):
    assert "怎么开始" in client.get("/redress", follow_redirects=True).body_text
    page = client.get("/redress/new/kind", follow_redirects=True)
    assert page.request.path == "/redress/new"
    draft = make_case(status=PublicationStatus.DRAFT, published_on=None)
    assert client.get(f"/redress/new?record={ref(draft)}").status_code == 404
    assert client.get("/redress/new?record=case-999999").status_code == 404


def test_an_objection_gets_number_and_code_and_is_kept_for_who_decides(client, case):
    page = client.submit(answer_all(client, ref(case), case.uscc))
    assert page.request.path == "/redress/new/done"
    number, code = page.texts("//dl[@class='mj-code']/dd")
    assert number.startswith("Y20260304-")
    page = client.post_form("/redress/track", {"number": number, "code": code})
    assert page.request.path == "/redress/track/application"
    assert case.title in page.body_text
    assert PERSON["name"] not in page.body_text
    (made,) = applications()
    assert made.bureau_id == case.deciding_bureau_id
    assert f"{made.due_on:%m-%d}" == "03-18"
    assert (made.kind, made.status) == (RedressKind.OBJECTION, RedressStatus.NEW)
    assert (made.item, made.should_be) == (WRONG["item"], WRONG["should_be"])
    assert [file.name for file in made.evidence] == ["盖章申请书.jpg"]
    assert made.contact == PERSON


def test_submitting_again_shows_the_same_receipt_and_makes_no_second(client, case):
    check = answer_all(client, ref(case), case.uscc)
    first = client.submit(check).texts("//dl[@class='mj-code']/dd")
    assert client.submit(check).texts("//dl[@class='mj-code']/dd") == first
    assert client.get("/redress/new/contact", follow_redirects=True).request.path.endswith("done")
    assert len(applications()) == 1
    assert first[0] in client.get("/redress/new/receipt.txt").get_data(as_text=True)


def test_a_check_page_of_another_draft_submits_nothing(client, case):
    stale = answer_all(client, ref(case), case.uscc)
    other = make_case(deciding_bureau_id=case.deciding_bureau_id)
    answer_all(client, ref(other), other.uscc)
    page = client.submit(stale)
    assert "您在另一个窗口重新填写过" in page.body_text
    assert not applications()


def test_only_the_party_of_the_record_can_apply(client, case):
    stranger = make_company()
    page = client.get(f"/redress/new/kind?record={ref(case)}")
    page = client.submit(client.submit(page, {"kind": "objection"}), {"uscc": "12345"})
    assert page.title.startswith("错误：")
    assert "这不是" not in page.body_text
    page = client.submit(page, {"uscc": stranger.uscc})
    assert page.title.startswith("错误：")
    assert f"这不是“{case.party_name}”的代码" in page.body_text
    assert page.all("//input[@name='uscc']")[0].value == stranger.uscc


def test_a_person_without_a_code_is_told_where_to_go(client, case):
    person = make_case(company_id=None, uscc=None, party_kind=PartyKind.PERSON, party_name="张某某")
    page = client.get(f"/redress/new?record={ref(person)}")
    assert "不能在网上申请" in page.body_text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert not page.all("//a[contains(@href,'/redress/new/kind')]")
    page = client.get(f"/redress/new/kind?record={ref(person)}", follow_redirects=True)
    assert "不能在网上申请" in page.body_text


def test_a_repair_too_early_is_told_the_earliest_day_and_goes_no_further(client, case):
    case.earliest_repair_on = clock.today() + timedelta(days=8)
    page = client.get(f"/redress/new/kind?record={ref(case)}")
    page = client.submit(client.submit(page, {"kind": "repair"}), {"uscc": case.uscc})
    assert page.request.path == "/redress/new/conditions"
    assert "最早可在2026年3月12日申请" in page.body_text
    assert "还不符合" in page.body_text
    assert not page.all("//main//button[contains(.,'继续')]")
    page = client.get("/redress/new/statement", follow_redirects=True)
    assert page.request.path == "/redress/new/conditions"


def test_a_repair_says_what_holds_and_is_none_without_the_promise(client, case):
    case.execution = "已履行"
    page = client.get(f"/redress/new/kind?record={ref(case)}")
    page = client.submit(client.submit(page, {"kind": "repair"}), {"uscc": case.uscc})
    chips = page.texts("//main//span[contains(@class,'mj-chip')]")
    assert chips == ["已符合", "已符合", "须提供证明", "须提供证明"]
    page = client.submit(client.submit(page), {"text": "罚款已于三月一日缴清，见凭证。"})
    assert "请勾选信用承诺" in page.body_text
    assert "罚款已于三月一日缴清" in page.body_text


def test_a_repair_is_handed_in_with_its_promise(client, case):
    page = client.submit(answer_all(client, ref(case), case.uscc, kind="repair"))
    number = page.texts("//dl[@class='mj-code']/dd")[0]
    assert number.startswith("X20260304-")
    (made,) = applications()
    assert made.item is None


def test_an_entry_of_the_black_list_is_repaired_after_a_year(client, case):
    entry = make_credit_entry(decided_on=clock.today() - timedelta(days=300))
    page = client.get(f"/redress/new/kind?record=entry-{entry.id}")
    page = client.submit(client.submit(page, {"kind": "repair"}), {"uscc": entry.company.uscc})
    assert "列入满1年" in page.body_text
    assert "还不能申请信用修复" in page.body_text


def test_what_burdens_nobody_can_only_be_objected_to(client, case):
    licence, red = make_licence(), make_credit_entry(list=ListKind.RED)
    for ref_of in (f"licence-{licence.id}", f"entry-{red.id}"):
        page = client.get(f"/redress/new/kind?record={ref_of}")
        assert [one.get("value") for one in page.all("//input[@name='kind']")] == ["objection"]


def test_files_are_needed_and_nothing_typed_is_lost(client, case):
    page = client.get(f"/redress/new/kind?record={ref(case)}")
    page = client.submit(client.submit(page, {"kind": "objection"}), {"uscc": case.uscc})
    page = client.submit(page, {**WRONG, "item": ""})
    assert "请选择哪一项有误" in page.body_text
    assert WRONG["text"] in page.body_text
    page = client.submit(client.submit(page, WRONG), {"act": "next"})
    assert "至少一个文件" in page.body_text
    page = client.submit(page, {"act": "add", "files": [seal("承诺.jpg")]})
    assert "承诺.jpg" in page.body_text
    page = client.submit(page, {"act": "next", "files": [(seal()[0], "坏.exe")]})
    assert db.session.scalar(select(func.count(RedressFile.id))) == 2


def test_the_last_file_taken_out_opens_the_question_again(client, case):
    check = answer_all(client, ref(case), case.uscc)
    client.submit(client.get("/redress/new/files"), action="/remove")
    page = client.submit(check)
    assert page.request.path == "/redress/new/files"
    assert not applications()


def test_a_record_that_leaves_meanwhile_takes_no_application(client, case):
    check = answer_all(client, ref(case), case.uscc)
    case.status = PublicationStatus.WITHDRAWN
    db.session.commit()
    page = client.submit(check)
    assert page.status_code == 410
    assert "不需要再申请" in page.body_text
    assert not applications()


def test_a_body_that_is_no_more_leaves_the_decision_to_its_heir(client, case):
    gone = make_bureau(valid_until=clock.today() - timedelta(days=400))
    heir = make_bureau()
    db.session.add(
        BureauSuccession(predecessor_id=gone.id, successor_id=heir.id, on=gone.valid_until)
    )
    case.deciding_bureau_id = gone.id
    client.submit(answer_all(client, ref(case), case.uscc))
    assert applications()[0].bureau_id == heir.id


def test_a_body_that_is_none_of_the_citys_leaves_it_to_the_coordination_office(client, case):
    case.deciding_bureau_id, case.deciding_body = None, "某省某局"
    page = answer_all(client, ref(case), case.uscc)
    assert "由质量强市办转达和答复" in page.body_text
    client.submit(page)
    assert applications()[0].bureau.is_coordination_office


def test_half_an_hour_later_nothing_is_left(client, case, frozen_clock):
    answer_all(client, ref(case), case.uscc)
    frozen_clock.shift(31 * 60)
    page = client.get("/redress/new/check", follow_redirects=True)
    assert page.request.path == "/redress/new/expired"
