"""Articles of each kind: what editors must say, and what readers see of it, until when."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind, Campaign, RiskLevel
from tests.support import factories
from tests.support.desks import make_office

TEXT = {"title": "充电器起火", "body": "请勿使用。"}
WARNING = TEXT | {
    "kind": "warning",
    "level": "orange",
    "scope": "全市，电动自行车充电器",
    "publish_until": "2026-04-30",
}
CAMPAIGN = TEXT | {
    "kind": "campaign",
    "campaign": "quality_month",
    "begins_on": "2026-09-01",
    "ends_on": "2026-09-30",
}


@pytest.fixture
def office(client, frozen_clock):
    return make_office(client)


def make_warning(**changes):
    about = {"kind": BulletinKind.WARNING, "level": RiskLevel.YELLOW, "scope": "全市"}
    return factories.make_bulletin(**about | changes)


@pytest.mark.parametrize("fields", [WARNING, CAMPAIGN])
def test_an_article_of_each_kind_reaches_its_readers_with_all_that_belongs_to_it(
    client, office, fields
):
    office.write("/admin/bulletins/new", fields)
    article = db.session.scalars(select(Bulletin)).one()
    office.publish(f"/admin/bulletins/{article.id}")
    text = client.get(f"/bulletins/{article.id}").body_text
    words_of_kind = {
        "warning": ("二级（橙色）", "全市，电动自行车充电器", "2026年4月30日"),
        "campaign": ("质量月", "2026年9月1日至2026年9月30日", "即将开始"),
    }
    for words in words_of_kind[fields["kind"]]:
        assert words in text, words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (WARNING | {"level": ""}, "风险警示必须写明警示级别"),
        (WARNING | {"scope": ""}, "风险警示必须写明警示范围"),
        (WARNING | {"publish_until": ""}, "风险警示必须写明公示至哪一天"),
        (CAMPAIGN | {"campaign": ""}, "专项活动必须写明活动名称"),
        (CAMPAIGN | {"ends_on": "2026-08-01"}, "活动结束日期早于开始日期"),
        (CAMPAIGN | {"kind": "notice"}, "只有专项活动才有活动开始"),
        (WARNING | {"kind": "typical_case"}, "只有风险警示才有警示级别"),
    ],
)
def test_what_does_not_go_together_is_told_at_its_field_and_kept_as_typed(
    client, office, fields, words
):
    page = office.write("/admin/bulletins/new", fields)
    assert page.status_code == 400
    assert words in page.body_text
    assert page.all("//div[@class='mj-bad']")
    assert "请勿使用。" in page.one("//textarea[@id='body']").text
    assert db.session.scalars(select(Bulletin)).all() == []


def test_an_article_from_before_is_not_published_without_what_its_kind_asks_for(client, office):
    draft = make_warning(
        level=None,
        source_bureau_id=office.bureau.id,
        status=PublicationStatus.DRAFT,
        published_on=None,
    )
    page = office.send(f"/admin/bulletins/{draft.id}")
    assert "风险警示必须写明警示级别" in page.body_text
    assert draft.status is PublicationStatus.DRAFT


def test_a_correction_of_what_belongs_to_the_kind_is_compared_field_by_field(client, office):
    office.write("/admin/bulletins/new", WARNING)
    article = db.session.scalars(select(Bulletin)).one()
    desk = f"/admin/bulletins/{article.id}"
    office.publish(desk)
    change = {"level": "red", "publish_until": "2026-05-31", "note": "又有起火，级别提高。"}
    office.write(f"{desk}/edit", change)
    assert "二级（橙色）" in client.get(f"/bulletins/{article.id}").body_text
    office.is_at_the_desk(office.reviewer)
    rows = client.get(f"{desk}/review").texts("//tr[@class='mj-sel']")
    assert len(rows) == 2
    assert "警示级别" in rows[0]
    assert "二级（橙色）" in rows[0]
    assert "删橙增红色" in rows[0]
    office.approve(desk)
    text = client.get(f"/bulletins/{article.id}").body_text
    assert "一级（红色）" in text
    assert "更正的项目：警示级别、公示至" in text


def test_a_warning_ends_with_its_last_day_at_every_door(client, frozen_clock):
    warning = make_warning(title="勿食野生菌", publish_until=clock.today())
    doors = ("/", "/bulletins", "/bulletins?kind=warning", "/data/feeds/bulletins.xml")
    for door in (*doors, "/bulletins?format=json"):
        assert "勿食野生菌" in client.get(door, buffered=True).get_data(as_text=True), door
    assert client.get(f"/bulletins/{warning.id}").status_code == 200
    frozen_clock.shift(86_400)
    for door in (*doors, "/bulletins?format=json"):
        assert "勿食野生菌" not in client.get(door, buffered=True).get_data(as_text=True), door
    assert client.get(f"/bulletins/{warning.id}").status_code == 410


@pytest.mark.parametrize("door", ["/", "/bulletins"])
def test_warnings_in_force_stand_above_all_the_gravest_first(client, door):
    make_warning(title="较轻的警示", level=RiskLevel.BLUE)
    make_warning(title="最重的警示", level=RiskLevel.RED, published_on=clock.today())
    factories.make_bulletin(title="更新的公告", published_on=clock.today())
    page = client.get(door)
    lines = page.texts("//section[@aria-labelledby='in-force']//li")
    assert [words.split()[0] for words in lines] == ["最重的警示", "较轻的警示"]
    assert "一级（红色）" in lines[0]


@pytest.mark.parametrize("door", ["/", "/bulletins"])
def test_without_warnings_nothing_is_said_of_them(client, door):
    factories.make_bulletin()
    assert "正在生效的风险警示" not in client.get(door).body_text


def test_the_list_is_narrowed_by_kind_with_one_press(client):
    make_warning(title="一条警示")
    for kind in BulletinKind:
        if kind is not BulletinKind.WARNING:
            factories.make_bulletin(kind=kind, title=f"一篇{kind.label}", **campaign_of(kind))
    page = client.get("/bulletins")
    link = page.one("//nav[@aria-label='文章类别']//a[text()='典型案例']")
    narrowed = client.get(link.get("href"))
    assert "共 1" in narrowed.body_text
    assert narrowed.texts("//ul[@class='mj-list']//a") == ["一篇典型案例"]
    assert narrowed.texts("//nav[@aria-label='文章类别']//a[@aria-current]") == ["典型案例"]


def campaign_of(kind):
    if kind is not BulletinKind.CAMPAIGN:
        return {}
    day = clock.today()
    return {
        "campaign": Campaign.INTEGRITY_DAY,
        "begins_on": day - timedelta(days=1),
        "ends_on": day,
    }


def test_a_list_says_whether_a_campaign_is_still_running(client, frozen_clock):
    factories.make_bulletin(kind=BulletinKind.CAMPAIGN, **campaign_of(BulletinKind.CAMPAIGN))
    assert "进行中" in client.get("/bulletins").body_text
    frozen_clock.shift(86_400)
    assert "已结束" in client.get("/bulletins").body_text
