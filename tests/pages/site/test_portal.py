"""The public pages that belong to no single feature."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from lxml import etree

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.publishing.life.rules import PublicationStatus
from app.records.credit.rules import ListKind
from tests.support.apps import open_app
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import (
    make_bulletin,
    make_case,
    make_company,
    make_credit_entry,
    make_former_name,
    make_import_batch,
    make_project,
)
from tests.support.pages import PageClient
from tests.support.transactions import Counted, let_the_worker_count

Counting = Callable[[], AbstractContextManager[Counted]]

PAGES = ["/", "/about", "/privacy", "/accessibility", "/rules", "/sitemap", "/data"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_well_formed_and_sets_no_cookie(client: PageClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert "Cookie" in page.headers["Vary"]


def test_the_choice_of_large_text_is_kept_and_can_be_undone(client: PageClient) -> None:
    page = client.get("/display?elder=1&next=/about", follow_redirects=True)
    assert page.request.path == "/about"
    assert page.html.get("class") == "is-elder"
    back = client.get("/display?elder=0&next=/about", follow_redirects=True)
    assert back.html.get("class") == ""


def test_a_page_in_traditional_characters_says_so(client: PageClient) -> None:
    page = client.get("/display?traditional=1&next=/privacy", follow_redirects=True)
    assert page.html.get("lang") == "zh-Hant"
    assert "隱私政策" in page.body_text
    assert "隐私政策" not in page.body_text


def test_the_home_page_counts_only_what_is_published(client: PageClient) -> None:
    shown = make_case(title="某公司销售不合格酱油案")
    make_case(title="尚未发布的案件", status=PublicationStatus.DRAFT)
    make_case(title="到期的案件", publish_until=clock.today() - timedelta(days=1))
    page = client.get("/")
    assert "公示中的行政处罚1 件" in page.body_text
    assert shown.title in page.body_text
    assert "尚未发布" not in page.body_text
    assert "到期的案件" not in page.body_text


def test_the_home_page_asks_the_database_at_most_eight_times(
    client: PageClient, count_statements: Counting
) -> None:
    for _ in range(6):
        make_credit_entry(list=ListKind.RED)
        make_credit_entry(list=ListKind.BLACK)
        make_case()
        make_project()
        make_bulletin()
    db.session.commit()
    with count_statements() as counted:
        client.get("/")
    assert len(counted) <= 8


def test_a_late_project_says_by_how_many_days(client: PageClient) -> None:
    make_project(name="快检室建设", next_due_on=clock.today() - timedelta(days=24))
    assert "快检室建设滞后 24 天" in client.get("/").body_text


def test_a_company_page_says_where_each_record_comes_from(client: PageClient) -> None:
    batch = make_import_batch(file_name="九月双公示.xlsx")
    company = make_company(name="温州砚汐调味食品有限公司")
    make_former_name(company, name="瓯海砚汐酿造厂")
    make_credit_entry(company=company, list=ListKind.BLACK, title="标注虚假生产日期")
    make_case(company=company, import_batch=batch, source_row=17, violation="虚假标注")
    page = client.get(f"/companies/{company.uscc}")
    for words in ("黑名单在列", "瓯海砚汐酿造厂", "标注虚假生产日期", "虚假标注"):
        assert words in page.body_text
    assert "九月双公示.xlsx，第 17 行" in page.body_text


def test_records_that_have_left_are_not_on_the_company_page(client: PageClient) -> None:
    company = make_company()
    make_case(
        company=company, violation="早已到期", publish_until=clock.today() - timedelta(days=1)
    )
    make_credit_entry(company=company, title="撤下的名单", status=PublicationStatus.WITHDRAWN)
    page = client.get(f"/companies/{company.uscc}")
    assert page.status_code == 200
    assert "早已到期" not in page.body_text
    assert "撤下的名单" not in page.body_text
    assert "没有公示中的行政处罚" in page.body_text


def test_the_old_registration_number_leads_to_the_page_of_the_code(client: PageClient) -> None:
    company = make_company(registration_number="330304000012345")
    page = client.get("/companies/330304000012345", follow_redirects=True)
    assert page.request.path == f"/companies/{company.uscc}"


def test_an_unknown_company_is_not_found_in_words(client: PageClient) -> None:
    page = client.get("/companies/91330399MA0AAAAAAA")
    assert page.status_code == 404
    assert "没有找到这家企业" in page.body_text


@pytest.mark.parametrize(
    "kind", ["red", "black", "cases", "licences", "honours", "projects", "bulletins"]
)
def test_a_feed_is_atom_and_holds_published_records_only(client: PageClient, kind: str) -> None:
    make_credit_entry(list=ListKind.RED)
    make_credit_entry(list=ListKind.BLACK, status=PublicationStatus.DRAFT)
    reply = client.get(f"/data/feeds/{kind}.xml")
    root = etree.fromstring(reply.data)
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert reply.mimetype == "application/atom+xml"
    assert len(entries) == (1 if kind == "red" else 0)


def test_an_unknown_feed_is_not_found(client: PageClient) -> None:
    assert client.get("/data/feeds/everything.xml").status_code == 404


def test_the_site_map_for_machines_lists_pages_that_exist(client: PageClient) -> None:
    root = etree.fromstring(client.get("/sitemap.xml").data)
    addresses = [element.text or "" for element in root.iter("{*}loc")]
    assert any(address.endswith("/about") for address in addresses)
    assert all(client.get(address).status_code == 200 for address in addresses)


def test_the_home_page_shows_the_newest_of_each_credit_list(client: PageClient) -> None:
    today, black = clock.today(), make_company()
    make_credit_entry(company=black, title="黑名单", decided_on=today - timedelta(days=50))
    make_credit_entry(company=black, title="停用的红名单", list=ListKind.RED, decided_on=today)
    for days in range(5):
        values = {"list": ListKind.RED, "decided_on": today - timedelta(days=days)}
        make_credit_entry(title=f"红名单{days}", **values)
    page = client.get("/")
    lines = page.texts("//ul//a[starts-with(@href, '/credit/')][contains(., '：')]")
    titles = [line.partition("：")[2] for line in lines]
    assert titles == ["红名单0", "红名单1", "红名单2", "红名单3", "黑名单"]


def test_the_home_page_says_how_many_answers_anyone_may_read(client: PageClient) -> None:
    submission = make_submission(consents_to_publication=True)
    values = {"is_public": True, "public_title": "短斤少两", "closed_on": clock.today()}
    for kind in ComplaintKind:
        make_matter(submission=submission, kind=kind, status=MatterStatus.CLOSED, **values)
    make_matter(submission=make_submission(), status=MatterStatus.CLOSED, **values)
    let_the_worker_count()
    shown = "//a[contains(., '全部')][starts-with(@href, '/complaints/closed')]"
    assert client.get("/").texts(shown) == ["全部 2 件"]
    submission.consents_to_publication = False
    db.session.commit()
    assert client.get("/").texts(shown) == ["全部 0 件"]


@pytest.mark.usefixtures("frozen_clock")
def test_the_home_page_says_how_many_records_came_and_went_this_month(client: PageClient) -> None:
    today = clock.today()
    day, long_ago = timedelta(days=1), today - timedelta(days=90)
    make_case(published_on=today)
    make_case(published_on=long_ago, publish_until=today)
    for until, status in (
        (today - day, PublicationStatus.PUBLISHED),
        (today - day, PublicationStatus.EXPIRED),
        (today.replace(day=1) - day, PublicationStatus.EXPIRED),
    ):
        make_case(published_on=long_ago, publish_until=until, status=status)
    for left_on, status in (
        (today, PublicationStatus.WITHDRAWN),
        (today, PublicationStatus.REPAIRED),
        (today.replace(day=1) - day, PublicationStatus.WITHDRAWN),
    ):
        make_case(published_on=long_ago, withdrawn_on=left_on, status=status)
    make_case(status=PublicationStatus.DRAFT, published_on=None, publish_until=None)
    assert "本月新增 1，撤下 4" in client.get("/").body_text


def test_the_mirror_counts_as_the_evaluation_does(client: PageClient) -> None:
    today = clock.today()
    for in_time in (True, True, True, False):
        make_matter(
            status=MatterStatus.CLOSED,
            closed_on=today,
            met_deadline=in_time,
            working_days_taken=5,
        )
    assert "75.0%" in client.get("/").body_text
    assert "75.0%" in client.get("/evaluation").body_text


def test_one_or_two_matters_give_no_rate(client: PageClient) -> None:
    make_matter(
        status=MatterStatus.CLOSED,
        closed_on=clock.today(),
        met_deadline=True,
        working_days_taken=5,
    )
    assert "%" not in client.get("/").texts("//main//*[name()='svg']")[0].replace("95%", "")


def test_the_foot_leads_to_where_its_numbers_are_confirmed(client, app):
    """非经营性互联网信息服务备案管理办法 and 公安联网备案 ask that the numbers be links."""
    page = client.get("/about")
    foot = "//footer//a[contains(., $text)]/@href"
    icp, police = app.config["SITE_ICP"], app.config["SITE_POLICE_RECORD"]
    assert page.html.xpath(foot, text=icp) == ["https://beian.miit.gov.cn/"]
    assert page.html.xpath(foot, text=police) == [
        "https://beian.mps.gov.cn/#/query/webSearch?code=33000000000000"
    ]
    assert app.config["SITE_ID_CODE"] in " ".join(page.texts("//footer//p"))
    assert not page.html.xpath(foot, text="党政机关")


def test_the_mark_of_an_organ_of_the_state_stands_where_it_was_granted(
    database_server, template_database, tmp_path
):
    address = database_server.copy(template_database)
    with open_app(address, tmp_path, SITE_GOVERNMENT_MARK="0C1D2E3F") as app:
        page = PageClient(app, PageClient.response_class).get("/about")
    assert page.html.xpath("//footer//a[contains(., '党政机关网站标识')]/@href") == [
        "https://bszs.conac.cn/sitename?method=show&id=0C1D2E3F"
    ]
