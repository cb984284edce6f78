"""``flask aggregates check``: it finds what is kept wrongly, and nothing else."""

from sqlalchemy import update

from app.kernel.aggregates import services
from app.kernel.aggregates.models import Aggregate, CountedItem
from app.kernel.db.session import db
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case
from tests.support import factories
from tests.support.complaint_factories import end, make_matter
from tests.support.counting import let_the_worker_count


def test_the_check_tells_what_is_kept_wrongly_and_a_recount_mends_it(runner, frozen_clock):
    body = factories.make_bureau()
    end(body, 3, met=True)
    let_the_worker_count()
    assert runner.invoke(args=["aggregates", "check"]).output == "0 differences found\n"
    wrong = update(Aggregate).where(Aggregate.scope == "bureau/2026", Aggregate.part != "")
    db.session.execute(wrong.values(content={}))
    db.session.commit()
    told = runner.invoke(args=["aggregates", "check"])
    assert told.exit_code == 1
    assert told.output == f"handling bureau/2026 {body.id}\n1 differences found\n"
    assert runner.invoke(args=["aggregates", "recount"]).exit_code == 0
    assert runner.invoke(args=["aggregates", "check"]).exit_code == 0


def test_the_check_finds_an_item_of_which_something_else_was_counted(app, frozen_clock):
    matter = make_matter()
    let_the_worker_count()
    wrong = update(CountedItem).where(CountedItem.kind == "handling", CountedItem.item == matter.id)
    db.session.execute(wrong.values(facts=[]))
    db.session.commit()
    assert services.check() == [("handling", "item", str(matter.id))]
    services.recount()
    assert services.check() == []


def test_the_check_finds_no_fault_in_what_is_to_begin_anew(app, frozen_clock):
    factories.make_case()
    let_the_worker_count()
    db.session.execute(update(Case).values(status=PublicationStatus.WITHDRAWN))
    db.session.commit()
    assert services.check() == []
    let_the_worker_count()
    assert services.check() == []
