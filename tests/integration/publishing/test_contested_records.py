"""What an objection and a repair do to a published record, wherever it stands."""

import pytest

from app.kernel import clock
from app.kernel.audit import SYSTEM
from app.kernel.db.session import db
from app.kernel.errors import ConflictError
from app.kernel.search.documents import SearchKind
from app.publishing.life import services
from app.publishing.life.rules import OBJECTED, PublicationStatus
from app.publishing.life.services import Edit
from tests.support.factories import make_case, make_credit_entry


def repair(case):
    services.repair_publication(case, kind=SearchKind.CASE, actor=SYSTEM)


def test_a_repaired_record_is_gone_and_its_address_says_nothing_of_it(client):
    case = make_case()
    repair(case)
    page = client.get(f"/cases/{case.id}")
    assert page.status_code == 410
    assert case.party_name not in page.body_text
    assert "修复" not in page.body_text
    assert case.title not in client.get("/cases").body_text


def test_a_repaired_record_is_neither_changed_nor_published_again(app):
    case = make_case()
    repair(case)
    with pytest.raises(ConflictError):
        repair(case)
    with pytest.raises(ConflictError):
        services.save(case, {"remark": "更正"}, kind=SearchKind.CASE, edit=Edit(SYSTEM))
    with pytest.raises(ConflictError):
        services.submit(case, kind=SearchKind.CASE, actor=SYSTEM)
    assert case.status is PublicationStatus.REPAIRED


def test_only_what_is_published_can_be_repaired(app):
    case = make_case(status=PublicationStatus.WITHDRAWN)
    with pytest.raises(ConflictError):
        repair(case)


def test_an_objection_is_marked_from_its_first_day_and_unmarked(app, frozen_clock):
    case = make_case()
    services.mark_objection(case, kind=SearchKind.CASE, actor=SYSTEM, is_open=True)
    first = case.objected_on
    frozen_clock.shift(3 * 24 * 3600)
    services.mark_objection(case, kind=SearchKind.CASE, actor=SYSTEM, is_open=True)
    assert case.objected_on == first is not None
    services.mark_objection(case, kind=SearchKind.CASE, actor=SYSTEM, is_open=False)
    db.session.commit()
    assert case.objected_on is None


@pytest.mark.parametrize("make", [make_case, make_credit_entry])
def test_an_objection_is_told_on_the_home_page(client, make):
    make(objected_on=clock.today())
    assert OBJECTED in client.get("/").body_text


def test_an_objection_is_told_in_a_credit_report_and_outdates_an_older_one(client):
    case = make_case()
    address = f"/companies/{case.company.uscc}/report"
    older = client.submit(client.get(address), action="/report").request.path
    case.objected_on = clock.today()
    db.session.commit()
    assert "已有更新" in client.get(older, follow_redirects=True).body_text
    assert OBJECTED in client.submit(client.get(address), action="/report").body_text
