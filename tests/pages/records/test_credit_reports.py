"""Credit reports: what they say, how they are verified, and that nothing lives on in them."""

from datetime import timedelta

import pytest
from PIL import ImageFile

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.files import papers
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import MatterStatus
from app.publishing.life.rules import PublicationStatus
from app.records.credit_reports.models import CreditReport
from app.records.credit_reports.queries import VALID_DAYS, digest_of
from tests.support import factories
from tests.support.complaint_factories import make_matter, make_submission


@pytest.fixture
def company():
    return factories.make_company()


def _issue(client, company) -> str:
    """Make a report by its form, and return the path at which it is shown."""
    address = f"/companies/{company.ref}/report"
    answer = client.post_form(address, action=address, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["Location"]


def _verified(client, path):
    return client.get(path.replace("/reports/", "/verify/")).body_text


def test_a_report_says_what_is_published_with_number_hash_and_code(client, company):
    case = factories.make_case(company=company)
    factories.make_credit_entry(company=company, title="伪造检验报告")
    path = _issue(client, company)
    page = client.get(path)
    report = db.session.query(CreditReport).one()
    for words in (company.name, company.uscc, case.title, "伪造检验报告", report.number):
        assert words in page.body_text
    assert report.digest in page.body_text
    assert "核验网址的二维码" in page.get_data(as_text=True)
    assert page.headers["Cache-Control"] == "no-store"


def test_a_report_says_projects_and_public_complaints_too(client, company):
    factories.make_project(name="酱油厂迁建", company_id=company.id, latest_percent=45)
    about = {"company_id": company.id, "consents_to_publication": True}
    closed = {
        "status": MatterStatus.CLOSED,
        "outcome": MatterOutcome.CASE_FILED,
        "closed_on": clock.today(),
        "public_title": "某酱油换贴生产日期",
    }
    shown = make_matter(submission=make_submission(**about), is_public=True, **closed)
    hidden = {**closed, "public_title": "反映人没有同意公开"}
    make_matter(submission=make_submission(company_id=company.id), is_public=False, **hidden)
    path = _issue(client, company)
    text = client.get(path).body_text
    for words in ("酱油厂迁建（完成 45%）", "某酱油换贴生产日期", shown.bureau.name):
        assert words in text
    assert "反映人没有同意公开" not in text
    assert shown.submission.number not in text
    shown.is_public = False
    db.session.flush()
    assert "已有更新" in _verified(client, path)


def test_the_same_report_is_not_made_twice_in_a_day(client, company, frozen_clock):
    first = _issue(client, company)
    assert _issue(client, company) == first
    factories.make_case(company=company)
    assert _issue(client, company) != first
    frozen_clock.shift(timedelta(days=1, minutes=1))
    assert _issue(client, company) != first
    assert db.session.query(CreditReport).count() == 3


def test_a_report_verifies_while_nothing_has_changed(client, company):
    factories.make_case(company=company)
    path = _issue(client, company)
    assert "核验信用报告：有效" in _verified(client, path)
    factories.make_credit_entry(company=company)
    assert "核验信用报告：已有更新" in _verified(client, path)
    assert client.get(path).status_code == 303


@pytest.mark.parametrize("how", ["withdrawn", "ended"])
def test_what_has_left_the_site_has_left_its_reports(client, company, frozen_clock, how):
    last = clock.today() + timedelta(days=3)
    case = factories.make_case(company=company, title="销售过期琼脂案", publish_until=last)
    path = _issue(client, company)
    assert "琼脂" in client.get(path).body_text
    if how == "withdrawn":
        case.status = PublicationStatus.WITHDRAWN
        db.session.commit()
    else:
        frozen_clock.shift(timedelta(days=4))
    shown = client.get(path, follow_redirects=True).body_text + _verified(client, path)
    assert "已有更新" in shown
    assert "琼脂" not in shown
    assert "琼脂" not in client.get(f"/companies/{company.ref}/report").body_text


def test_an_old_report_verifies_no_more(client, company, frozen_clock):
    path = _issue(client, company)
    frozen_clock.shift(timedelta(days=VALID_DAYS))
    assert "核验信用报告：有效" in _verified(client, path)
    frozen_clock.shift(timedelta(days=1))
    assert "核验信用报告：已失效" in _verified(client, path)


def test_a_number_belongs_to_one_company(client, company):
    number = _issue(client, company).rsplit("/", 1)[1]
    other = factories.make_company()
    for address in (
        f"/companies/{other.ref}/verify/{number}",
        f"/companies/{company.ref}/verify/1",
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "请核对报告上的编号" in answer.body_text


def test_a_company_without_records_and_one_without_code_have_reports(client):
    company = factories.make_company(uscc=None, registration_number="330300000012345")
    assert "没有这家企业公示期内的" in client.get(_issue(client, company)).body_text
    assert client.get("/companies/91330300000000000X/report").status_code == 404


def test_the_hash_does_not_depend_on_where_a_line_ends():
    assert digest_of([("ab", "c")]) != digest_of([("a", "bc")])
    assert digest_of([("a",), ("b",)]) != digest_of([("a", "b")])


def test_a_report_is_a_file_where_these_can_be_made(app, client, company, monkeypatch, tmp_path):
    factories.make_case(company=company)
    path = _issue(client, company)
    monkeypatch.setattr(papers, "can_make_pdf", lambda: False)
    assert "下载 PDF" not in client.get(path).body_text
    assert client.get(f"{path}/pdf").status_code == 303
    monkeypatch.undo()
    if papers.can_make_pdf():
        answer = client.get(f"{path}/pdf")
        assert answer.mimetype == "application/pdf"
        assert answer.get_data().startswith(b"%PDF-")
        assert "下载 PDF" in client.get(path).body_text
        picture = (
            tmp_path / "picture.svg"
        )  # making a file fetches nothing, and changes nothing here
        picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
        with app.app_context():
            without, named = (
                papers.pdf_of("<p>"),
                papers.pdf_of(f'<p><img src="{picture.as_uri()}">'),
            )
        assert len(named) == len(without)
        assert not ImageFile.LOAD_TRUNCATED_IMAGES
