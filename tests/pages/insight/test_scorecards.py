"""How bodies publish: every figure can be made again from the rows that anyone may download."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import pytest

from app.kernel import clock
from app.kernel.db.session import db
from app.people.models import Bureau
from app.publishing.life.models import ChangeNote, Publication, Withdrawal
from app.publishing.life.rules import PublicationStatus, WithdrawalGround, WithdrawalState
from tests.support.factories import add, make_bureau, make_case, make_credit_entry, make_licence
from tests.support.pages import PageClient
from tests.support.transactions import Counted

Counting = Callable[[], AbstractContextManager[Counted]]
ADDRESS = "/evaluation/bodies"
DECIDED = date(2026, 2, 12)
"""The Thursday before a Spring Festival of nine days, with a Saturday worked in exchange."""

WHOLE = {
    make_case: {"facts": "酱油不合格。", "basis": "食品安全法"},
    make_licence: {"document_name": "准予许可决定书"},
    make_credit_entry: {"reason": "情节严重", "basis": "食品安全法"},
}
"""What the factories leave empty."""

pytestmark = pytest.mark.usefixtures("frozen_clock")


def decide(bureau: Bureau, days: int, make: Any = make_case, **changes: Any) -> Any:
    """A record of this body that was public ``days`` after the decision."""
    dates = {"decided_on": DECIDED, "published_on": DECIDED + timedelta(days=days)}
    return make(**{"deciding_bureau_id": bureau.id, **WHOLE[make], **dates, **changes})


def correct(record: Publication) -> None:
    add(
        ChangeNote(
            kind=record.__tablename__, record_id=record.id, on=DECIDED, text="更正", fields=[]
        )
    )


def revoke(record: Publication, due_on: date, withdrawn_on: date | None) -> None:
    left = withdrawn_on and datetime.combine(withdrawn_on, datetime.min.time(), clock.CITY_ZONE)
    state = WithdrawalState.DONE if left else WithdrawalState.NOTED
    add(
        Withdrawal(
            kind=record.__tablename__,
            record_id=record.id,
            title="名称不公开",
            state=state,
            ground=WithdrawalGround.REVOKED,
            revoked_on=due_on - timedelta(days=3),
            reason="撤销",
            due_on=due_on,
            basis="行政处罚法第四十八条",
            noted_at=clock.now(),
            withdrawn_at=left,
        )
    )


def fill(bureau: Bureau) -> None:
    """Records of every kind: in time and late, whole and with gaps, corrected, revoked."""
    for days in (1, 12, 13, 14):
        decide(bureau, days)
    decide(bureau, 18, facts="", basis="", status=PublicationStatus.EXPIRED)
    decide(bureau, 0, make_licence, document_name=None)
    decide(bureau, 3, make_credit_entry, basis="")
    corrected = decide(bureau, 2)
    correct(corrected)
    correct(corrected)
    for due_on, withdrawn_on in (
        (date(2026, 3, 2), date(2026, 3, 2)),
        (date(2026, 3, 2), date(2026, 3, 3)),
        (date(2026, 3, 3), None),
        (date(2026, 3, 4), None),
    ):
        revoke(decide(bureau, 1), due_on, withdrawn_on)
    db.session.commit()


def read(client: PageClient, **what: Any) -> list[dict[str, str]]:
    reply = client.get(ADDRESS, query_string={"format": "csv", **what})
    return list(csv.DictReader(io.StringIO(reply.get_data(as_text=True).lstrip("\ufeff"))))


def again(rows: list[dict[str, str]]) -> dict[str, list[float]]:
    """The figures by body, counted from the rows with nothing of the site's own."""
    of_bodies = defaultdict(list)
    for row in rows:
        of_bodies[row["部门"]].append(row)
    figures = {}
    for body, mine in of_bodies.items():
        timed = [row for row in mine if row["期限（工作日）"]]
        days = [int(row["用时（工作日）"]) for row in timed]
        in_time = sum(int(row["用时（工作日）"]) <= int(row["期限（工作日）"]) for row in timed)
        gaps = [int(row["缺项（个）"]) for row in mine]
        figures[body] = [
            len(mine),
            len(timed),
            in_time,
            round(in_time / len(timed), 4),
            median(days),
            sum(gap > 0 for gap in gaps),
            sum(gaps),
            sum(int(row["更正（次）"]) for row in mine),
            sum(bool(row["撤销或变更决定日期"]) for row in mine),
            sum(row["逾期撤下"] == "是" for row in mine),
        ]
    return figures


