"""Handling is told by body, district, category and month, but never of one or two matters."""

import csv
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.matter.models.answers import Rating, Review
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.handovers import MatterReturn
from app.matters.complaints.matter.rules.outcomes import (
    Manner,
    ReviewResult,
    ReviewStatus,
    Satisfaction,
)
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.people.models import Bureau
from tests.support import factories
from tests.support.complaint_factories import make_deadline, make_matter, make_submission

ADDRESS = "/evaluation/handling"
BY = ("bureau", "district", "category", "month")


@pytest.fixture
def matters(frozen_clock):
    """Sixty matters by chance, the same ones each time."""
    frozen_clock.move_to(date(2026, 9, 30))
    chance = Random(3)  # noqa: S311  # the same matters each time
    bureaus = [factories.make_bureau(name=f"试验{name}局") for name in ("水利", "林业", "交通")]
    districts = [None, *(factories.make_district().code for _ in range(2))]
    codes = select(ComplaintCategory.code).where(ComplaintCategory.parent_code.is_not(None))
    categories = db.session.scalars(codes.limit(3)).all()
    made = [_matter(chance, bureaus, districts, categories) for _ in range(60)]
    db.session.commit()
    return made


def _matter(chance, bureaus, districts, categories):
    received = date(2026, chance.randint(1, 3), chance.randint(1, 28))
    matter = make_matter(
        submission=make_submission(
            district_code=chance.choice(districts), category_code=chance.choice(categories)
        ),
        bureau=chance.choice(bureaus),
        kind=chance.choice(list(ComplaintKind)),
        received_on=received,
    )
    if chance.random() < 0.2:
        _return(matter, chance.choice(bureaus))
    if chance.random() < 0.8:
        matter.status, matter.due_on = MatterStatus.CLOSED, None
        matter.closed_on = received + timedelta(days=40)
        matter.met_deadline, matter.working_days_taken = chance.random() < 0.7, chance.randint(2, 9)
        satisfaction = chance.choice(list(Satisfaction))
        matter.rating = Rating(rated_at=clock.now(), satisfaction=satisfaction, manner=Manner.GOOD)
    else:
        matter.due_on = chance.choice([None, date(2026, 9, 1), date(2026, 12, 1)])
    return matter


def _return(matter, bureau):
    """The body gave it back in September, before another got it."""
    matter.returns.append(
        MatterReturn(
            ordinal=1,
            from_bureau_id=bureau.id,
            returned_by_id=factories.make_staff(bureau=bureau).id,
            returned_at=clock.now(),
            returned_on=clock.today(),
            legal_basis="三定规定",
            proposed_bureau_id=matter.bureau_id,
            reason="不属于本部门职责。",
            due_on=clock.today(),
        )
    )


def table(client, **query):
    data = client.get(ADDRESS, query_string={"year": 2026, "format": "csv", **query})
    return {line["名称"]: line for line in csv.DictReader(data.text.lstrip("\ufeff").splitlines())}


def value_of(by, matter, on):
    submission = matter.submission
    return {
        "bureau": matter.bureau.name,
        "district": submission.district.name if submission.district else "未注明",
        "category": submission.category.name,
        "month": f"{on.month} 月" if on else None,
    }[by]


def is_publishable(shown, count):
    """Whether what is shown is the count, or nothing; nothing where it is one or two."""
    return shown == "" if 0 < count < 3 else shown in {"", str(count)}


def test_each_number_is_that_of_a_count_one_by_one(client, matters, count_statements):
    for by in BY:
        received = Counter(value_of(by, one, one.received_on) for one in matters)
        ended = Counter(value_of(by, one, one.closed_on) for one in matters if one.closed_on)
        late = Counter(
            value_of(by, one, one.closed_on or one.received_on)
            for one in matters
            if one.met_deadline is False or (one.due_on and one.due_on < clock.today())
        )
        returned = Counter(
            db.session.get_one(Bureau, each.from_bureau_id).name
            if by == "bureau"
            else value_of(by, one, each.returned_on)
            for one in matters
            for each in one.returns
        )
        lines = table(client, by=by)
        assert set(lines) == {*received, *ended, *returned}
        for name, line in lines.items():
            assert is_publishable(line["收到（件）"], received[name])
            assert is_publishable(line["办结（件）"], ended[name])
            is_whole = line["收到（件）"] and line["办结（件）"]
            assert line["逾期（件）"] == (str(late[name]) if is_whole else "")
            assert line["退回（次）"] == str(returned[name])
        with count_statements() as counted:
            page = client.get(f"{ADDRESS}?year=2026&by={by}")
        assert page.status_code == 200
        assert len(counted) <= 8, by


