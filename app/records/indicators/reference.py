"""The promises of the policy, and what the site computes, from the data files into the table.

The first half is pure: it turns the file into rows. The second half loads them.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.kernel.db.reference import Loaded, read_data, sync_rows
from app.kernel.db.session import db
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.people.models import Bureau
from app.records.indicators.models import Indicator
from app.records.indicators.rules import Direction, Frequency, Strand

DATA = Path(__file__).parent / "data"

Json = dict[str, Any]


def indicator_rows() -> Iterator[Json]:
    """Each indicator as a row of the table, but with its body by code."""
    promises = list(_promises())
    yield from promises
    others = [
        entry
        for name in ("computed.json", "totals.json")
        for entry in read_data(DATA / name)["indicators"]
    ]
    for position, entry in enumerate(others, start=1):
        yield {
            **_definition(entry),
            "position": len(promises) + position,
            **dict.fromkeys(("item", "quote", "direction", "target", "baseline", "due_on")),
        }


def _promises() -> Iterator[Json]:
    file = read_data(DATA / "targets.json")
    due_on = date.fromisoformat(file["policy"]["due_on"])
    for position, target in enumerate(file["targets"], start=1):
        yield {
            **_definition(target),
            "position": position,
            "item": target["item"],
            "quote": target["quote"],
            "direction": Direction(target["direction"]),
            "target": target["target"],
            "baseline": target.get("baseline"),
            "due_on": None if target.get("yearly") else due_on,
        }


def load_reference_data() -> list[Loaded]:
    """Bring the indicators up to date. A second run changes nothing."""
    ids = {row.code: row.id for row in db.session.execute(select(Bureau.code, Bureau.id))}
    rows = [{"bureau_id": ids[row.pop("body")], **row} for row in indicator_rows()]
    loaded = sync_rows("indicators", Indicator, "code", rows)
    if loaded.added or loaded.changed:
        changed(SearchKind.INDICATOR, db.session.scalars(select(Indicator.id)))
    db.session.commit()
    return [loaded]


def _definition(entry: Json) -> Json:
    plain = ("code", "name", "unit", "formula", "source", "body")
    return {
        **{name: entry[name] for name in plain},
        "measure": entry.get("measure"),
        "is_reported_too": entry.get("reported_too", False),
        "strand": Strand(entry["strand"]),
        "frequency": Frequency(entry["frequency"]),
    }