def test_the_figures_are_made_again_from_the_rows_behind_them(client: PageClient) -> None:
    first, second = make_bureau(name="试验水利局"), make_bureau(name="试验林业局")
    fill(first)
    fill(second)
    correct(decide(second, 40))
    db.session.commit()
    stated = {
        row.pop("部门"): [float(value) for value in row.values()] for row in read(client, year=2026)
    }
    assert stated == again(read(client, year=2026, table="records"))
    assert len(stated) == 2
    assert stated["试验水利局"] == [12, 11, 10, 0.9091, 1.0, 3, 4, 2, 4, 2]
    page = client.get(ADDRESS)
    cells = page.texts("//tr[th[contains(., '试验水利局')]]/td")
    assert cells == ["90.9%", "1.0", "12", "3", "2", "2 / 4", "csv"]


def test_days_are_working_days_of_the_city(client: PageClient) -> None:
    bureau = make_bureau()
    for days in (1, 2, 3, 12, 16, 17):
        decide(bureau, days)
    db.session.commit()
    taken = [row["用时（工作日）"] for row in read(client, table="records")]
    assert taken == ["1", "2", "2", "3", "7", "7"]


def test_rows_of_one_body_name_nobody(client: PageClient) -> None:
    mine, other = make_bureau(name="试验水利局"), make_bureau()
    case = decide(mine, 2, party_name="温州虚构酱油有限公司", title="虚构酱油案")
    decide(other, 2)
    db.session.commit()
    rows = read(client, table="records", bureau=mine.id)
    assert [row["部门"] for row in rows] == ["试验水利局"]
    words = " ".join(rows[0].values())
    for private in ("酱油", case.decision_number, case.uscc, str(case.company_id)):
        assert private is None or private not in words.split()
        assert "酱油" not in words


def test_what_was_never_public_is_not_counted_and_one_makes_no_rate(
    client: PageClient,
) -> None:
    bureau = make_bureau(name="试验水利局")
    decide(bureau, 2, status=PublicationStatus.DRAFT)
    decide(bureau, 2, published_on=clock.today() + timedelta(days=1))
    db.session.commit()
    page = client.get(ADDRESS)
    assert "2026 年作出的决定还没有公示的" in page.body_text
    assert "试验水利局" not in page.one("//main").text_content()
    assert read(client, table="records") == []
    decide(bureau, 2)
    db.session.commit()
    cells = client.get(ADDRESS).texts("//tr[th[contains(., '试验水利局')]]/td")
    assert cells[:3] == ["—", "—", "1"]


def test_a_year_is_chosen_and_an_unknown_one_refused(client: PageClient) -> None:
    bureau = make_bureau(name="试验水利局")
    decide(bureau, 2, decided_on=date(2024, 5, 6), published_on=date(2024, 5, 8))
    db.session.commit()
    assert "试验水利局" in client.get(f"{ADDRESS}?year=2024").one("//main").text_content()
    assert "试验水利局" not in client.get(ADDRESS).one("//main").text_content()
    options = client.get(ADDRESS).texts("//select[@name='year']/option")
    assert options == ["今年", "2026 年", "2025 年", "2024 年"]
    assert client.get(f"{ADDRESS}?year=1999").status_code == 400


def test_a_withdrawal_that_is_noted_or_late_shows_at_once(client: PageClient) -> None:
    case = decide(make_bureau(name="试验水利局"), 2)
    db.session.commit()
    client.get(ADDRESS)
    revoke(case, clock.today() - timedelta(days=1), None)
    db.session.commit()
    cells = client.get(ADDRESS).texts("//tr[th[contains(., '试验水利局')]]/td")
    assert cells[5] == "1 / 1"


def test_bodies_come_in_pages_at_the_same_cost(
    client: PageClient, count_statements: Counting
) -> None:
    costs = []
    for size in (1, 30):
        for _ in range(size):
            decide(make_bureau(), 2)
        db.session.commit()
        for _ in ("counted", "remembered"):
            with count_statements() as counted:
                page = client.get(f"{ADDRESS}?page=2")
            costs.append(len(counted))
    first_small, small, first_large, large = costs
    assert first_large == first_small <= 12
    assert large == small <= 2
    assert "共 31 个部门，第 21—31 个" in page.body_text
