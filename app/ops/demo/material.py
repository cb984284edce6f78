"""What the demonstration is made of: data files, one source of chance, dates and numbers, and
names, codes and places that belong to nobody.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Self

from sqlalchemy import select

from app.kernel import clock
from app.kernel.clock import CITY_ZONE
from app.kernel.db.calendar import city_calendar
from app.kernel.db.reference import read_data
from app.kernel.db.session import db
from app.kernel.files.papers import PaperRow
from app.kernel.imports.models import ImportBatch
from app.kernel.working_days import Calendar, add_working_days
from app.people.models import Bureau
from app.people.reference import district_slugs
from app.records.companies.uscc import ALPHABET, check_character

DATA = Path(__file__).parent / "data"
SEED = 20110628
LATE_EACH = 13
REGION = "330399"
"""A district code that no district bears."""

Json = dict[str, Any]


@cache
def material(name: str) -> Json:
    """The content of ``data/<name>.json``."""
    return read_data(DATA / f"{name}.json")


@dataclass
class Demo:
    """What every maker of records needs: the day, chance, the bodies, the calendar."""

    today: date
    bureaus: dict[str, Bureau]
    calendar: Calendar
    # Chance need not be secret here; it has to be the same each time.
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311
    one_in: int = 1
    """A small demonstration has one of so many records, and of each kind some."""
    slugs: dict[str, str] = field(default_factory=district_slugs)
    """What stands for a district in the codes of its bodies, by the code of the district."""
    files: dict[str, ImportBatch] = field(default_factory=dict)
    """Those that records are said to come from, by the kind of record."""
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    reserved: set[str] = field(default_factory=set)

    @classmethod
    def begin(cls, one_in: int = 1) -> Self:
        """Today, with the bodies and the calendar of the database."""
        bureaus = {bureau.code: bureau for bureau in db.session.scalars(select(Bureau))}
        return cls(clock.today(), bureaus, city_calendar(), one_in=one_in)

    def apart(self, number: int) -> "Demo":
        """The same with chance of its own: what is made with it does not change what is besides."""
        return replace(self, rng=random.Random(SEED + number))  # noqa: S311

    def some(self, count: int) -> int:
        """As many of ``count`` as are made here."""
        return max(1, count // self.one_in)

    def days_ago(self, days: int) -> date:
        """The date ``days`` before today."""
        return self.today - timedelta(days=days)

    def recent(self, days: int, lean: float = 1.7) -> date:
        """A date within the last ``days``, the nearer the likelier."""
        return self.days_ago(1 + int(days * self.rng.random() ** lean))

    def moment(self, day: date) -> datetime:
        """A moment of that day in office hours."""
        minute = self.rng.randrange(8 * 60 + 30, 17 * 60)
        return datetime.combine(day, time(minute // 60, minute % 60), CITY_ZONE)

    def published(self, decided_on: date) -> date:
        """Within the seven working days; what was decided on some days is late."""
        late = 5 if decided_on.toordinal() % LATE_EACH == 0 else 0
        return add_working_days(decided_on, self.rng.randrange(1, 8) + late, self.calendar)

    def first_seen(self, published_on: date | None) -> datetime:
        """When the site got a record that was published then; chance has no part in it."""
        day = min(published_on or self.today, self.today)
        return datetime.combine(day, time(9), CITY_ZONE)

    def trace(self, kind: str, records: Sequence[Any], first: int = 2) -> None:
        """Say of each record when it was first seen and, from row ``first`` on, where it is from.

        The file of the kind, if it has one, held them all.
        """
        batch = self.files.get(kind)
        for row, record in enumerate(records, start=first):
            record.source_key = f"demo-{kind}-{row}"
            record.created_at = self.first_seen(getattr(record, "published_on", None))
            record.updated_at = clock.now()
            if batch:
                record.import_batch, record.source_row = batch, row
        if batch:
            batch.rows_read = batch.rows_added = len(records)

    def body(self, kind: str, district: str | None) -> Bureau:
        """The body of ``kind`` in the district, else the city's."""
        local = self.bureaus.get(f"{self.slugs.get(district or '', 'city')}-{kind}")
        return local or self.bureaus[f"city-{kind}"]

    def number(self, prefix: str, year: int) -> str:
        """The next document number: 温瓯市监罚〔2026〕88号. Some numbers are left out."""
        last = self.numbers.get((prefix, year), 0) + self.rng.choice((1, 1, 1, 2, 3))
        while f"{prefix}〔{year}〕{last}号" in self.reserved:
            last += 1
        self.numbers[prefix, year] = last
        return f"{prefix}〔{year}〕{last}号"


def chinese_date(day: date) -> str:
    """2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"


def yuan(cents: int) -> str:
    """An amount in words of a document: 86,400 or 31,250.50."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}.{rest:02d}" if rest else f"{whole:,}"


def years_later(day: date, years: int) -> date:
    """The same day of a later year; 28 February for a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def credit_code(rng: random.Random, authority: str = "91") -> str:
    """A credit code with a right check character, in a region that does not exist."""
    subject = "MA" + "".join(rng.choice(ALPHABET) for _ in range(7))
    body = f"{authority}{REGION}{subject}"
    return body + check_character(body)


def brands(rng: random.Random, taken: set[str]) -> Iterator[str]:
    """Two-character brands, each once: rare characters that do not meet in real names."""
    places = material("places")
    pairs = [first + second for first in places["brand_first"] for second in places["brand_second"]]
    rng.shuffle(pairs)
    return (pair for pair in pairs if pair not in taken)


def masked_person(rng: random.Random) -> str:
    """A person as the site may name one: surname and 某."""
    surnames: str = material("places")["surnames"]
    return rng.choice(surnames) + rng.choice(("某", "某某", "某某"))


def address(rng: random.Random, district_code: str, district_name: str) -> str:
    """A town that exists, a road that does not."""
    places = material("places")
    town = rng.choice(places["districts"][district_code]["towns"])
    city = "温州市" if district_name.endswith("区") else ""
    return f"{city}{district_name}{town}{rng.choice(places['roads'])}{rng.randrange(1, 399)}号"


def number_by_day(papers: list[PaperRow]) -> None:
    """Give the numbers of each body and year to its papers in the order of their days."""
    groups: dict[str, list[PaperRow]] = {}
    for paper in papers:
        groups.setdefault(paper.number.partition("〕")[0], []).append(paper)
    for group in groups.values():
        numbers = [paper.number for paper in group]
        for paper, number in zip(sorted(group, key=attrgetter("issued_on")), numbers, strict=True):
            paper.number = number
