"""Two years of livelihood programmes with their problems, and what citizens propose."""

import secrets
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from app.kernel import clock
from app.kernel.db.session import Base
from app.ops.demo.material import Json, Stage, material
from app.publishing.life.rules import PublicationStatus
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme, LivelihoodProposal
from app.records.livelihood.rules import HidingGround, LivelihoodAction, ProposalState

LEAD = "city-market-supervision"


def make_livelihood(stage: Stage) -> list[Base]:
    """Programmes of this year and the last, problems and proposals in every state."""
    told = material("livelihood")
    made: list[Base] = []
    for place, about in enumerate(told["programmes"]):
        programme = _programme(stage, about, stage.today.year - place)
        made += [programme, *_problems(stage, about["problems"], programme)]
    return [*made, *_proposals(stage, told)]


def _programme(stage: Stage, about: Json, year: int) -> LivelihoodProgramme:
    return LivelihoodProgramme(
        year=year,
        theme=about["theme"],
        plan=about["plan"],
        lead_body="温州市质量强市工作领导小组办公室",
        document=f"{year}年质量惠民行动方案（演示）",
        **_public(stage, date(year, 1, 10)),
    )


def _problems(
    stage: Stage, problems: list[Json], programme: LivelihoodProgramme
) -> Iterator[LivelihoodProblem]:
    for about in problems:
        due, solved = (_last_day(programme.year, about[name]) for name in ("due", "solved"))
        is_solved = solved is not None and solved <= stage.today
        yield LivelihoodProblem(
            programme=programme,
            title=about["title"],
            text=about["text"],
            action=LivelihoodAction(about["action"]),
            lead_body=stage.bureaus[f"city-{about['body']}"].name,
            due_on=due,
            solved_on=solved if is_solved else None,
            evidence=about["evidence"] if is_solved else None,
            **_public(stage, date(programme.year, 1, 20)),
        )


def _proposals(stage: Stage, told: Json) -> Iterator[LivelihoodProposal]:
    lead, day = stage.bureaus[LEAD].name, stage.days_ago(20)
    for place, about in enumerate(told["proposals"]):
        is_hidden = bool(about["ground"])
        yield LivelihoodProposal(
            year=stage.today.year,
            token=secrets.token_hex(32),
            text="",
            received_at=stage.first_seen(day + timedelta(days=place)),
            state=ProposalState.HIDDEN if is_hidden else ProposalState.SHOWN,
            ground=HidingGround(about["ground"]) if is_hidden else None,
            shown_text=about["text"],
            answer=about["answer"],
            answering_body=lead,
            answered_on=stage.days_ago(3) if about["answer"] or is_hidden else None,
        )
    for words in told["waiting"]:
        yield LivelihoodProposal(
            year=stage.today.year,
            token=secrets.token_hex(32),
            text=words,
            received_at=stage.first_seen(stage.days_ago(1)),
        )


def _public(stage: Stage, day: date) -> Json:
    on = min(day, stage.today)
    return {
        "status": PublicationStatus.PUBLISHED,
        "published_on": on,
        "checked_on": on,
        "created_at": stage.first_seen(on),
        "updated_at": clock.now(),
        "source_bureau_id": stage.bureaus[LEAD].id,
    }


def _last_day(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if month else None
