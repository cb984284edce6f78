"""Editors link articles to cases and companies by words, and see what will be hidden."""

from datetime import date

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.jobs.models import OutboxMessage
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin, BulletinCase
from tests.support import factories
from tests.support.desks import make_office
from tests.support.record_factories import make_typical_case

NEW = "/admin/bulletins/new"


@pytest.fixture
def office(client):
    return make_office(client)


@pytest.fixture
def case():
    company = factories.make_company(name="温州砚汐食品有限公司")
    return factories.make_case(
        company=company, title="砚汐公司换贴标签案", decision_number="温市监罚〔2026〕213号"
    )


def article_about(line, **more):
    text = {"kind": "typical_case", "title": "砚汐案始末", "body": "**砚汐**换贴标签。"}
    return text | {"case_ids": line} | more


@pytest.mark.parametrize(
    "line",
    [
        "温市监罚〔2026〕213号",
        "温市监罚 （2026） 213 号",
        "砚汐公司换贴",
        "https://example.invalid/cases/{id}?from=1",
        "2026〕213",
    ],
)
def test_a_case_is_linked_by_number_title_or_address(client, office, case, line):
    office.write(NEW, article_about(line.format(id=case.id)))
    article = db.session.scalars(select(Bulletin)).one()
    assert article.case_ids == [case.id]
    page = client.get(f"/admin/bulletins/{article.id}")
    assert "砚汐公司换贴标签案" in page.body_text
    edit = client.get(f"/admin/bulletins/{article.id}/edit")
    assert edit.one("//textarea[@id='case_ids']").text.strip().startswith(f"/cases/{case.id}")


@pytest.mark.parametrize("line", ["code", "name", "address"])
def test_a_company_is_linked_by_code_name_or_address(client, office, case, line):
    firm = case.company
    named = {"code": firm.uscc.lower(), "name": "砚汐食品", "address": f"/companies/{firm.uscc}"}
    office.write(NEW, article_about("", company_ids=named[line]))
    assert db.session.scalars(select(Bulletin)).one().company_ids == [firm.id]


def test_what_fits_nothing_or_several_is_told_at_its_field_with_what_to_write(client, office, case):
    other = factories.make_case(title="砚汐公司再次换贴标签案")
    hidden = factories.make_case(title="砚汐公司旧案", status=PublicationStatus.WITHDRAWN)
    lines = f"砚汐公司\n没有这件\n/cases/{hidden.id}"
    page = office.write(NEW, article_about(lines, company_ids="无此企业"))
    assert page.status_code == 400
    errors = " ".join(page.texts("//div[@class='mj-bad']"))
    assert f"/cases/{case.id}" in errors
    assert f"/cases/{other.id}" in errors
    assert "没有找到“没有这件”" in errors
    assert f"没有找到“/cases/{hidden.id}”" in errors
    assert "没有找到“无此企业”" in errors
    assert "旧案" not in errors
    assert len(page.all("//div[@class='mj-errors']//li")) == 4
    assert page.one("//textarea[@id='case_ids']").text.strip() == lines
    assert db.session.scalars(select(Bulletin)).all() == []


def test_the_editor_sees_beforehand_what_will_be_hidden(client, office, case):
    page = office.write(NEW, article_about(f"/cases/{case.id}") | {"preview": "1"})
    preview = page.one("//section[@aria-labelledby='preview']").text_content()
    assert "砚汐换贴标签。" in preview
    assert "关联案件不再公示后" in preview
    assert "某企业案始末" in preview
    assert "某企业换贴标签。" in preview
    assert db.session.scalars(select(Bulletin)).all() == []


def test_an_article_can_be_changed_when_its_case_has_left(client, office, case):
    office.write(NEW, article_about(f"/cases/{case.id}"))
    article = db.session.scalars(select(Bulletin)).one()
    case.status = PublicationStatus.REPAIRED
    db.session.commit()
    office.write(f"/admin/bulletins/{article.id}/edit", {"title": "新的标题"})
    assert (article.title, article.case_ids) == ("新的标题", [case.id])


def test_a_correction_of_links_waits_for_review_and_is_compared(client, office, case):
    article = make_typical_case(source_bureau_id=office.bureau.id, title="案情")
    desk = f"/admin/bulletins/{article.id}"
    lines = {"case_ids": f"/cases/{case.id}", "note": "补充案件。"}
    office.write(f"{desk}/edit", lines)
    public = f"/bulletins/{article.id}"
    assert f"/cases/{case.id}" not in client.get(public).links()
    office.is_at_the_desk(office.reviewer)
    assert "关联处罚" in client.get(f"{desk}/review").texts("//tr[@class='mj-sel']")[0]
    office.approve(desk)
    page = client.get(public)
    assert f"/cases/{case.id}" in page.links()
    assert "更正的项目：关联处罚" in page.body_text
    link = db.session.scalars(select(BulletinCase)).one()
    assert link.known_as == ["温州砚汐食品有限公司"]


def test_a_change_of_a_case_or_its_company_reaches_the_article_in_the_index(app, case):
    article = make_typical_case(case)
    for kind, key in ((SearchKind.CASE, case.id), (SearchKind.COMPANY, case.company_id)):
        db.session.query(OutboxMessage).delete()
        changed(kind, [key])
        db.session.flush()
        sent = [each.payload for each in db.session.query(OutboxMessage)]
        assert {"kind": "bulletin", "keys": [article.id]} in sent


def test_many_links_cost_no_more_statements(client, count_statements, case):
    def asked(address):
        db.session.commit()
        with count_statements() as counted:
            client.get(address)
        return len(counted)

    make_typical_case(case)
    few = [asked(address) for address in ("/", "/bulletins")]
    for n in range(4):
        others = [factories.make_case(publish_until=date(2020, 1, 1)) for _ in range(2)]
        factories.make_former_name(others[0].company)
        make_typical_case(case, *others, title=f"又一篇{n}")
    assert [asked(address) for address in ("/", "/bulletins")] == few
    assert max(few) <= 8


def test_a_decision_that_is_cited_has_to_be_linked(client, office, case):
    cited = article_about("", body="根据温市监罚（2026）213号，责令改正。")
    page = office.write(NEW, cited)
    assert page.status_code == 400
    assert f"请在“关联处罚”里填上：/cases/{case.id}" in page.body_text
    assert db.session.scalars(select(Bulletin)).all() == []
    office.write(NEW, cited | {"case_ids": f"/cases/{case.id}"})
    article = db.session.scalars(select(Bulletin)).one()
    assert article.case_ids == [case.id]
    of_nobody = {"body": "国发〔2011〕1号，温市监罚〔2026〕214号。", "case_ids": ""}
    office.write(f"/admin/bulletins/{article.id}/edit", of_nobody)
    assert article.case_ids == []


def test_the_desk_reminds_of_cases_of_firms_that_are_named(client, office, case):
    named = article_about("", body="经查，温州砚汐食品有限公司换贴标签。")
    page = office.write(NEW, named)
    assert "文中写到的企业有公示中的处罚" in page.body_text
    assert f"/cases/{case.id}" in page.body_text
    article = db.session.scalars(select(Bulletin)).one()
    edit = f"/admin/bulletins/{article.id}/edit"
    page = office.write(edit, {"case_ids": f"/cases/{case.id}"})
    assert "文中写到的企业有公示中的处罚" not in page.body_text
