"""A run that is stopped, dies or grows old leaves whole batches, true counts, and no files."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.files import uploads
from app.kernel.imports.columns import ColumnChoice
from app.kernel.imports.models import ImportBatch, ImportFinding
from app.kernel.imports.rules import LEASE, MAX_ATTEMPTS, FindingKind, ImportState
from app.kernel.imports.services import ImportStoppedError
from app.kernel.imports.targets import registry
from app.people.models import Staff
from app.people.rules import Role
from app.publishing.workbench.forms import table_of
from app.publishing.workbench.queries import findings_page
from app.publishing.workbench.running import run_due
from app.publishing.workbench.services import accounts, acts
from app.records.cases.models import Case
from tests.support import factories
from tests.support.tables import case_row, workbook
from tests.support.uscc import uscc

ROWS = [case_row(number, uscc(number)) for number in range(1, 8)]


@pytest.fixture(autouse=True)
def small_batches(app):
    """Two rows in a transaction; whatever a test registers is put back."""
    targets = registry(app).targets
    before = dict(targets)
    targets["cases"] = replace(targets["cases"], batch_size=2)
    yield
    targets.update(before)


@pytest.fixture
def staff(app):
    return make_person(Role.EDITOR)


def make_person(*roles):
    key = factories.make_staff(*roles).id
    db.session.commit()
    return key


def person(key):
    return db.session.get_one(Staff, key)


def upload(staff, data, kind="cases"):
    token = hashlib.sha256(data).hexdigest()[:32]
    made = acts.upload(staff=person(staff), kind=kind, name="表.xlsx", data=data, token=token)
    return made.id


def agreed(app, staff, data, kind="cases", unit="万元"):
    """Upload, assign as guessed, check, and let a second person agree; returns the import's id."""
    key = upload(staff, data, kind)
    assign(app, staff, key, unit)
    run_due()
    acts.submit(batch=batch(key), staff=person(staff))
    acts.approve(batch=batch(key), staff=person(make_person(Role.REVIEWER)))
    return key


def assign(app, staff, key, unit="万元"):
    table = table_of(batch(key).preview, registry(app).targets[batch(key).kind].layout, {})
    choice = ColumnChoice(
        table.sheet["name"],
        table.header.number,
        {each.index: each.fields for each in table.guesses},
        {each.index: each.stated_unit or unit for each in table.guesses if each.fields},
    )
    acts.start_check(batch=batch(key), staff=person(staff), choice=choice, guesses=table.guesses)


def batch(key):
    return db.session.get_one(ImportBatch, key)


def counts(key):
    found = batch(key)
    return (found.rows_read, found.rows_added, found.rows_changed, found.rows_unchanged)


def cases():
    return db.session.scalar(select(func.count()).select_from(Case))


def stop_after(app, rows, stop):
    """Have something happen when so many rows have been saved, before they are committed."""
    target = registry(app).targets["cases"]
    seen = 0

    def save(saved):
        nonlocal seen
        seen += len(saved.rows)
        answers = target.save(saved)
        if seen > rows:
            stop()
        return answers

    registry(app).targets["cases"] = replace(target, save=save)
    return lambda: registry(app).targets.update(cases=target)


def stop_before(app, row, stop):
    """Have something happen as this row is read, between two batches."""
    target = registry(app).targets["cases"]
    fields = target.layout.fields
    read = next(each for each in fields if each.required)
    seen = 0

    def convert(*given):
        nonlocal seen
        seen += 1
        if seen == row:
            stop()
        return read.convert(*given)

    watched = tuple(replace(each, convert=convert) if each is read else each for each in fields)
    layout = replace(target.layout, fields=watched)
    registry(app).targets["cases"] = replace(target, layout=layout)


def die():
    raise KeyboardInterrupt


def test_a_cancelled_run_keeps_whole_batches_and_counts_them(app, staff):
    key = agreed(app, staff, workbook(*ROWS))
    stop_before(app, 5, lambda: acts.cancel(batch=batch(key), staff=person(staff)))
    run_due()
    assert batch(key).state is ImportState.CANCELLED
    assert counts(key) == (4, 4, 0, 0)
    assert cases() == 4


