"""Results of surveys on the promises that ask for them, three years long, and some in points."""

from collections.abc import Iterator
from datetime import date

from app.kernel import clock
from app.ops.demo.material import Json, Stage, material
from app.publishing.life.rules import PublicationStatus
from app.records.indicators.models import Indicator
from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import ResultKind

YEARS = 3
TOLD_BY = 20
"""The day of January on which the results of a year are told."""


def make_surveys(stage: Stage, indicators: list[Indicator]) -> list[SurveyResult]:
    """All results; the last two are a draft and one that was withdrawn."""
    # Chance of its own: what is made after the surveys stays as it was without them.
    stage = stage.apart(3)
    by_code = {indicator.code: indicator for indicator in indicators}
    told = material("surveys")
    made = [
        one
        for code, about in told["promised"].items()
        for one in _series(stage, about, by_code[code])
    ]
    made += [_in_points(stage, about) for about in told["points"]]
    for one in made:
        one.status, one.published_on = PublicationStatus.PUBLISHED, one.document_on
        one.checked_on = one.document_on
        one.created_at = stage.first_seen(one.document_on)
        one.updated_at = clock.now()
    first, second = made[0], made[1]
    first.status, first.withdrawn_on = PublicationStatus.WITHDRAWN, stage.today
    first.withdrawal_reason = "样本名单有误，重新调查"
    second.status, second.published_on = PublicationStatus.DRAFT, None
    return made


def _series(stage: Stage, about: Json, indicator: Indicator) -> Iterator[SurveyResult]:
    """The withdrawn one and the draft come first, of the first promise, with years of their own."""
    newest = _newest_year(stage)
    for place in range(YEARS):
        percent = about["from"] + (about["to"] - about["from"]) * place / (YEARS - 1)
        sample = about["sample"] + stage.rng.randrange(-20, 20)
        one = _result(stage, about, newest - YEARS + 1 + place, sample)
        one.indicator, one.kind = indicator, ResultKind.SHARE
        one.satisfied = round(sample * percent / 100)
        yield one


def _in_points(stage: Stage, about: Json) -> SurveyResult:
    one = _result(stage, about, _newest_year(stage), about["sample"])
    one.kind = ResultKind.MEAN
    one.mean, one.deviation, one.top = about["mean"], about["deviation"], about["top"]
    return one


def _result(stage: Stage, about: Json, year: int, sample: int) -> SurveyResult:
    body, told = stage.bureaus[about["body"]], material("surveys")
    refused = stage.rng.randrange(38, 64)
    return SurveyResult(
        title=f"{year}年{about['title']}",
        question=about["question"],
        period=str(year),
        surveying_body=body.name,
        contractor=told["contractor"],
        method=told["method"].format(
            who=about.get("who", "服务对象"),
            called=f"{round(sample / (1 - refused / 100)):,}",
            refused=refused,
        ),
        sample_size=sample,
        population=about["population"],
        document=f"{year}年{about['title']}报告（演示）",
        document_on=date(year + 1, 1, TOLD_BY),
        source_bureau_id=body.id,
    )


def _newest_year(stage: Stage) -> int:
    return stage.days_ago(TOLD_BY).year - 1
