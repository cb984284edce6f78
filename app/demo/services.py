"""Filling an empty database with invented records, in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app import audit
from app.accounts.models import Bureau, District
from app.accounts.reference import district_slugs
from app.companies.models import Company
from app.core import clock
from app.core.calendar import city_calendar
from app.core.db import Base, db
from app.core.errors import ConflictError
from app.core.site import DEMO, SiteFact, is_demo
from app.demo.bulletins import make_bulletins
from app.demo.cases import make_cases
from app.demo.companies import Firm, make_firms
from app.demo.credit import make_entries
from app.demo.material import Stage
from app.demo.projects import make_projects
from app.imports.models import ImportBatch

PLANNED = {
    "companies": 3000,
    "cases": 1500,
    "list entries": 801,
    "projects": 100,
    "bulletins": 14,
}
"""Kinds of records in the order they are made, and how many there will be."""

Tell = Callable[[str, int], None]
"""Told the kind of records made, and how many."""


class NotEmptyError(ConflictError):
    """Invented records never stand beside real ones."""

    message = "数据库中已有记录，不能再写入演示数据。"


@dataclass(frozen=True)
class Sources:
    """The files that the records are said to come from."""

    companies: ImportBatch
    credit: ImportBatch
    cases: ImportBatch
    projects: ImportBatch


def fill(*, tell: Tell) -> None:
    """Make all demonstration records; raises NotEmptyError where there are records already."""
    if is_demo() or db.session.scalar(select(Company.id).limit(1)) is not None:
        raise NotEmptyError
    districts = list(db.session.scalars(select(District).order_by(District.position)))
    stage = Stage(
        today=clock.today(),
        bureaus={bureau.code: bureau for bureau in db.session.scalars(select(Bureau))},
        calendar=city_calendar(),
    )
    sources = _sources(stage)
    firms = make_firms(stage, districts, sources.companies)
    _add("companies", [firm.company for firm in firms], tell)
    _add_public_records(stage, firms, districts, sources, tell)
    for batch in vars(sources).values():
        batch.finished_at = clock.now()
    db.session.add(SiteFact(name=DEMO, value=f"{stage.today:%Y-%m-%d}"))
    audit.record("demo.filled")
    db.session.commit()


def _add_public_records(
    stage: Stage, firms: list[Firm], districts: list[District], sources: Sources, tell: Tell
) -> None:
    slugs = district_slugs()
    cases = make_cases(stage, firms, sources.cases, slugs)
    entries = make_entries(stage, firms, cases, sources.credit, slugs)
    projects = make_projects(stage, districts, sources.projects)
    _add("cases", cases, tell)
    _add("list entries", entries, tell)
    _add("projects", projects, tell)
    _add("bulletins", make_bulletins(stage), tell)
    for batch, records in (
        (sources.companies, len(firms)),
        (sources.cases, len(cases)),
        (sources.credit, len(entries)),
        (sources.projects, len(projects)),
    ):
        batch.rows_read = batch.rows_added = records


def _add(kind: str, records: Sequence[Base], tell: Tell) -> None:
    db.session.add_all(records)
    db.session.flush()
    tell(kind, len(records))


def _sources(stage: Stage) -> Sources:
    year, month = stage.today.year, stage.today.month
    return Sources(
        companies=_batch(stage, "companies", f"{year}年{month}月市场主体登记信息（演示）.xlsx"),
        credit=_batch(stage, "credit", f"{year}年{month}月红黑名单（演示）.xlsx"),
        cases=_batch(stage, "cases", f"{year}年{month}月双公示（处罚）（演示）.xlsx"),
        projects=_batch(stage, "projects", f"{year}年重点项目计划表（演示）.xlsx"),
    )


def _batch(stage: Stage, kind: str, file_name: str) -> ImportBatch:
    return ImportBatch(
        kind=kind,
        file_name=file_name,
        file_sha256=f"demo-{kind}".ljust(64, "0"),
        source_bureau_id=stage.bureaus["city-market-supervision"].id,
        started_at=clock.now(),
    )