def test_tracks_and_judgements_are_counted_apart(client, matters):
    reports = [one for one in matters if one.kind is ComplaintKind.VIOLATION_REPORT]
    lines = table(client, kind="violation_report")
    assert sum(int(line["收到（件）"]) for line in lines.values()) == len(reports)
    bureau = matters[0].bureau.name
    judged = [one.rating for one in matters if one.rating and one.bureau.name == bureau]
    solved = [one for one in judged if one.satisfaction is Satisfaction.SOLVED]
    assert float(table(client)[bureau]["认为已解决"]) == round(len(solved) / len(judged), 4)
    assert "单独一个不公布的数还能算出来" in client.get("/evaluation").body_text


def reopen(matter, result=ReviewResult.CHANGED):
    review = Review(
        asked_at=clock.now(),
        reason="小票没有看",
        status=ReviewStatus.DONE,
        result=result,
        decided_at=clock.now(),
    )
    matter.reviews.append(review)


def test_matters_that_a_review_changed_have_a_column_of_their_own(client, matters):
    for matter in matters[::2]:
        reopen(matter)
    reopen(matters[1], ReviewResult.UPHELD)
    db.session.commit()
    for by in BY:
        changed = Counter(value_of(by, one, clock.today()) for one in matters[::2])
        lines = table(client, by=by)
        assert sum(changed.values()) == 30
        assert all(is_publishable(lines[name]["复核改变（件）"], n) for name, n in changed.items())
        assert any(line["复核改变（件）"] not in {"", "0"} for line in lines.values())


@pytest.fixture
def few(matters):
    """A body that ended two reports and many complaints, beside those of the fixture."""
    bureau = factories.make_bureau(name="试验农业局")
    for kind, count in ((ComplaintKind.VIOLATION_REPORT, 2), (ComplaintKind.COMPLAINT, 40)):
        for _ in range(count):
            matter = make_matter(bureau=bureau, kind=kind, received_on=date(2026, 1, 5))
            matter.status, matter.due_on = MatterStatus.CLOSED, None
            matter.closed_on = date(2026, 2, 3)
            matter.met_deadline, matter.working_days_taken = True, 5
    db.session.commit()
    return bureau.name


def test_what_is_kept_back_of_a_track_does_not_follow_from_other_tables_pages_or_files(client, few):
    for column in ("收到（件）", "办结（件）"):
        both, complaints, reports = (
            table(client, **kind)
            for kind in ({}, {"kind": "complaint"}, {"kind": "violation_report"})
        )
        assert reports[few][column] == ""
        assert "" in {both[few][column], complaints[few][column]}
        hidden = [name for name, line in reports.items() if line[column] == ""]
        assert len(hidden) > 1
    hidden = {name for name, line in table(client).items() if line["办结（件）"] == ""}
    data = client.get("/evaluation?year=2026&table=bureaus&format=csv")
    index = list(csv.DictReader(data.text.lstrip("\ufeff").splitlines()))
    assert {line["部门"] for line in index if line["办结（件）"] == ""} == hidden
    data = client.get("/evaluation/rows?of=handled_in_time&year=2026&format=csv", buffered=True)
    rows = list(csv.DictReader(data.text.lstrip("\ufeff").splitlines()))
    assert not hidden & {row["部门"] for row in rows}
    shown = client.get(f"{ADDRESS}?year=2026").texts("//tr[td[2]='不公布']/th")
    assert {name.strip() for name in shown} == hidden


def test_a_year_without_matters_says_so_and_one_or_two_are_kept_back(client, frozen_clock):
    assert "还没有这样的投诉举报" in client.get(ADDRESS).body_text
    make_matter(bureau=factories.make_bureau(name="试验农业局"))
    page = client.get(ADDRESS)
    assert page.texts("//tr[th[contains(., '试验农业局')]]/td[1]") == ["不公布"]
    (line,) = table(client).values()
    assert line["收到（件）"] == ""


def test_a_month_in_which_only_the_acceptance_was_decided_has_no_line(client, frozen_clock):
    matter = make_matter(received_on=date(2026, 2, 27))
    make_deadline(matter_id=matter.id, due_on=date(2026, 3, 3), met_on=date(2026, 3, 2))
    db.session.commit()
    assert [*table(client, by="month")] == ["2 月"]
