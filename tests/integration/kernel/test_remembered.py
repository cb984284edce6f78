"""What a process remembers of its rows, and when it asks again."""

from datetime import timedelta

from sqlalchemy import insert, select, update

from app.kernel import clock
from app.kernel.db.cache import MOST, remembered
from app.kernel.db.session import db
from app.people.models import District
from app.people.queries import district_options
from app.publishing.kind.lists import page_of
from app.records.cases.kind import KIND as CASES
from app.records.cases.models import Case
from app.records.cases.rules import CaseField
from tests.support import factories


def total(field=CaseField.FOOD):
    return page_of(CASES, field=field).total


def test_a_total_is_asked_once_until_a_record_changes(app, count_statements):
    factories.make_case(field=CaseField.FOOD)
    db.session.commit()
    with count_statements() as first:
        assert total() == 1
    with count_statements() as second:
        assert total() == 1
    assert (len(first), len(second)) == (3, 1)
    factories.make_case(field=CaseField.FOOD)
    db.session.commit()
    assert total() == 2


def test_rows_written_in_bulk_or_deleted_are_noticed(app):
    factories.make_case(field=CaseField.FOOD)
    db.session.commit()
    assert total() == 1
    db.session.execute(update(Case).values(field=CaseField.DRUG))
    db.session.commit()
    assert total() == 0
    row = db.session.execute(select(*Case.__table__.columns)).mappings().one()
    copy = {name: value for name, value in row.items() if name not in ("id", "source_key")}
    db.session.execute(insert(Case), [copy, copy])
    db.session.commit()
    assert total(copy["field"]) == 3
    db.session.expunge_all()
    db.session.delete(db.session.get(Case, row["id"]))
    db.session.commit()
    assert total(copy["field"]) == 2


def test_a_transaction_sees_its_own_changes_and_leaves_no_trace_of_them(app):
    db.session.commit()
    assert total() == 0
    factories.make_case(field=CaseField.FOOD)
    assert total() == 1
    db.session.rollback()
    assert total() == 0


def test_a_new_day_is_asked_anew(app, frozen_clock):
    factories.make_case(field=CaseField.FOOD, publish_until=clock.today())
    db.session.commit()
    assert total() == 1
    frozen_clock.shift(timedelta(days=1))
    assert total() == 0


def test_names_of_districts_are_remembered_until_one_changes(app, count_statements):
    factories.make_district("330302").name = "试验东区"
    db.session.commit()
    assert ("330302", "试验东区") in district_options()
    with count_statements() as again:
        district_options()
    assert not again.statements
    db.session.get(District, "330302").name = "试验西区"
    db.session.commit()
    assert ("330302", "试验西区") in district_options()


def test_memory_has_an_end(app):
    db.session.commit()
    asked = []
    for number in (*range(MOST + 1), 0):
        remembered(number, lambda number=number: asked.append(number))
    assert asked[-1] == 0
