"""Objections to honours, inspections and recalls: routed, handled, corrected, shown again."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel.db.session import db
from app.kernel.search.documents import SearchKind
from app.matters.redress.models import RedressApplication
from app.matters.redress.queries.records import as_contested
from app.matters.redress.rules import RedressKind, RedressOutcome
from app.people.models import Bureau, Staff
from app.people.rules import Role
from app.publishing.life import services
from app.publishing.life.queries import newest_number
from app.publishing.life.rules import OBJECTED, PublicationStatus
from app.publishing.life.services import Edit
from tests.support.factories import make_coordination_office, make_staff
from tests.support.pages import PageClient
from tests.support.record_factories import make_honour, make_inspection, make_recall
from tests.support.redress_desk import (
    WRONG,
    accepted,
    answer_all,
    decide,
    desk_page,
    make_application,
)
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")


class Asked(NamedTuple):
    """A kind of record, and a field of it that is said to be wrong."""

    make: Callable[..., Any]
    kind: str
    field: str
    search_kind: SearchKind


EACH = pytest.mark.parametrize(
    "asked",
    [
        Asked(make_honour, "honour", "merits", SearchKind.HONOUR),
        Asked(make_inspection, "inspection", "laboratory", SearchKind.INSPECTION),
        Asked(make_recall, "recall", "danger", SearchKind.RECALL),
    ],
    ids=["honour", "inspection", "recall"],
)


def given_by(asked: Asked, bureau: Bureau) -> Any:
    """A record for which that body answers."""
    if asked.make is make_honour:
        return make_honour(granting_bureau_id=bureau.id, grantor=bureau.name)
    if asked.make is make_recall:
        return make_recall(announcing_bureau_id=bureau.id, announcing_body=bureau.name)
    return make_inspection(inspecting_bureau_id=bureau.id, inspecting_body=bureau.name)


@EACH
def test_its_party_says_what_is_wrong_and_the_body_that_answers_for_it_gets_it(
    client: PageClient, bureau: Bureau, asked: Asked
) -> None:
    make_coordination_office()
    record = given_by(asked, bureau)
    page = client.get(f"/{asked.kind}s/{record.id}")
    link = page.one("//a[contains(.,'提出异议')]").get("href")
    assert link.endswith(f"record={asked.kind}-{record.id}")
    assert page.one("//a[.='纠错']").get("href") == link
    assert bureau.name in page.body_text
    page = client.submit(
        answer_all(client, f"{asked.kind}-{record.id}", record.uscc, item=asked.field)
    )
    assert page.request.path == "/redress/new/done"
    made = db.session.scalars(select(RedressApplication)).one()
    assert (made.bureau_id, made.item, made.kind) == (bureau.id, asked.field, RedressKind.OBJECTION)
    assert made.record is record
    assert made.statement == WRONG["text"]


@EACH
def test_accepted_corrected_and_decided_it_is_shown_again_without_the_mark(
    client: PageClient, bureau: Bureau, handler: Staff, head: Staff, asked: Asked
) -> None:
    record = given_by(asked, bureau)
    application = make_application(bureau=bureau, record=record, item=asked.field)
    address = f"/{asked.kind}s/{record.id}"
    sign_in(client, handler)
    page = client.get(desk_page(application))
    assert page.one(f"//a[@href='{address}']") is not None
    client.submit(page, action="/accept")
    text = client.get(address).body_text
    assert OBJECTED in text
    assert f"{bureau.name}正在核查" in text
    assert OBJECTED in client.get(f"/{asked.kind}s").body_text
    take_over(client, head)
    assert decide(client, application, RedressOutcome.CORRECTED).status_code == 409
    editor, reviewer = (make_staff(role, bureau=bureau) for role in (Role.EDITOR, Role.REVIEWER))
    edit = Edit(editor.as_actor(), note="按原文件更正。")
    services.save(record, {asked.field: "更正后的内容"}, kind=asked.search_kind, edit=edit)
    number = newest_number(record)
    services.approve(record, kind=asked.search_kind, actor=reviewer.as_actor(), number=number)
    decide(client, application, RedressOutcome.CORRECTED)
    assert application.outcome is RedressOutcome.CORRECTED
    assert (record.status, record.objected_on) == (PublicationStatus.PUBLISHED, None)
    page = client.get(address)
    assert "更正后的内容" in page.body_text
    assert "按原文件更正。" in page.body_text
    assert OBJECTED not in page.body_text


@EACH
def test_upheld_it_can_leave_at_once_and_nothing_of_it_is_repaired(
    client: PageClient, bureau: Bureau, handler: Staff, head: Staff, asked: Asked
) -> None:
    record = given_by(asked, bureau)
    page = client.get(f"/redress/new/kind?record={asked.kind}-{record.id}")
    assert [one.get("value") for one in page.all("//input[@name='kind']")] == ["objection"]
    application = accepted(bureau, handler, record=record)
    sign_in(client, head)
    decide(client, application, RedressOutcome.TAKEN_DOWN)
    assert client.get(f"/{asked.kind}s/{record.id}").status_code == 410


def test_what_nobody_can_contest_has_no_form_and_no_application(
    client: PageClient, bureau: Bureau
) -> None:
    for other in ("project", "fund", "nonsense"):
        page = client.get(f"/redress/new?record={other}-1")
        assert page.status_code == 200
        assert "查找记录" in page.body_text
        assert client.get(f"/redress/new/kind?record={other}-1").status_code == 302
    application = make_application(bureau=bureau, record=make_honour())
    for missing in ("record_kind", "record_id"):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            setattr(application, missing, None)
            db.session.flush()


def test_an_inspection_is_cited_with_its_maker(bureau: Bureau) -> None:
    inspection = make_inspection()
    assert as_contested(inspection).title == f"{inspection.maker_name}：{inspection.title}"
