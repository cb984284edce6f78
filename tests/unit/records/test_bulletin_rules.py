"""What each kind of article must say, may not say, and when a campaign runs."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import (
    PARTICULARS,
    BulletinKind,
    Campaign,
    CampaignState,
    RiskLevel,
    campaign_state,
    problems,
)

WARNING: dict[str, Any] = {
    "kind": BulletinKind.WARNING,
    "level": RiskLevel.ORANGE,
    "scope": "全市",
    "publish_until": date(2026, 4, 1),
}
CAMPAIGN: dict[str, Any] = {
    "kind": BulletinKind.CAMPAIGN,
    "campaign": Campaign.QUALITY_MONTH,
    "begins_on": date(2026, 9, 1),
    "ends_on": date(2026, 9, 30),
}
NOTICE = {"kind": BulletinKind.NOTICE}
CASE = {"kind": BulletinKind.TYPICAL_CASE}


def faults(**particulars: Any) -> dict[str, str]:
    nothing = dict.fromkeys((*PARTICULARS, "publish_until"))
    return problems(SimpleNamespace(**{**nothing, **particulars}), Bulletin.FIELDS)


@pytest.mark.parametrize("particulars", [WARNING, CAMPAIGN, NOTICE, CASE])
def test_an_article_that_says_what_its_kind_asks_for_is_right(particulars: dict[str, Any]) -> None:
    assert faults(**particulars) == {}


@pytest.mark.parametrize("name", ["level", "scope", "publish_until"])
def test_a_warning_says_level_scope_and_last_day(name: str) -> None:
    assert list(faults(**WARNING | {name: None})) == [name]


@pytest.mark.parametrize("name", ["campaign", "begins_on", "ends_on"])
def test_a_campaign_says_which_and_when(name: str) -> None:
    assert list(faults(**CAMPAIGN | {name: None})) == [name]


def test_what_belongs_to_another_kind_is_told_with_the_way_out() -> None:
    found = faults(**NOTICE | {"level": RiskLevel.RED})
    assert found == {"level": "只有风险警示才有警示级别：请清空这一项，或者把类别改为风险警示"}
    assert set(faults(**CASE | CAMPAIGN | CASE)) == {"campaign", "begins_on", "ends_on"}


def test_a_campaign_does_not_end_before_it_begins() -> None:
    assert list(faults(**CAMPAIGN | {"ends_on": date(2026, 8, 31)})) == ["ends_on"]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 8, 31), CampaignState.COMING),
        (date(2026, 9, 1), CampaignState.RUNNING),
        (date(2026, 9, 30), CampaignState.RUNNING),
        (date(2026, 10, 1), CampaignState.OVER),
    ],
)
def test_the_first_and_the_last_day_belong_to_a_campaign(day: date, state: CampaignState) -> None:
    assert campaign_state(date(2026, 9, 1), date(2026, 9, 30), day) is state


def test_the_gravest_level_comes_first() -> None:
    assert [level.rank for level in RiskLevel] == [1, 2, 3, 4]
