"""The worker is killed while it counts: pages are right meanwhile, what is kept is afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.insight.evaluation.queries.handling import evaluation
from app.kernel import clock
from app.kernel.aggregates import services
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs import queries as jobs_queries
from tests.crash.dying import Death
from tests.crash.processes import dying, is_killed
from tests.support.complaint_factories import end
from tests.support.factories import make_bureau, make_case

pytestmark = pytest.mark.trust(34)

POINTS = (
    ("leased", 0),
    ("statement", 1),
    ("statement", 2),
    ("commit", 1),
    ("committed", 1),
)
"""Numbers and their being done go together with the second commit; the first is of the lease."""


@pytest.fixture
def site(live_app: Any) -> Iterator[Any]:
    with live_app.app_context():
        yield live_app


@pytest.mark.parametrize(("point", "after"), POINTS)
def test_killed_while_it_counts_pages_are_right_before_and_after(
    site: Any, point: str, after: int
) -> None:
    services.recount()
    end(make_bureau(), 4, met=True)
    make_case()
    db.session.commit()
    db.session.remove()

    assert is_killed(dying(site, "aggregates", Death(point, after)))

    year = clock.today().year
    assert evaluation(year).whole.ended == 4
    assert len(evaluation(year).cases) == 1
    assert services.check() == []
    db.session.remove()
    while outbox.drain():
        pass
    assert jobs_queries.waiting() == 0
    assert services.check() == []
    assert [*services.lacking()] == []
    assert evaluation(year).whole.ended == 4
