"""Invented values of what the policy promised: most kept, some missed, some never reported."""

import secrets
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from app.kernel import clock
from app.kernel.db.session import Base
from app.ops.demo.material import Demo, Json, material
from app.publishing.life.models import ChangeNote, RecordVersion
from app.publishing.life.rules import PublicationStatus, VersionState
from app.publishing.life.values import snapshot
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.notation import DataPeriod, read_period, write_number
from app.records.indicators.rules import Frequency
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme, LivelihoodProposal
from app.records.livelihood.rules import HidingGround, LivelihoodAction, ProposalState
from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import ResultKind

LENGTHS = {Frequency.MONTH: 12, Frequency.QUARTER: 8, Frequency.HALF: 6, Frequency.YEAR: 5}
"""How many periods back values go."""
REPORTED_AFTER = 12
"""Days from the end of a period to the document about it."""


def make_values(demo: Demo, indicators: list[Indicator]) -> list[IndicatorValue]:
    """Values of all indicators that the data file names, row by row of one file."""
    invented: Json = material("indicators")
    # Chance of its own: what is made besides stays as it was without totals.
    apart = demo.apart(5)
    made = [
        *_all(demo, indicators, invented["series"]),
        *_all(apart, indicators, invented["totals"]),
    ]
    for row, value in enumerate(made, start=2):
        value.import_batch, value.source_row = demo.files["indicator"], row
        value.source_key = f"demo-indicator-{row}"
        value.checked_on = demo.days_ago(3)
    return made


def make_correction(demo: Demo, values: list[IndicatorValue]) -> tuple[RecordVersion, ChangeNote]:
    """What tells of the one value that was public with another number before."""
    correction: Json = material("indicators")["correction"]
    value = [one for one in values if one.indicator.code == correction["code"]][-1]
    before = write_number(value.number + Decimal(str(correction["before"])))
    version = RecordVersion(
        kind=value.__tablename__,
        record_id=value.id,
        number=1,
        state=VersionState.APPROVED,
        title=value.headline,
        values=snapshot(value),
        was={"value": before},
        author_name="演示编辑",
        written_at=clock.now(),
        reviewer_name="演示审核",
        reviewed_at=clock.now(),
        note=correction["note"],
    )
    note = ChangeNote(
        kind=value.__tablename__,
        record_id=value.id,
        on=demo.today,
        text=correction["note"],
        fields=["value"],
    )
    return version, note


def _all(
    demo: Demo, indicators: list[Indicator], shapes: dict[str, tuple[float, float, int]]
) -> Iterator[IndicatorValue]:
    for one in indicators:
        if one.code in shapes:
            yield from _series(demo, one, shapes[one.code])


def _series(
    demo: Demo, indicator: Indicator, shape: tuple[float, float, int]
) -> Iterator[IndicatorValue]:
    oldest, newest, decimals = shape
    periods = list(_periods(indicator.frequency, demo.today))
    for place, period in enumerate(periods):
        share = place / (len(periods) - 1)
        number = oldest + (newest - oldest) * share
        if 0 < share < 1:
            number += (newest - oldest) * demo.rng.uniform(-0.06, 0.06)
        on = min(period.ends_on + timedelta(days=REPORTED_AFTER), demo.today)
        yield IndicatorValue(
            indicator=indicator,
            period=period.code,
            value=write_number(Decimal(f"{number:.{decimals}f}")),
            source=_document(indicator, period),
            source_on=on,
            source_bureau_id=indicator.bureau_id,
            status=PublicationStatus.PUBLISHED,
            published_on=on,
            created_at=demo.moment(on),
            updated_at=demo.moment(on),
        )


def _periods(frequency: Frequency, today: date) -> Iterator[DataPeriod]:
    """The last periods that ended long enough ago to have been reported on, oldest first."""
    length = frequency.months
    known = today - timedelta(days=REPORTED_AFTER)
    year, month = known.year, (known.month - 1) // length * length
    last = year * 12 + month
    for start in range(last - LENGTHS[frequency] * length, last, length):
        yield read_period(_code(frequency, *divmod(start, 12)))


def _code(frequency: Frequency, year: int, month: int) -> str:
    """The code of the period that begins in ``month``, counted from nought."""
    match frequency:
        case Frequency.MONTH:
            return f"{year}-01/{month + 1:02}" if month else f"{year}-01"
        case Frequency.QUARTER:
            return f"{year}-Q{month // 3 + 1}"
        case Frequency.HALF:
            return f"{year}-H{month // 6 + 1}"
        case _:
            return str(year)


def _document(indicator: Indicator, period: DataPeriod) -> str:
    pattern: str = material("indicators")["documents"][indicator.frequency.value]
    return pattern.format(period=period.label, name=indicator.name)


YEARS = 3
RESULTS_DAY = 20
"""The day of January on which the results of a year are told."""


