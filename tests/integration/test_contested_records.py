"""What an objection and a repair do to a published record, wherever it stands."""

import pytest

from app.audit import SYSTEM
from app.core.db import db
from app.core.errors import ConflictError
from app.publishing import services
from app.publishing.rules import PublicationStatus
from app.search.documents import SearchKind
from tests.support.factories import make_case


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
    for act in (services.refuse_published, repair):
        with pytest.raises(ConflictError):
            act(case)
    with pytest.raises(ConflictError):
        services.publish(case, kind=SearchKind.CASE, actor=SYSTEM)
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
