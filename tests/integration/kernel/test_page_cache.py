"""A public page is made once, and is right at every request, in every process."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, text, update

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.runner import run_import
from app.kernel.imports.targets import ImportSource, registry
from app.kernel.search import maintenance
from app.kernel.search.documents import SearchKind
from app.publishing.life import services as publishing
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin
from app.records.companies.models import Company
from tests.support import factories
from tests.support.apps import open_app
from tests.support.desks import REVIEWER, publish
from tests.support.pages import get, is_cached, warm, write

TITLE = "关于试验热页的公告"


@pytest.fixture
def sites(live_app: Flask, tmp_path: Path) -> Iterator[tuple[Flask, Flask]]:
    """Two processes that serve one site."""
    with open_app(live_app.config["SQLALCHEMY_DATABASE_URI"], tmp_path) as second:
        yield live_app, second


def warm_all(sites: tuple[Flask, ...], *paths: str) -> None:
    for site in sites:
        warm(site, *paths)


def bulletin() -> Bulletin:
    return db.session.scalars(db.select(Bulletin)).one()


def make_bulletin(site: Flask, **changes: Any) -> str:
    """The address of a bulletin that is committed."""
    with site.app_context():
        made = factories.make_bulletin(title=TITLE, **changes)
        db.session.commit()
        return f"/bulletins/{made.id}"


def rebuild_index(site: Flask) -> None:
    with site.app_context():
        maintenance.rebuild()


def through_the_session(title: str) -> None:
    bulletin().title = title


def by_bulk_update(title: str) -> None:
    db.session.execute(update(Bulletin).values(title=title))


def by_raw_sql(title: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(f"UPDATE bulletins SET title = '{title}'"))  # ours


def insert_many() -> None:
    one = {**factories.publication(), "kind": "notice", "body": "。"}
    db.session.execute(insert(Bulletin), [{**one, "title": f"批量{n}"} for n in (1, 2)])


def test_changes_show_at_the_next_request_in_every_process_and_given_up_ones_do_not(sites):
    address, before = make_bulletin(sites[0]), TITLE
    for number, correct in enumerate((through_the_session, by_bulk_update, by_raw_sql)):
        after = f"更正{number}"
        warm_all(sites, "/", "/bulletins", address)
        write(sites[0], lambda correct=correct, after=after: correct(after))
        for site in sites:
            for path in ("/", "/bulletins", address):
                answer = get(site, path)
                assert after in answer.text
                assert before not in answer.text
        before = after
    with sites[0].app_context():
        by_bulk_update("错")
        db.session.rollback()
    assert all(is_cached(site, "/bulletins") for site in sites)
    write(sites[0], insert_many)
    assert all("批量2" in get(site, "/bulletins").text for site in sites)
    write(sites[0], lambda: db.session.execute(text("DELETE FROM bulletins")))
    assert not any("批量2" in get(site, "/bulletins").text for site in sites)


def test_published_record_shows_and_withdrawn_one_is_gone_at_the_next_request(sites):
    status = {"status": PublicationStatus.DRAFT, "published_on": None}
    address = make_bulletin(sites[0], **status)
    for site in sites:
        assert get(site, address).status_code == 404
    warm_all(sites, "/", "/bulletins")
    kind = SearchKind.BULLETIN
    write(sites[0], lambda: publish(bulletin(), kind))
    for site in sites:
        assert TITLE in get(site, "/").text
    warm_all(sites, "/", "/bulletins", address)
    write(
        sites[1],
        lambda: publishing.withdraw_publication(
            bulletin(), kind=kind, actor=REVIEWER, reason="有误"
        ),
    )
    for site in sites:
        assert get(site, address).status_code == 410
        assert TITLE not in get(site, "/").text + get(site, "/bulletins").text


def test_imported_correction_shows_at_the_next_request(sites, tmp_path):
    with sites[0].app_context():
        code = factories.make_company(name="温州试验旧名有限公司").uscc
        db.session.commit()
    path = f"/companies/{code}"
    warm_all(sites, path)
    file = tmp_path / "企业.csv"
    file.write_text(f"统一社会信用代码\t企业名称\n{code}\t温州试验新名有限公司", encoding="utf-8")
    target = registry(sites[0]).targets["companies"]
    write(sites[0], lambda: run_import(file, target, source=ImportSource(file.name)))
    with sites[0].app_context():
        assert db.session.scalars(db.select(Company.name)).one() == "温州试验新名有限公司"
    for site in sites:
        assert "温州试验新名有限公司" in get(site, path).text


def test_record_leaves_at_midnight_by_itself(sites, frozen_clock):
    address = make_bulletin(sites[0], publish_until=clock.today())
    warm_all(sites, "/bulletins", address)
    frozen_clock.move_to("2026-03-04 23:59:59+08:00")
    assert all(get(site, address).status_code == 200 for site in sites)
    frozen_clock.shift(timedelta(seconds=1))
    for site in sites:
        assert get(site, address).status_code == 410
        assert TITLE not in get(site, "/bulletins").text


def test_results_follow_the_index(sites):
    def found() -> list[int]:
        return [get(site, f"/api/v1{path}").json["total"] for site in sites]

    make_bulletin(sites[0])
    rebuild_index(sites[0])
    path = "/search?q=热页"
    warm_all(sites, path)
    assert found() == [1, 1]
    write(sites[0], lambda: factories.make_bulletin(title="热页的第二个公告"))
    assert found() == [1, 1]
    rebuild_index(sites[0])
    assert found() == [2, 2]
    for site in sites:
        assert "第二个公告" in get(site, path).text


def test_kept_results_are_no_searches_and_go_on_when_these_are_refused(live_app):
    make_bulletin(live_app)
    rebuild_index(live_app)
    # Who is asked for a proof gets a cookie, and what is kept is for those who have none.
    client, address = live_app.test_client(use_cookies=False), {"REMOTE_ADDR": "203.0.113.9"}

    def statuses(*questions: str) -> set[int]:
        paths = (f"/search?q={each}" for each in questions)
        return {client.get(path, environ_base=address).status_code for path in paths}

    assert statuses("热页", *["热页"] * 130) == {200}
    assert statuses(*(f"热页{number}" for number in range(119))) == {200}
    assert statuses("热页一百二十一") == {429}
    assert statuses("热页") == {200}


def test_change_while_a_page_is_made_is_not_missed(live_app):
    make_bulletin(live_app)

    with live_app.app_context():
        engine, other = db.engine, db.create_engine(db.engine.url)
    corrected = []

    def correct(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        """Correct the record once its old text has been read."""
        if "FROM bulletins" in statement and not corrected:
            corrected.append(statement)
            with other.begin() as connection:
                connection.execute(text("UPDATE bulletins SET title = '更正'"))

    event.listen(engine, "after_cursor_execute", correct)
    get(live_app, "/bulletins")
    event.remove(engine, "after_cursor_execute", correct)
    other.dispose()
    assert corrected
    answer = get(live_app, "/bulletins")
    assert "更正" in answer.text
    assert TITLE not in answer.text
