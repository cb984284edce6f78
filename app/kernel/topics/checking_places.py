"""How often the right district is found, in a list of companies with the offices over them."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from app.kernel.topics.places import PlaceFinder

NAME, CODE = "企业名称", "注册号/统一社会信用代码"
REGISTRAR, OFFICE = "登记机关", "管辖单位"

INPUTS: Mapping[str, tuple[tuple[str, ...], bool]] = {
    "name": ((NAME,), False),
    "name and code": ((NAME,), True),
    "name and office": ((NAME, OFFICE), False),
    "name, office and code": ((NAME, OFFICE), True),
}
"""What is known of a company each time. The office, of a street or town, stands for an address."""


def check_places(
    path: Path, finder: PlaceFinder, district_of: Callable[[str], str | None]
) -> Iterator[tuple[str, int, float, float]]:
    """For each input: how many companies, the share found rightly, and the share not found.

    The district of the registrar is the truth, by today's borders; registrars of the whole city
    say nothing and are left out.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if district_of(row[REGISTRAR])]
    for what, (columns, with_code) in INPUTS.items():
        right = lost = 0
        for row in rows:
            text = " ".join(row[column] for column in columns)
            place = finder.find(text, code=row[CODE] if with_code else "")
            truth = str(district_of(row[REGISTRAR]))
            part = district_of(row[OFFICE])
            right += place is not None and place.district == finder.today(truth, part)
            lost += place is None
        yield what, len(rows), right / max(1, len(rows)), lost / max(1, len(rows))
