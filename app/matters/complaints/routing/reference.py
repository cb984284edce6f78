"""Complaint categories, routing table and deadlines, from the data files into the tables."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.kernel.db.reference import Loaded, read_data, sync_rows
from app.kernel.db.session import db
from app.matters.complaints.matter.models.clocks import ComplaintCategory, DeadlineRule
from app.matters.complaints.matter.reference import category_rows, deadline_rows
from app.matters.complaints.routing.models import RoutingRule
from app.matters.complaints.routing.queries.table import as_line, changed_cells
from app.matters.complaints.routing.rules import RoutingLine
from app.people.models import Bureau
from app.people.reference import BureauRecord, bureau_records, district_bodies

DATA = Path(__file__).parent / "data"

ANY_DISTRICT = "district:"


Json = dict[str, Any]


def rule_lines() -> list[RoutingLine]:
    """The compact rules (职责分工 of the policy of 2011), written out for city and districts."""
    file = read_data(DATA / "routing.json")
    bodies = {record.code: record for record in bureau_records()}
    return [
        record
        for rule in file["rules"]
        for record in (*_rules_of_today(rule, file, bodies), *_earlier_rule(rule, file, bodies))
    ]


def load_reference_data() -> list[Loaded]:
    """Bring categories, routing and deadlines up to date. A second run changes nothing."""
    loaded = [
        sync_rows("complaint categories", ComplaintCategory, "code", category_rows()),
        _load_routing(),
        sync_rows("deadlines", DeadlineRule, "code", deadline_rows()),
    ]
    db.session.commit()
    return loaded


def _rules_of_today(
    rule: Json, file: Json, bodies: dict[str, BureauRecord]
) -> Iterator[RoutingLine]:
    districts: list[str | None] = [None]
    if rule["lead"].startswith(ANY_DISTRICT):
        districts += sorted({district for district, _ in district_bodies()})
    for district in districts:
        lead = _body(rule["lead"], district)
        assisting = dict.fromkeys(_body(one, district) for one in rule["assisting"])
        assisting.pop(lead, None)
        yield RoutingLine(
            id=0,
            code=f"{rule['id']}/{district or 'city'}",
            category=rule["category"],
            district=district,
            lead=lead,
            assisting=tuple(assisting),
            basis=_basis(rule, file),
            valid_from=max(date.fromisoformat(file["valid_from"]), bodies[lead].valid_from),
            valid_until=None,
        )


def _earlier_rule(rule: Json, file: Json, bodies: dict[str, BureauRecord]) -> Iterator[RoutingLine]:
    """The body that the policy named in 2011, until it ended or today's rule began."""
    if "earlier" not in rule:
        return
    lead = bodies[rule["earlier"]]
    last = date.fromisoformat(file["valid_from"]) - timedelta(days=1)
    yield RoutingLine(
        id=0,
        code=f"{rule['id']}-2011/city",
        category=rule["category"],
        district=None,
        lead=lead.code,
        assisting=(),
        basis=_basis(rule, file),
        valid_from=date.fromisoformat(file["policy_date"]),
        valid_until=min(lead.valid_until or last, last),
    )


def _basis(rule: Json, file: Json) -> str:
    return f"{rule['because']}（{file['policy'].format(item=rule['item'])}）"


def _body(pattern: str, district: str | None) -> str:
    """The code of the body that ``pattern`` means in ``district`` (None: in the city)."""
    if not pattern.startswith(ANY_DISTRICT):
        return pattern
    kind = pattern.removeprefix(ANY_DISTRICT)
    if district:
        return district_bodies()[district, kind]
    return "coordination-office" if kind == "government" else f"city-{kind}"


def _load_routing() -> Loaded:
    """Rules by code; their assisting bodies follow the file too.

    A category and a district whose rules people have changed at the desk stay as they left them.
    """
    changed_by_people = changed_cells()
    bureaus = {bureau.code: bureau for bureau in db.session.scalars(select(Bureau))}
    query = select(RoutingRule).options(selectinload(RoutingRule.assistants))
    known = {row.code: row for row in db.session.scalars(query)}
    added = changed = 0
    lines = rule_lines()
    for line in lines:
        if line.cell in changed_by_people:
            continue
        values = {
            "category_code": line.category,
            "district_code": line.district,
            "lead_bureau_id": bureaus[line.lead].id,
            "assistants": [bureaus[code] for code in line.assisting],
            "basis": line.basis,
            "valid_from": line.valid_from,
            "valid_until": line.valid_until,
        }
        row = known.get(line.code)
        if row is None:
            db.session.add(RoutingRule(code=line.code, **values))
            added += 1
        elif _essence(as_line(row)) != _essence(line):
            for name, value in values.items():
                setattr(row, name, value)
            changed += 1
    db.session.flush()
    return Loaded("routing rules", len(lines), added, changed)


def _essence(line: RoutingLine) -> tuple[Any, ...]:
    return line.cell, line.bodies, line.basis, line.valid_from, line.valid_until
