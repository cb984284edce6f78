"""A record of each kind from the form to its withdrawal: all its fields, at all its doors."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.search import maintenance
from app.kernel.search.sources import current_documents
from app.people.rules import Role
from app.publishing.fields.declaring import FieldPlace
from app.publishing.fields.types import BodyName, Line, Prose, SearchRole
from app.publishing.life.attachments import attachments_of
from app.publishing.life.rules import OBJECTED, Life, PublicationStatus
from app.records.register import KINDS
from tests.support.documents import pdf, sent
from tests.support.factories import make_staff
from tests.support.kind_pages import facts, list_of, listed, only, shown
from tests.support.kind_samples import sample_of, stated_in
from tests.support.pages import readable

IDENTITY = "证号11010519491231002X"
DESK_ALONE = {"credit.title": "the public looks for companies, codes and numbers of documents"}
"""Fields by whose words a record is found at the desk and not in its list, each with the reason."""
QUEUE, OWN = "/admin/review/", "录入和审核应当由两个人完成"
BOTH = Role.EDITOR, Role.REVIEWER
DECISION = pdf("行政处罚决定书", "当事人掺杂掺假，罚款三万元。")
NOTE = "录入有误，已按原件更正。"


@pytest.fixture(params=KINDS, ids=lambda kind: kind.endpoint)
def kind(request):
    return request.param


@pytest.fixture
def public(client, kind, office):
    """A published record of the office."""
    return shown(client, *written(kind, office))


def written(kind, office, **changes):
    """A sample of the office, and its record."""
    sample = sample_of(kind, bureau=office.bureau)
    return sample, sample.record(**changes)


def test_it_is_public_from_its_approval_to_its_withdrawal(client, kind, office):
    sample = sample_of(kind, bureau=office.bureau)
    office.is_at_the_desk(office.editor)
    asks_for_all(client.get(f"/admin{kind.desk_path}/new"), kind)
    page = office.write(f"/admin{kind.desk_path}/new", sample.typed())
    assert "已保存为草稿" in page.body_text
    one = shown(client, sample, only(kind))
    assert stored(one) == expected(one)
    assert client.get(one.address).status_code == 404

    office.write(f"{one.desk}/files", {"files": [sent(DECISION, "决定书.pdf")]})
    office.publish(one.desk)
    assert one.standing() == one.doors().keys()
    assert "决定书.pdf" in client.get(one.address).body_text
    file = f"{one.address}/files/{attachments_of(one.record)[0].id}"
    assert client.get(file).data.startswith(b"%PDF")
    shows_all(one)
    is_found(one)
    can_be_contested(one)

    office.withdraw(one.desk)
    assert client.get(one.address).status_code == client.get(file).status_code == 410
    assert one.standing() == set()


def test_its_author_can_not_agree_alone_nor_with_others(client, kind, office):
    draft = {"status": PublicationStatus.DRAFT, "published_on": None}
    one = shown(client, *written(kind, office, **draft))
    record, office.editor = one.record, make_staff(*BOTH, bureau=office.bureau)
    office.send(one.desk)
    assert client.post_form(f"{one.desk}/review", action="approve").status_code == 409
    for person, words in ((office.editor, OWN), (office.reviewer, "")):
        assert record.life is Life.IN_REVIEW
        office.is_at_the_desk(person)
        page = client.get(QUEUE)
        (tick,) = page.all("//input[@name='picked']/@value")
        page = client.submit(page, {"picked": [tick], "act": "approve"}, action="/review/")
        assert words in page.body_text
    assert record.life is Life.PUBLISHED


def asks_for_all(page, kind):
    names = {name for name, _ in page.form("new").form_values()}
    names |= set(page.all("//main//form//@name"))
    for field in stated_in(kind, FieldPlace.FORM):
        assert field.input_name in names, field.label
        assert field.label in page.body_text


def stored(one):
    fields = stated_in(one.kind, FieldPlace.FORM)
    return {field.name: getattr(one.record, field.name) for field in fields}


def expected(one):
    return {
        field.name: one.sample.values[field.name] for field in stated_in(one.kind, FieldPlace.FORM)
    }


def shows_all(one):
    for address in (one.address, one.desk):
        shown = facts(one.client.get(address))
        for field in stated_in(one.kind, FieldPlace.PAGE):
            words = "" if FieldPlace.FORM in field.absent else readable(one.sample.words(field))
            assert not words or any(words in each for each in shown.get(field.label, [])), (
                field.label
            )


def is_found(one):
    kind, key = one.kind.search_kind_of(one.record), one.record.id
    (document,) = current_documents(kind, [key])
    for field in one.kind.fields:
        words = one.sample.cell(field)
        if field.search and words:
            page = one.client.get(one.search + words)
            assert one.address in page.links(), field.label
            if field.search is SearchRole.NAME:  # titles may hold it too, and are found as well
                assert words in document.names
            if field.search is SearchRole.NUMBER:  # the title or a text may hold it
                assert words in document.numbers
            if field.search is SearchRole.TEXT:  # the body is found by its name in any case
                assert field.label in dict(document.texts)
            if field.search is SearchRole.TEXT and not isinstance(field.type, BodyName):
                assert field.label in page.body_text
        if field.found_by:
            rows = listed(one.client.get(f"{list_of(one.sample)}?q={words}"), one.kind)
            name = f"{one.kind.endpoint}.{field.name}"
            assert bool(rows) is (name not in DESK_ALONE), name
            assert one.desk in one.client.get(f"/admin{one.kind.desk_path}/?q={words}").links()


def can_be_contested(one):
    record = f"record={one.kind.key}-{one.record.id}"
    form = one.client.get(f"/redress/new?{record}")
    assert form.status_code == 200
    can_begin = f"/redress/new/kind?{record}" in form.links()
    leads_there = f"/redress/new?{record}" in one.client.get(one.address).links()
    assert can_begin is leads_there is one.kind.is_contestable


def test_a_correction_is_seen_field_by_field(client, kind, office, public):
    other = sample_of(kind, turn=1)
    whole = [
        each for each in stated_in(kind, FieldPlace.FORM) if FieldPlace.VERSION not in each.absent
    ]
    values = public.sample.values
    changed = [each.label for each in whole if other.values[each.name] != values[each.name]]
    office.is_at_the_desk(office.editor)
    values = MultiDict(client.get(f"{public.desk}/edit").form("edit").form_values())
    typed = public.sample.typed()
    assert {name: [each.strip() for each in values.getlist(name)] for name in typed} == {
        name: each if isinstance(each, list) else [each] for name, each in typed.items()
    }
    page = office.write(f"{public.desk}/edit", other.typed() | {"note": NOTE})
    assert "更正已送审" in page.body_text

    office.is_at_the_desk(office.reviewer)
    rows = client.get(f"{public.desk}/review").texts("//tr[contains(., '有改动')]/th")
    assert set(changed) <= set(rows)
    office.approve(public.desk)
    page = client.get(f"{public.desk}/versions")
    shown = facts(page)
    assert [each.label for each in whole if other.words(each) and each.label not in shown] == []
    assert set(changed) <= set(page.texts("//main//section[1]/dl/dt"))
    corrected = replace(public, sample=other)
    assert stored(corrected) == expected(corrected)
    assert NOTE in client.get(public.address).body_text
    assert set(changed) <= {title.removesuffix("（分）") for title in logged(client, office)}


def test_an_objection_is_told_wherever_the_record_stands(client, kind, public):
    downloads = [f"{list_of(public.sample)}?format={each}" for each in ("csv", "json")]
    addresses = [*public.doors(), *downloads]
    if not kind.is_contestable:
        assert not hasattr(public.record, "objected_on")
        return
    assert {at for at in addresses if OBJECTED in client.get(at).get_data(as_text=True)} == set()
    public.record.objected_on = clock.today()
    db.session.commit()
    maintenance.rebuild()
    marked = {at for at in addresses if OBJECTED in client.get(at).get_data(as_text=True)}
    assert marked == set(addresses)


def logged(client, office):
    """The fields that the log tells of a correction."""
    event = db.session.scalars(select(AuditEvent).filter_by(action="record.corrected")).one()
    office.is_at_the_desk(make_staff(Role.AUDITOR))
    return client.get(f"/admin/audit/{event.id}").texts("//section[@aria-labelledby='changes']//th")


def test_no_number_of_a_person_stands_in_any_text(client, kind, office):
    sample = sample_of(kind, bureau=office.bureau)
    texts = [
        field
        for field in stated_in(kind, FieldPlace.VERSION)
        if isinstance(field.type, Line | Prose) and field.type.most > len(IDENTITY)
    ]
    record = sample.record(
        status=PublicationStatus.DRAFT, **{each.name: IDENTITY for each in texts}
    )
    office.is_at_the_desk(office.editor)
    page = client.get(f"/admin{kind.desk_path}/{record.id}")
    found = page.texts("//section[@id='picked']//tbody/tr")
    assert [each.label for each in texts if not any(each.label in row for row in found)] == []

    typed = {each.input_name: IDENTITY for each in texts if FieldPlace.FORM not in each.absent}
    page = office.write(f"/admin{kind.desk_path}/new", sample.typed() | typed)
    assert page.status_code == 400
    for each in texts:
        if FieldPlace.FORM not in each.absent:
            assert f"{each.label}里有证件号码" in page.body_text