def make_surveys(demo: Demo, indicators: list[Indicator]) -> list[SurveyResult]:
    """All results; the last two are a draft and one that was withdrawn."""
    # Chance of its own: what is made after the surveys stays as it was without them.
    demo = demo.apart(3)
    by_code = {indicator.code: indicator for indicator in indicators}
    texts = material("surveys")
    made = [
        one
        for code, about in texts["promised"].items()
        for one in _survey_series(demo, about, by_code[code])
    ]
    made += [_in_points(demo, about) for about in texts["points"]]
    for one in made:
        one.status, one.published_on = PublicationStatus.PUBLISHED, one.document_on
        one.checked_on = one.document_on
        one.created_at = demo.first_seen(one.document_on)
        one.updated_at = clock.now()
    first, second = made[0], made[1]
    first.status, first.withdrawn_on = PublicationStatus.WITHDRAWN, demo.today
    first.withdrawal_reason = "样本名单有误，重新调查"
    second.status, second.published_on = PublicationStatus.DRAFT, None
    return made


def _survey_series(demo: Demo, about: Json, indicator: Indicator) -> Iterator[SurveyResult]:
    """The withdrawn one and the draft come first, of the first promise, with years of their own."""
    newest = _newest_year(demo)
    for place in range(YEARS):
        percent = about["from"] + (about["to"] - about["from"]) * place / (YEARS - 1)
        sample = about["sample"] + demo.rng.randrange(-20, 20)
        one = _result(demo, about, newest - YEARS + 1 + place, sample)
        one.indicator, one.kind = indicator, ResultKind.SHARE
        one.satisfied = round(sample * percent / 100)
        yield one


def _in_points(demo: Demo, about: Json) -> SurveyResult:
    one = _result(demo, about, _newest_year(demo), about["sample"])
    one.kind = ResultKind.MEAN
    one.mean, one.deviation, one.top = about["mean"], about["deviation"], about["top"]
    return one


def _result(demo: Demo, about: Json, year: int, sample: int) -> SurveyResult:
    body, texts = demo.bureaus[about["body"]], material("surveys")
    refused = demo.rng.randrange(38, 64)
    return SurveyResult(
        title=f"{year}年{about['title']}",
        question=about["question"],
        period=str(year),
        surveying_body=body.name,
        contractor=texts["contractor"],
        method=texts["method"].format(
            who=about.get("who", "服务对象"),
            called=f"{round(sample / (1 - refused / 100)):,}",
            refused=refused,
        ),
        sample_size=sample,
        population=about["population"],
        document=f"{year}年{about['title']}报告（演示）",
        document_on=date(year + 1, 1, RESULTS_DAY),
        source_bureau_id=body.id,
    )


def _newest_year(demo: Demo) -> int:
    return demo.days_ago(RESULTS_DAY).year - 1


LEAD = "city-market-supervision"


def make_livelihood(demo: Demo) -> list[Base]:
    """Programmes of this year and the last, problems and proposals in every state."""
    invented = material("livelihood")
    made: list[Base] = []
    for place, about in enumerate(invented["programmes"]):
        programme = _programme(demo, about, demo.today.year - place)
        made += [programme, *_problems(demo, about["problems"], programme)]
    return [*made, *_proposals(demo, invented)]


def _programme(demo: Demo, about: Json, year: int) -> LivelihoodProgramme:
    return LivelihoodProgramme(
        year=year,
        theme=about["theme"],
        plan=about["plan"],
        lead_body="温州市质量强市工作领导小组办公室",
        document=f"{year}年质量惠民行动方案（演示）",
        **_public(demo, date(year, 1, 10)),
    )


def _problems(
    demo: Demo, problems: list[Json], programme: LivelihoodProgramme
) -> Iterator[LivelihoodProblem]:
    for about in problems:
        due, solved = (_last_day(programme.year, about[name]) for name in ("due", "solved"))
        is_solved = solved is not None and solved <= demo.today
        yield LivelihoodProblem(
            programme=programme,
            title=about["title"],
            text=about["text"],
            action=LivelihoodAction(about["action"]),
            lead_body=demo.bureaus[f"city-{about['body']}"].name,
            due_on=due,
            solved_on=solved if is_solved else None,
            evidence=about["evidence"] if is_solved else None,
            **_public(demo, date(programme.year, 1, 20)),
        )


def _proposals(demo: Demo, invented: Json) -> Iterator[LivelihoodProposal]:
    lead, day = demo.bureaus[LEAD].name, demo.days_ago(20)
    for place, about in enumerate(invented["proposals"]):
        is_hidden = bool(about["ground"])
        yield LivelihoodProposal(
            year=demo.today.year,
            token=secrets.token_hex(32),
            text="",
            received_at=demo.first_seen(day + timedelta(days=place)),
            state=ProposalState.HIDDEN if is_hidden else ProposalState.SHOWN,
            ground=HidingGround(about["ground"]) if is_hidden else None,
            shown_text=about["text"],
            answer=about["answer"],
            answering_body=lead,
            answered_on=demo.days_ago(3) if about["answer"] or is_hidden else None,
        )
    for words in invented["waiting"]:
        yield LivelihoodProposal(
            year=demo.today.year,
            token=secrets.token_hex(32),
            text=words,
            received_at=demo.first_seen(demo.days_ago(1)),
        )


def _public(demo: Demo, day: date) -> Json:
    on = min(day, demo.today)
    return {
        "status": PublicationStatus.PUBLISHED,
        "published_on": on,
        "checked_on": on,
        "created_at": demo.first_seen(on),
        "updated_at": clock.now(),
        "source_bureau_id": demo.bureaus[LEAD].id,
    }


def _last_day(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if month else None
