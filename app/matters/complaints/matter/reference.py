"""Complaint categories and deadlines as rows, from the data files."""

from datetime import date
from pathlib import Path
from typing import Any

from app.kernel.db.reference import read_data
from app.matters.complaints.matter.rules.states import ComplaintKind, DayUnit, MatterStep

DATA = Path(__file__).parent / "data"

Json = dict[str, Any]


def category_rows() -> list[Json]:
    """Categories of both levels as rows of their table, parents before children."""
    flat: list[tuple[str | None, Json]] = []
    for top in read_data(DATA / "categories.json")["categories"]:
        flat += [(None, top), *((top["code"], child) for child in top["children"])]
    return [
        {
            "code": category["code"],
            "parent_code": parent,
            "position": position,
            "name": category["name"],
            "scope": category["scope"],
            "is_in_scope": category["in_scope"],
            "pointer": category.get("pointer"),
        }
        for position, (parent, category) in enumerate(flat, start=1)
    ]


def deadline_rows() -> list[Json]:
    """Deadlines as rows of their table, each in its unit of days, with the article it rests on."""
    return [
        rule
        | {
            "kind": ComplaintKind(rule["kind"]),
            "step": MatterStep(rule["step"]),
            "unit": DayUnit(rule["unit"]),
            "valid_from": date.fromisoformat(rule["valid_from"]),
            "valid_until": date.fromisoformat(rule["valid_until"]) if rule["valid_until"] else None,
        }
        for rule in read_data(DATA / "deadlines.json")["rules"]
    ]