def test_the_batch_in_hand_is_undone_when_the_import_was_stopped(app, staff):
    key = agreed(app, staff, workbook(*ROWS))
    job = accounts.claim()
    acts.cancel(batch=batch(key), staff=person(staff))
    factories.make_case()
    with pytest.raises(ImportStoppedError):
        job.ledger.advance({"read": 2, "added": 2})
    assert cases() == 0


def test_a_run_that_was_killed_goes_on_and_counts_as_if_it_had_not(app, staff, frozen_clock):
    twin = case_row(1, uscc(1), 处罚内容="警告")
    key = agreed(app, staff, workbook(*ROWS, twin, case_row(9, "9133")))
    restore = stop_after(app, 4, die)
    with pytest.raises(KeyboardInterrupt):
        run_due()
    restore()
    db.session.rollback()
    assert counts(key) == (4, 4, 0, 0)
    assert run_due() == 0, "its lease has not ended"
    frozen_clock.shift(LEASE + timedelta(seconds=1))
    assert run_due() == 1
    assert batch(key).state is ImportState.DONE
    assert counts(key) == (9, 7, 0, 1)
    assert cases() == 7
    assert [each.row for each in findings_page(batch(key), FindingKind.ERROR, 1).items] == [10]


def test_a_run_that_dies_each_time_is_given_up_in_words(app, staff, frozen_clock):
    key = agreed(app, staff, workbook(*ROWS))
    restore = stop_after(app, 2, die)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            run_due()
        db.session.rollback()
        frozen_clock.shift(LEASE + timedelta(seconds=1))
    restore()
    assert run_due() == 0
    assert batch(key).state is ImportState.FAILED
    assert "多次中断" in batch(key).failure
    assert counts(key) == (2, 2, 0, 0)


def test_a_command_that_was_killed_is_marked(app, frozen_clock):
    row = factories.make_import_batch(
        state=ImportState.RUNNING, attempts=1, leased_until=clock.now() - LEASE
    )
    assert run_due() == 0
    assert row.state is ImportState.FAILED


def test_a_worker_that_was_overtaken_writes_nothing(app, staff, frozen_clock):
    key = agreed(app, staff, workbook(*ROWS))
    first = accounts.claim()
    frozen_clock.shift(LEASE + timedelta(seconds=1))
    assert accounts.claim().ledger.attempt == first.ledger.attempt + 1
    with pytest.raises(ImportStoppedError):
        first.ledger.advance({"read": 2, "added": 2})
    assert counts(key) == (0, 0, 0, 0)


def test_a_fault_of_ours_is_tried_again_at_once(app, staff):
    def fail():
        raise ZeroDivisionError

    key = agreed(app, staff, workbook(*ROWS))
    restore = stop_after(app, 2, fail)
    with pytest.raises(ZeroDivisionError):
        run_due()
    restore()
    assert run_due() == 1
    assert counts(key) == (7, 7, 0, 0)


def test_files_and_findings_go_after_thirty_days_and_counts_stay(app, staff, frozen_clock):
    done = agreed(app, staff, workbook(*ROWS, case_row(9, "9133")))
    run_due()
    waiting = upload(staff, workbook(*ROWS[:1]))
    frozen_clock.shift(timedelta(days=29))
    assert accounts.forget_old() == 0
    frozen_clock.shift(timedelta(days=2))
    assert accounts.forget_old() == 2
    assert list(uploads.stored_paths()) == []
    assert db.session.scalars(select(ImportFinding)).all() == []
    assert counts(done) == (8, 7, 0, 0)
    assert batch(done).preview is None
    assert batch(waiting).state is ImportState.DISCARDED


def test_the_sweep_of_orphans_spares_the_files_of_imports(app, staff, frozen_clock):
    upload(staff, workbook(*ROWS))
    frozen_clock.shift(timedelta(days=3))
    uploads.sweep_files()
    assert len(list(uploads.stored_paths())) == 1
