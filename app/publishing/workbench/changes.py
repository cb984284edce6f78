"""What the rows of a file change, in the words of the record's own desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.kernel.imports.targets import ChangedRow
from app.people.access import current_staff
from app.publishing.desk.queries import records_among
from app.publishing.desk.rules import Difference
from app.publishing.desk.staff_views.desks import desks
from app.publishing.desk.staff_views.words import changes


@dataclass(frozen=True)
class ShownRow:
    """A row that changes a record: which, where it stands, and item by item what."""

    row: int
    title: str
    url: str
    differences: list[Difference]


def shown_rows(rows: Iterable[ChangedRow]) -> list[ShownRow]:
    """The rows in words; the records are asked for once for each kind."""
    rows, known = list(rows), desks()
    records = {
        name: records_among(
            known[name].source,
            current_staff(),
            [each.record_id for each in rows if each.kind == name],
        )
        for name in {each.kind for each in rows if each.kind in known}
    }
    shown = []
    for each in rows:
        record = records.get(each.kind, {}).get(each.record_id)
        if record is not None:
            kind = known[each.kind]
            url = kind.url("versions", key=each.record_id)
            differing = changes(kind, each.before, each.after)
            shown.append(ShownRow(each.row, record.headline, url, differing))
    return shown
