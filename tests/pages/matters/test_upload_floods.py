"""Decoding files is dear: in a flood a browser gives a proof first, and a day has its quota."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.kernel.web import limits
from app.matters.complaints.matter.models.submissions import Evidence
from tests.pages.site.test_floods import solved
from tests.support.citizens import photo

pytestmark = [pytest.mark.trust(18, 19), pytest.mark.usefixtures("frozen_clock")]


def kept() -> int:
    return db.session.scalar(select(func.count(Evidence.id)))


def at_files(client):
    """The page that asks for files."""
    page = client.post_form("/complaints/new/kind", {"kind": "violation_report"})
    page = client.submit(page, {"who": "unknown"})
    page = client.submit(page, {"category": "food"})
    page = client.submit(page, {"category": "food-circulation"})
    facts = {"title": "换贴标签", "narrative": "下面还有一层标签，日期相差九个月。"}
    return client.submit(page, {**facts, "happened": "昨天", "place": "试验路"})


def add(client, page, **fields):
    return client.submit(page, {"act": "add", "files": [photo()], **fields})


@pytest.fixture
def flooded(app, monkeypatch):
    """More forms were begun within the hour than anybody fills in."""
    monkeypatch.setitem(app.config, "PROOF_AFTER_ALL", 1)
    with app.test_request_context():
        limits.note_beginning()


def test_in_quiet_times_files_are_asked_nothing(client):
    add(client, at_files(client))
    assert kept() == 1


def test_when_much_comes_in_the_first_file_waits_for_a_proof(client, flooded):
    page = at_files(client)
    assert "现在提交的人较多" in page.body_text
    page = add(client, page)
    assert "请等 60 秒" in page.body_text
    assert kept() == 0
    page = add(client, page, proof=solved(page))
    assert kept() == 1
    assert "现在提交的人较多" not in page.body_text
    add(client, page)
    assert kept() == 1  # the same file again, and no proof asked for


def test_without_files_nobody_waits(client, flooded):
    page = client.submit(at_files(client), {"act": "next"})
    assert page.title.startswith("您的身份")


def test_a_browser_without_script_waits_a_minute(client, flooded, frozen_clock):
    page = at_files(client)
    frozen_clock.shift(timedelta(seconds=61))
    add(client, page)
    assert kept() == 1


@pytest.mark.parametrize("setting", ["UPLOAD_MB_ADDRESS", "UPLOAD_MB_ALL"])
def test_the_quota_of_a_day_counts_each_file_as_a_megabyte_at_least(
    app, client, monkeypatch, setting
):
    monkeypatch.setitem(app.config, setting, 2)
    page = at_files(client)
    page = add(client, page, files=[photo("甲.jpg"), photo("乙.jpg", "red")])
    assert kept() == 2
    page = add(client, page, files=[photo("丙.jpg", "blue")])
    assert "已填内容都在" in page.body_text
    assert kept() == 2
    assert client.submit(page, {"act": "next"}).title.startswith("您的身份")
