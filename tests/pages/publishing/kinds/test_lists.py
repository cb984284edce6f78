"""The list of each kind: what is on it, how it is narrowed and sorted, what it costs."""

import json
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.fields.types import (
    BodyName,
    Choice,
    Day,
    DistrictChoice,
    Flag,
    OutsideBody,
    Year,
)
from app.publishing.kind.lists import parameter
from app.publishing.life.rules import PublicationStatus
from app.records.register import KINDS
from app.records.surveys.fields import PromiseChoice
from tests.support.kind_pages import list_of, listed
from tests.support.kind_samples import SAMPLES, sample_of

MOST_STATEMENTS, MOST_AGAIN = 7, 5
NOWHERE = "查无此事"


@pytest.fixture(params=SAMPLES)
def name(request):
    return request.param


@pytest.fixture
def kind(name):
    return next(each for each in KINDS if each.endpoint == name.partition(":")[0])


@pytest.fixture
def sample(kind, name):
    """Makes samples of the kind for one of its lists."""
    return partial(sample_of, kind, name=name)


def test_a_list_says_whether_there_is_nothing_or_nothing_was_found(client, kind, sample):
    address = list_of(sample())
    assert f"现在没有公示中的{kind.line_name}" in client.get(address).body_text
    page = client.get(f"{address}?q={NOWHERE}")
    assert f"没有找到符合 “{NOWHERE}” 的{kind.line_name}" in page.body_text
    assert address in page.links()
    assert client.get(f"{address}?sort={NOWHERE}").status_code == 400
    for field in kind.fields:
        if field.narrows:
            page = client.get(f"{address}?{parameter(field)}={NOWHERE}")
            assert page.status_code == 400, field.label


def test_only_what_is_published_today_is_shown(client, kind, sample):
    today, one = clock.today(), sample()
    hidden = {
        one.record(status=PublicationStatus.DRAFT, published_on=None): 404,
        one.record(published_on=today + timedelta(days=1)): 404,
        one.record(publish_until=today - timedelta(days=1)): 410,
        one.record(status=PublicationStatus.WITHDRAWN): 410,
    }
    last_day = one.record(publish_until=today)
    assert listed(client.get(list_of(one)), kind) == [last_day.id]
    for record, status in hidden.items():
        page = client.get(f"{kind.path}/{record.id}")
        assert page.status_code == status
        assert one.world.company.name not in page.text


def test_a_list_is_narrowed_by_each_filter_and_sorted_in_each_order(client, kind, sample):
    one, two = sample(), sample(turn=1)
    records = [one.record(), two.record()]
    for field in kind.fields:
        if field.narrows:
            asked = f"{list_of(one)}?{parameter(field)}={chosen(one, field)}"
            page = client.get(asked)
            assert listed(page, kind) == [records[0].id], field.label
            label = field.narrows.label or field.label
            assert label in page.texts("//form[@role='search']//label")
    items = json.loads(client.get(f"{asked}&format=json").data)["items"]
    assert [item["id"] for item in items] == [records[0].id]
    for name, order in kind.orders.items():
        ranked = db.session.scalars(select(kind.model.id).order_by(*order)).all()
        assert listed(client.get(f"{list_of(one)}?sort={name}"), kind) == list(ranked)
    rows = client.get(f"{list_of(one)}?sort={next(iter(kind.orders))}")
    for field in kind.listed:
        cells = rows.texts(f"//td[@data-l='{kind.by_name[field].label}']")
        assert one.words(kind.by_name[field])[:20] in " ".join(cells)


def test_a_list_costs_the_same_few_statements_at_any_size(client, sample, count_statements):
    samples = [sample(turn=turn) for turn in (0, 1)]

    def cost():
        db.session.commit()
        with count_statements() as counted:
            client.get(list_of(samples[0]))
        return counted

    for each in samples:
        each.record()
    few = cost()
    for each in (*samples, sample(), *samples):
        each.record()
    many, again = cost(), cost()
    assert len(many) == len(few) <= MOST_STATEMENTS, str(many)
    assert len(again) <= MOST_AGAIN, str(again)


def chosen(sample, field):
    """What the address says to have records like the sample."""
    value = sample.values[field.name]
    match field.type:
        case Day():
            return value.year
        case Year() | DistrictChoice():
            return value
        case OutsideBody() | PromiseChoice():
            return value
        case BodyName():
            return sample.world.bureau.id
        case Choice() | Flag():
            return field.type.shown(value)
    raise LookupError(f"no filter of {field.type}")


def test_each_kind_is_on_the_maps_of_the_site(client):
    data, sitemap = client.get("/data").links(), client.get("/sitemap").links()
    places = client.get("/sitemap.xml").text
    for kind in KINDS:
        for name, address in kind.places.items():
            assert f"<loc>http://localhost{address}</loc>" in places, address
            if name in dict(kind.downloads):
                assert address in sitemap
                assert {f"{address}?format={each}" for each in ("csv", "xlsx", "json")} <= {*data}
        for name in kind.feeds if kind.has_feed else ():
            assert f"/data/feeds/{name}.xml" in data


def test_list_and_page_say_in_meta_tags_what_they_are(client, kind):
    """As 政府网站发展指引 (国办发〔2017〕47号) asks of each column and article."""
    one = sample_of(kind)
    record = one.record()
    column = {"ColumnName", "ColumnType"}
    article = {"ArticleTitle", "PubDate", "ContentSource"}
    for address, wanted in (
        (list_of(one), column),
        (f"{kind.path}/{record.id}", column | article),
    ):
        named = client.get(address).texts("//meta[@name]/@name")
        assert wanted <= set(named), address
